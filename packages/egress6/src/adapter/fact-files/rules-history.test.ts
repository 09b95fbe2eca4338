import { endpointOf } from "@egress6/core/endpoint/catalog";
import { nameOfVersion } from "@egress6/core/endpoint/rules-history";
import { releaseSpan } from "@egress6/core/facts/sdk-releases";
import { describe, expect, it } from "vitest";
import { loadCatalog } from "../botocore/load-catalog.js";
import { lintRulesHistory } from "./lint-rules-history.js";
import { loadRulesHistory, loadSdkReleases } from "./rules-history.js";
import { loadSdkFacts } from "./sdk-facts.js";

const catalog = loadCatalog();
const history = loadRulesHistory();
const releases = loadSdkReleases();
const sdks = new Set(loadSdkFacts().sdks.map(({ id }) => id));
const context = { catalog, sdks, today: "2026-11-30" };
const listed = catalog.partitions.find(({ id }) => id === "aws")?.regions.map(({ id }) => id) ?? [];

const asked = (change: (typeof history.changes)[number], sdk: string, version: string) => {
  const { service, variant, region } = change;
  const about = catalog.services.find(({ cliName }) => cliName === service);
  return nameOfVersion(history, {
    service,
    variant,
    region,
    partitionRegions: listed,
    todays: (about && endpointOf(catalog, about, region, variant)?.hostname) ?? null,
    span: releaseSpan(releases, sdk, version),
    clientVersion: sdk === "js-v3" ? version : null,
    clientDate: null,
    isInBotocore: true,
  });
};
const dated = history.changes.filter(({ since }) => since !== null);

describe("the history of AWS's endpoint rules", () => {
  it("is whole, and ends in the names of the catalog", () => {
    expect(lintRulesHistory(history, releases, context)).toEqual([]);
  });

  it("answers for the botocore of every change", () => {
    for (const change of dated) {
      const name = { known: true, hostname: change.after };
      expect(asked(change, "boto3", change.since ?? "")).toMatchObject(name);
    }
  });

  it("is not known of a fifth at most, whatever release of the JavaScript SDK asks for what changed", () => {
    const table = releases.find(({ sdk }) => sdk === "js-v3")?.releases ?? [];
    const within = table.filter(({ date = "" }) => date >= "2024-01-01" && date <= "2026-07-15");
    const answers = within.flatMap(({ version }) =>
      dated.map((change) => asked(change, "js-v3", version).known),
    );
    const share = answers.filter((isKnown) => !isKnown).length / answers.length;
    expect(answers.length).toBeGreaterThan(2000);
    expect(share).toBeLessThan(0.2);
  });
});

describe("the lint of the history", () => {
  const [change] = history.changes;
  const broken = (changes: typeof history.changes) =>
    lintRulesHistory({ ...history, changes }, releases, context).join("\n");

  it.each([
    ["a gap", { before: "ecr2.eu-central-1.api.aws" }, /begins with ecr2/],
    ["a day to come", { date: "2027-01-01" }, /is after today/],
    ["a change that is none", { before: "x", after: "x" }, /changes nothing/],
    ["an end that is not the catalog's", { after: "x.api.aws" }, /the catalog builds/],
    ["a service that is none", { service: "banana" }, /no such service/],
    ["neither version nor client", { since: null }, /neither since nor client/],
  ])("names %s", (_, damage, problem) => {
    const last = history.changes.findLast(
      ({ service, variant }) => service === "ecr" && variant === "dualstack",
    );
    const changes = history.changes.map((each) => (each === last ? { ...each, ...damage } : each));
    expect(broken(changes)).toMatch(problem);
  });

  it("names releases out of order, and an SDK that is none", () => {
    expect(change).toBeDefined();
    const reversed = releases.map((each) => ({
      ...each,
      sdk: `${each.sdk}x`,
      releases: each.releases.toReversed(),
    }));
    const problems = lintRulesHistory(history, reversed, context).join("\n");
    expect(problems).toMatch(/js-v3x: out of order/);
    expect(problems).toMatch(/boto3x: no such SDK/);
  });
});
