import type { Service } from "@egress6/core/endpoint/types";
import { parseServiceList } from "@egress6/core/identify/parse-service-list";
import type { MapRegion } from "@egress6/core/map/map-layout";
import { type RegionReadiness, regionReadiness } from "@egress6/core/verdict/list-readiness";
import { ALL_KNOWN, type NameEvidence, type Readiness } from "@egress6/core/verdict/readiness";
import { UNOBSERVED } from "@egress6/core/verdict/support";
import { describe, expect, it } from "vitest";
import { badgeAddress, embedMarkdown } from "./badge-embed.js";
import { byService } from "./by-service.js";
import {
  FIRST_MY_SERVICES_QUERY,
  formatMyServicesQuery,
  parseMyServicesQuery,
} from "./my-services-query.js";
import { readyPercent, readyWords, verdictSentence } from "./readiness-words.js";
import { replaceWord } from "./replace-word.js";

const services: readonly Service[] = ["logs", "s3", "sqs"].map((cliName) => ({
  cliName,
  serviceId: cliName === "logs" ? "CloudWatch Logs" : cliName.toUpperCase(),
  displayName: cliName,
  endpointDiscovery: "none",
}));
const regions: readonly MapRegion[] = ["eu-west-1", "us-east-1"].map((id) => ({
  id,
  name: id,
  partition: "aws",
  partitionTitle: "AWS",
  isPublic: true,
  largeRank: null,
}));
const read = (list: string) => parseServiceList({ services }, list);
const parse = (search: string) => parseMyServicesQuery(search, read, regions);

describe("another name in the place of a word that is no service", () => {
  it.each([
    [
      "leaves names alone that contain the word",
      "logs-x\nlog, s3",
      "log",
      "logs",
      "logs-x\nlogs, s3",
    ],
    ["takes the word out", "s3\nfoo\nsqs", "foo", "", "s3\nsqs"],
    ["takes every one of it out", "foo\ns3 foo", "foo", "", "s3 "],
    ["takes the word for what it is, not for a pattern", "s3\n.*\nsqs", ".*", "", "s3\nsqs"],
    [
      "writes the list anew where the word was understood otherwise than typed",
      '"foo   bar"\nS3',
      "foo bar",
      "sqs",
      "s3\nsqs",
    ],
    [
      "writes the list anew where the word stands in a package's name",
      "@aws-sdk/client-foo\nS3",
      "foo",
      "",
      "s3",
    ],
  ])("%s", (_, list, word, by, expected) => {
    expect(replaceWord(read, list, word, by)).toBe(expected);
  });
});

describe("the address of my services", () => {
  it("takes services by any of their names, and comes back in the short form", () => {
    const { query, ignored, unknownWords } = parse("?list=CLOUDWATCH_LOGS,S3&r=eu-*&fips=1");
    expect({ query, ignored, unknownWords }).toEqual({
      query: { list: ["logs", "s3"], regions: "eu-*", isFips: true },
      ignored: [],
      unknownWords: [],
    });
    expect(formatMyServicesQuery(query)).toBe("?list=logs,s3&r=eu-*&fips=1");
    expect(parse(formatMyServicesQuery(query)).query).toEqual(query);
    expect(formatMyServicesQuery(FIRST_MY_SERVICES_QUERY)).toBe("");
  });

  it("keeps words of the list that are no services, to ask about them", () => {
    expect(parse("?list=s3,frobnicate")).toMatchObject({
      query: { list: ["s3"] },
      unknownWords: ["frobnicate"],
    });
  });

  it.each([
    ["?r=mars-1", "r"],
    ["?fips=maybe", "fips"],
    [`?list=${"a,".repeat(5_000)}`, "list"],
    ["?__proto__=1", "__proto__"],
    ["?evil=<script>", "evil"],
  ])("%s is ignored, and said to be", (search, name) => {
    expect(parse(search)).toMatchObject({ query: FIRST_MY_SERVICES_QUERY, ignored: [name] });
  });
});

