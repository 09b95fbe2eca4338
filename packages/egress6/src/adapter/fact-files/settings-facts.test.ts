import { readFileSync } from "node:fs";
import type { SdkFacts, ToolFacts } from "@egress6/core/facts/sdk-facts";
import { versionSupport } from "@egress6/core/facts/version-interval";
import { findSdk } from "@egress6/core/settings/read/find-sdk";
import { TARGETS } from "@egress6/core/settings/write/targets";
import { describe, expect, test } from "vitest";
import { DATA_FOLDER } from "../../data-folder.js";
import { loadCatalog } from "../botocore/load-catalog.js";
import { lintSettings } from "./lint-settings.js";
import { lintToolFacts } from "./lint-tools.js";
import { loadSdkFacts, sdksSchema } from "./sdk-facts.js";
import { loadToolFacts, toolsSchema } from "./tool-facts.js";

const { sdks, settings } = loadSdkFacts();
const tools = loadToolFacts();
const boto3 = findSdk(sdks, "boto3").sdk;

describe("the shipped facts", () => {
  test("are clean", () => {
    expect(lintSettings(sdks, tools, "2026-12-01", settings)).toEqual([]);
  });

  test("cover the SDKs and tools that people use", () => {
    expect(sdks.length).toBeGreaterThanOrEqual(19);
    expect(tools.length).toBeGreaterThanOrEqual(30);
    expect(settings.map(({ env }) => env)).toContain("AWS_USE_DUALSTACK_ENDPOINT");
  });

  test.each([
    ["sdks", sdksSchema],
    ["tools", toolsSchema],
  ])("%s have the JSON Schema that their type gives", (name, schema) => {
    const written = readFileSync(new URL(`schema/${name}.schema.json`, DATA_FOLDER), "utf8");
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(schema())));
  });
});

test.each([
  ["boto3", "1.19.12", "dualstack", "no"],
  ["boto3", "1.20.0", "dualstack", "yes"],
  ["boto3", "1.20.0", "endpoint-url", "no"],
  ["boto3", "1.28.0", "endpoint-url", "yes"],
  ["js-v3", "3.39.0", "dualstack", "no"],
  ["js-v3", "3.40.0", "dualstack", "yes"],
  ["java-v2", "2.17.78", "fips", "no"],
  ["ruby-3", "3.178.0", "endpoint-url", "yes"],
  // The first version that reads it is not known; this one does.
  ["cli-v2", "2.2.0", "imds-mode", "unknown"],
  ["cli-v2", "2.3.0", "imds-mode", "yes"],
  ["php-3", "3.300.0", "dualstack", "unknown"],
] as const)("%s %s reads the setting %s: %s", (sdk, version, setting, answer) => {
  const { versions } = findSdk(sdks, sdk).sdk.settings[setting];
  expect(versionSupport(version, versions)).toBe(answer);
});

describe("an SDK", () => {
  test.each([
    ["python", "boto3", null],
    ["JS@3.700.0", "js-v3", "3.700.0"],
    ["AWS CLI v2", "cli-v2", null],
  ])("is found as %s", (text, id, version) => {
    const found = findSdk(sdks, text);
    expect([found.sdk.id, found.version]).toEqual([id, version]);
  });

  test.each([
    ...["go-v2@", "go-v2@latest", "go-v2@-1", "go-v2@.1", "go-v2@1..2", "go-v2@1.2.", "go-v2@x1"],
  ])("is not found as %s: that is no version", (text) => {
    expect(() => findSdk(sdks, text)).toThrow(/is not a version of go-v2.*leave it out/);
  });

  test("that is not known: the error names the nearest", () => {
    expect(() => findSdk(sdks, "pyton")).toThrow(/no SDK "pyton".*Nearest: boto3/);
  });
});

describe("lint of names", () => {
  test("names a setting that no parser would keep", () => {
    const [first] = settings;
    if (first === undefined) throw new Error("no settings");
    const added = { ...first, env: "AWS_NEW_SETTING", configKey: "new_setting" };
    expect(lintSettings([], [], "2026-11-30", [added])).toEqual([
      "dualstack: AWS_NEW_SETTING is not in SETTINGS",
      "dualstack: new_setting is not in SETTINGS",
    ]);
    const regionVariables = { ...boto3.regionVariables, value: ["NEW_REGION"] };
    expect(lintSettings([{ ...boto3, regionVariables }], [], "2026-12-01")).toEqual([
      "boto3: NEW_REGION is not in SETTINGS",
    ]);
  });
});

describe("lint", () => {
  const dualstack = boto3.settings.dualstack;
  const sdk = (extra: Partial<SdkFacts>): SdkFacts => ({ ...boto3, ...extra });
  const withDualstack = (extra: object): SdkFacts =>
    sdk({ settings: { ...boto3.settings, dualstack: { ...dualstack, ...extra } } });

  test.each([
    [
      "out of order",
      [sdk({ id: "b" }), sdk({ id: "a", aliases: [] })],
      "a comes after b: sort by id",
    ],
    ["with a name of another", [boto3, sdk({ id: "c" })], "c: the name python is taken by boto3"],
    [
      "from the future",
      [withDualstack({ date: "2027-01-01" })],
      "boto3.dualstack: the date 2027-01-01 is after today, 2026-11-25",
    ],
    [
      "with versions of what it does not honour",
      [withDualstack({ value: "no", readFrom: [] })],
      "boto3.dualstack: no, with 1 version intervals",
    ],
    [
      "with an interval that ends before it begins",
      [withDualstack({ versions: [{ from: "2.0", to: "1.9" }] })],
      "boto3.dualstack: from 2.0 to 1.9 is no interval",
    ],
    [
      "with intervals that overlap",
      [
        withDualstack({
          versions: [
            { from: "1.0", to: "3.0" },
            { from: "2.0", to: null },
          ],
        }),
      ],
      "boto3.dualstack: the interval from 2.0 overlaps the one before",
    ],
  ])("names an SDK %s", (_what, list, problem) => {
    expect(lintSettings(list, [], "2026-11-25")).toContain(problem);
  });

  test("names calls, forms and targets of a tool that are not there", () => {
    const [tool] = tools;
    if (tool === undefined) throw new Error("no tools");
    const form = { id: "f", title: "F", fileName: "f", language: "sh" } as const;
    const blocks = [{ for: "sts", lines: ["x"] }];
    const wrong: readonly ToolFacts[] = [
      {
        ...tool,
        calls: [{ service: "abacus" }, { service: "ssm", name: "abacus" }],
        writes: undefined,
      },
      { ...tool, setting: "x", writes: { by: "url", forms: [{ ...form, blocks }] }, calls: [] },
      { ...tool, writes: { by: "target", target: "ecr", form: "abacus" } },
    ];
    expect(lintToolFacts(wrong, loadCatalog(), TARGETS)).toEqual([
      `${tool.id}: abacus is not a service of the catalog`,
      `${tool.id}: abacus is no additional endpoint of ssm`,
      `${tool.id}: a form is for sts, which is not among its calls`,
      `${tool.id}: the target ecr has no form abacus`,
    ]);
    expect(lintToolFacts(tools, loadCatalog(), TARGETS)).toEqual([]);
  });

  test("names a tool without a setting that has versions of it", () => {
    const [tool] = tools;
    if (tool === undefined) throw new Error("no tools");
    expect(
      lintSettings(
        [],
        [{ ...tool, setting: null, versions: [{ from: "1", to: null }] }],
        "2026-12-01",
      ),
    ).toEqual([`${tool.id}: no setting, yet versions of it`]);
  });
});
