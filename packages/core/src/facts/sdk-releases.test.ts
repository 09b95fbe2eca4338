import { describe, expect, it } from "vitest";
import { firstVersionWith, releaseSpan, type SdkReleases } from "./sdk-releases.js";

const TABLES: readonly SdkReleases[] = [
  { sdk: "boto3", versions: "botocore", releases: [] },
  {
    sdk: "cli-v1",
    versions: "samples",
    current: "1.46.2",
    releases: [
      { version: "1.38.33", botocore: "1.37.33" },
      { version: "1.40.26", botocore: "1.38.27" },
      { version: "1.46.2", botocore: "1.43.62" },
    ],
  },
  {
    sdk: "js-v3",
    versions: "samples",
    releases: [
      { version: "3.774.0", date: "2025-03-24" },
      { version: "3.782.0", date: "2025-04-03" },
      { version: "3.826.0", date: "2025-06-06" },
    ],
  },
];

describe("where a version stands", () => {
  it.each([
    ["boto3", "1.37.0", { by: "botocore", from: "1.37.0", to: "1.37.0" }],
    ["boto3", "1.37", null],
    ["boto3", "1.37.0rc1", null],
    ["cli-v1", "1.40.26", { by: "botocore", from: "1.38.27", to: "1.38.27" }],
    ["cli-v1", "1.39.0", { by: "botocore", from: "1.37.33", to: "1.38.27" }],
    ["cli-v1", "1.47.0", null],
    ["js-v3", "3.774.0", { by: "date", from: "2025-03-24", to: "2025-03-24" }],
    ["js-v3", "v3.777.1", { by: "date", from: "2025-03-24", to: "2025-04-03" }],
    ["js-v3", "3.700.0", null],
    ["js-v3", "3.900.0", null],
    ["go-v2", "1.30.0", null],
  ])("%s@%s: %j", (sdk, version, span) => {
    expect(releaseSpan(TABLES, sdk, version)).toEqual(span);
  });
});

describe("the first version with a change", () => {
  const ecr = { since: "1.38.6", date: "2025-05-14" };
  it.each([
    ["boto3", ecr, "1.38.6"],
    ["cli-v1", ecr, "1.40.26"],
    ["js-v3", ecr, "3.826.0"],
    ["go-v2", ecr, null],
    ["cli-v1", { ...ecr, since: null }, null],
    ["boto3", { ...ecr, since: null }, null],
  ])("of %s is %s", (sdk, change, version) => {
    expect(firstVersionWith(TABLES, sdk, change)).toBe(version);
  });
});
