import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { decimal } from "@egress6/core/price/exact";
import { knownVolume } from "@egress6/core/workload/volume";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  readWorkload,
  readWorkloadText,
} from "../../packages/egress6/src/adapter/workload-file/read-workload.js";
import { planText } from "../../packages/egress6/src/render/plan/text.js";
import { cpuMs, designOf, names, planOf } from "./plan-world.js";

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));
const read = (text: string) => readWorkloadText(text, "shop.yaml", names);
const fault = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    return String(error);
  }
  throw new Error("the workload was taken");
};

const HEAD = `region: us-east-1
azs: 2
compute:
  - kind: lambda
`;

describe("a workload file", () => {
  test.each(readdirSync(examples).filter((name) => name.endsWith(".yaml")))(
    "examples/%s is one",
    (name) => {
      expect(readWorkload(`${examples}${name}`, names).compute.length).toBeGreaterThan(0);
    },
  );

  test("may be JSON", () => {
    const workload = read(
      '{"region":"eu-west-1","azs":["a","b","c"],"compute":[{"kind":"ec2-nitro"}]}',
    );
    expect(workload).toMatchObject({ region: "eu-west-1", zones: 3 });
  });

  test("names compute by platform and subnets, or by the id of both", () => {
    const [byParts] = read(`${HEAD}    subnets: dual-stack\n`).compute;
    const [byId] = read(HEAD.replace("kind: lambda", "kind: lambda-dual-stack")).compute;
    expect(byId?.kind).toBe(byParts?.kind);
  });

  test("takes services by any of their names, and keeps amounts exact", () => {
    const { services } = read(`${HEAD}services:
  - { service: CloudWatch Logs, gbPerMonth: 0.1 }
  - { service: Amazon DynamoDB, gbPerMonth: 1234.567891 }
`);
    expect(services.map(({ service }) => service.cliName)).toEqual(["logs", "dynamodb"]);
    expect(services.map(({ volume }) => volume)).toEqual([
      knownVolume(decimal("0.1")),
      knownVolume(decimal("1234.567891")),
    ]);
  });
});