const name = (ipv6: NameEvidence["ipv6"]): NameEvidence => ({
  variant: "default",
  hostname: "x",
  scope: "regional",
  states: { ipv4: UNOBSERVED, ipv6: UNOBSERVED },
  ipv4: "yes",
  ipv6,
});
const cell = (index: number, state: "ipv6" | "ipv4" | "none" | "unknown"): Readiness => ({
  service: services[index] ?? never(),
  region: "",
  cell: state,
  byDefault: name(state === "ipv6" ? "yes" : state === "unknown" ? "unknown" : "no"),
  byOptIn: null,
  ipv6Name: state === "ipv6" ? name("yes") : null,
  switchEffect: "breaks",
  notKnown: ALL_KNOWN,
  handedOut: null,
});
function never(): never {
  throw new Error("no such service");
}
const region = (
  id: string,
  ...states: readonly ("ipv6" | "ipv4" | "none" | "unknown")[]
): RegionReadiness =>
  regionReadiness(
    id,
    states.map((state, index) => cell(index, state)),
  );
const ready = region("eu-west-1", "ipv6", "ipv6", "ipv6");
const partly = region("us-east-1", "ipv6", "ipv4", "unknown");
const doubtful = region("eu-north-1", "ipv6", "ipv6", "unknown");

describe("the words for readiness", () => {
  it.each([
    [[ready], "In eu-west-1 all 3 services can be reached over IPv6."],
    [[partly], "1 of 3 services can be reached over IPv6, and 1 is unknown, in us-east-1."],
    [[ready, ready], "In all 2 regions all 3 services can be reached over IPv6."],
    [
      [ready, partly, doubtful],
      "In 1 of 3 regions all 3 services can be reached over IPv6. 1 region is not known well enough to say.",
    ],
    [[partly, partly], "In none of these 2 regions can all 3 services be reached over IPv6."],
    [[region("eu-west-1", "ipv6")], "In eu-west-1 the service can be reached over IPv6."],
    [[], ""],
    [
      [ready, region("us-west-1", "none", "none", "none")],
      "In eu-west-1 all 3 services can be reached over IPv6. 1 more offers none of the list.",
    ],
    [
      [region("us-west-1", "none"), region("us-west-2", "none")],
      "In none of these 2 regions can the service be reached over IPv6.",
    ],
  ])("sum up %#", (regions, sentence) => {
    expect(verdictSentence(regions)).toBe(sentence);
  });

  it("never round up to all", () => {
    expect(readyPercent(partly)).toBe(33);
    expect(readyPercent(ready)).toBe(100);
    expect(readyWords(partly)).toBe("1 of 3 ready, 1 unknown");
  });

  it("list by service what is listed by region", () => {
    expect(
      byService(
        [ready, partly, doubtful],
        ({ unknown }) => unknown,
        () => "unknown",
      ),
    ).toEqual([{ service: "sqs", kind: "unknown", regions: ["us-east-1", "eu-north-1"] }]);
  });
});

describe("the badge to embed", () => {
  const question = {
    list: ["s3"],
    regions: ["eu-west-1"],
    isOfAllRegions: false,
    isFips: false,
    isLive: false,
  };

  it.each([
    [{ ...question, isOfAllRegions: true }, "badges/s3.svg"],
    [question, null],
    [{ ...question, isFips: true, isLive: true }, null],
    [{ ...question, isLive: true }, "api/badge.svg?service=s3&region=eu-west-1"],
    [{ ...question, list: ["s3", "sqs"], isOfAllRegions: true }, null],
    [
      { ...question, list: ["s3", "sqs"], isOfAllRegions: true, isLive: true },
      "api/badge.svg?service=s3,sqs",
    ],
  ])("is where the site has it: %#", (asked, address) => {
    expect(badgeAddress(asked)).toBe(address);
  });

  it("is an image that links to the page", () => {
    const badge = { label: "s3 over IPv6", value: "38/38 regions", state: "yes" } as const;
    expect(embedMarkdown(badge, "b.svg", "https://x/?list=s3")).toBe(
      "[![s3 over IPv6: 38/38 regions](b.svg)](https://x/?list=s3)",
    );
  });
});