describe("what is wrong is named with file, line, column and place", () => {
  test.each([
    [
      `${HEAD}services:\n  - service: sqss\n`,
      /shop\.yaml:6:5: services\[0\]\.service: there is no AWS service "sqss"\. Nearest: sqs$/m,
    ],
    [HEAD.replace("us-east-1", "eu-centrall-1"), /shop\.yaml:1:1: region: .*eu-central-1/],
    [HEAD.replace("kind: lambda", "kind: lamda"), /shop\.yaml:4:5: compute\[0\]\.kind: .*lambda/],
    [
      HEAD.replace("azs: 2", "azs: 0"),
      /shop\.yaml:2:1: azs: expected a whole number from 1 to 6, got 0/,
    ],
    [
      `${HEAD}hosts:\n  - host: a.example\n    gbPerMonth: -1\n`,
      /shop\.yaml:7:5: hosts\[0\]\.gbPerMonth/,
    ],
    [`${HEAD}hosts:\n  - host: a.example\n    gbPerMonth: 1e12\n`, /from 0 to 1,000,000,000/],
    [`${HEAD}hosts:\n  - host: a.example\n    gbPerMonth: .nan\n`, /gbPerMonth.*got NaN/],
    [`${HEAD}hosts:\n  - host: a b.example\n`, /hosts\[0\]\.host: .*white space/],
    [`${HEAD}    count: 2.5\n`, /compute\[0\]\.count/],
    [`${HEAD}    subnets: ipv6-only\n`, /does not run it there.*Choose/],
    [
      `${HEAD}constraints: { nopublicipv4: true }\n`,
      /"nopublicipv4" is not known here\. Nearest: noPublicIpv4/,
    ],
    [`${HEAD}services:\n  - { service: sqs, from: wbe }\n`, /no compute here is called "wbe"/],
    [
      `${HEAD}services: [{ service: sqs }, { service: sqss }]\n`,
      /shop\.yaml:5:32: services\[1\]\.service: /,
    ],
    [`${HEAD}services:\n  - service: sqs\n  - sqss\n`, /shop\.yaml:7:5: services\[1\]: /],
    [
      '{ "region": "us-east-1",\n  "azs": 2, "compute": [{ "kind": "lamda" }] }',
      /shop\.yaml:2:27: compute\[0\]\.kind: /,
    ],
    ["region: us-east-1\nazs: 2\n", /shop\.yaml:1:1: compute: add at least one/],
    [`${HEAD}name: "shop\\nresource"\n`, /shop\.yaml:5:1: name: expected a line of text/],
    ["", /the file is empty/],
    ["- a\n- b\n", /expected keys and values, got a list/],
    ["region: [us-east-1\n", /shop\.yaml:2:1: /],
    ["region: us-east-1\nregion: us-east-2\n", /shop\.yaml:2:1: Map keys must be unique/],
  ])("%j", (text, message) => {
    expect(fault(text)).toMatch(message);
  });

  test("all at once, up to ten", () => {
    const services = Array.from({ length: 12 }, (_, index) => `  - service: nosuch${index}`);
    const lines = fault(`${HEAD}services:\n${services.join("\n")}\n`).split("\n");
    expect(lines).toHaveLength(11);
    expect(lines[10]).toMatch(/only the first ten/);
  });

  test("a file of aliases that unfold without end is refused", () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(", ")}]`,
    );
    expect(fault(`l0: &l0 [x]\n${levels.join("\n")}\n`)).toMatch(/alias/i);
  });

  test("more pairs of compute and destination than can be planned are refused, with a way out", () => {
    const compute = Array.from({ length: 300 }, (_, index) => ({
      name: `c${index}`,
      kind: "lambda",
    }));
    const hosts = Array.from({ length: 1000 }, (_, index) => ({ host: `h${index}.example.com` }));
    const text = JSON.stringify({ region: "us-east-1", azs: 2, compute, hosts });
    expect(fault(text)).toMatch(/compute: 300,000 pairs .* name less in `from`/);
  });

  test("ten thousand wrong services are told at once", () => {
    const services = Array.from({ length: 10_000 }, (_, index) => `  - service: no-such-${index}`);
    const text = `${HEAD}services:\n${services.join("\n")}\n`;
    expect(cpuMs(() => expect(fault(text)).toMatch(/no-such-9/))).toBeLessThan(2000);
  });
});

describe("a file that cannot be read", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(`${tmpdir()}/egress6-workload-`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("the error names it", () => {
    expect(() => readWorkload(`${folder}/none.yaml`, names)).toThrow(/none\.yaml cannot be read/);
    writeFileSync(`${folder}/latin.yaml`, Buffer.from([0x72, 0xe9, 0x0a]));
    expect(() => readWorkload(`${folder}/latin.yaml`, names)).toThrow(/latin\.yaml cannot be read/);
  });
});

describe("what exists is in the region of the workload", () => {
  const there = (existing: string) => `${HEAD}existing: ${existing}\n`;

  test("zones of its subnets, by name", () => {
    expect(fault(there("{ subnets: [{ id: subnet-1, kind: ipv4, az: eu-west-1a }] }"))).toMatch(
      /existing\.subnets\[0\]\.az: "eu-west-1a" is no zone of us-east-1, but of eu-west-1/,
    );
    const ids = "{ subnets: [{ id: subnet-1, kind: ipv4, az: euw1-az1 }] }";
    expect(read(there(ids)).existing?.subnets[0]?.zone).toBe("euw1-az1");
    const doubts = (text: string) =>
      planOf(text)
        .assumptions.map((each) => each.text)
        .join("\n");
    expect(doubts(there(ids))).toContain("`euw1-az1` looks like the id of a zone in eu-west-1");
    expect(doubts(there(ids.replace("euw1", "use1")))).not.toContain("looks like the id");
  });

  test("its interface endpoints, by their short or whole names", () => {
    const whole = "{ interfaceEndpoints: [com.amazonaws.us-east-1.ecr.api, ecr.api, sqs] }";
    expect(read(there(whole)).existing?.interfaceEndpoints).toEqual(["ecr.api", "sqs"]);
    expect(fault(there("{ interfaceEndpoints: [com.amazonaws.eu-west-1.sqs] }"))).toMatch(
      /is an endpoint of eu-west-1, not of us-east-1/,
    );
  });

  test("an endpoint that is not in AWS's list is said to be unknown, with its neighbours", () => {
    const plan = planOf(there("{ interfaceEndpoints: [ecr-api, sqs] }"));
    const text = planText(plan).replace(/\s+/g, " ");
    expect(text).toContain("The interface endpoint `ecr-api` of `existing` is not in AWS's list");
    expect(text).toContain("Nearest in the list: ecr.api");
    expect(text).not.toContain("endpoint `sqs` of");
  });
});

test("a peak below the average is said, and the average counts", () => {
  const yaml = (peak: string) =>
    `${HEAD.replace("kind: lambda", "{ kind: ec2-nitro, subnets: ipv4 }")}hosts:\n  - { host: api.example.com, gbPerMonth: 50000 }\n${peak}`;
  const text = (peak: string) => planText(planOf(yaml(peak))).replace(/\s+/g, " ");
  expect(text("peakMbitPerSecond: 10\n")).toContain(
    "The stated peak of 10 Mbit/s is below the average of 152.2 Mbit/s that the volumes make. The average counts.",
  );
  expect(text("peakMbitPerSecond: 200\n")).not.toContain("below the average");
  expect(text("")).not.toContain("below the average");
  const { network } = designOf(planOf(yaml("peakMbitPerSecond: 10\n")), "nat-instance");
  expect(network?.natInstances?.sharePercent).toBeGreaterThan(50);
});

test("zones are those of the region, each once", () => {
  const text = (azs: string) =>
    `region: us-east-1\nazs: [${azs}]\ncompute:\n  - { kind: lambda, subnets: ipv4 }\n`;
  expect(() => read(text("eu-west-1a, us-east-1b"))).toThrow(/azs\[0\].*no zone of us-east-1/s);
  expect(() => read(text("us-east-1a, us-east-1a"))).toThrow(/azs\[1\].*twice/s);
  expect(read(text("us-east-1a, use1-az6, us-east-1-bos-1a")).zones).toBe(3);
});
