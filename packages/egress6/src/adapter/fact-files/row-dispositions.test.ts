import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DATA_FOLDER } from "../../data-folder.js";
import { loadFacts, loadRowDispositions } from "./facts.js";
import { loadSdkFacts } from "./sdk-facts.js";

/** First and last number of the rows `N…` of the review of 2026-11-30. */
const NUMBERED = [
  [1, 7],
  [10, 35],
  [40, 78],
];

/** Its rows on settings, `S.SDK.KEY`. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  "cli-v2": ["switchAndUrl", "booleanSpelling", "imdsModeSpelling", "sqsQueueUrl"],
  rust: [
    "booleanSpelling",
    "imdsModeSpelling",
    "sqsQueueUrl",
    "switchAndUrl",
    "s3GlobalName",
    "regionVariables",
  ],
  kotlin: ["booleanSpelling", "imdsModeSpelling", "s3GlobalName", "switchAndUrl", "sqsQueueUrl"],
  "ruby-3": ["booleanSpelling", "imdsModeSpelling", "s3GlobalName", "sqsQueueUrl"],
  "js-v2": [
    "booleanSpelling",
    "imdsModeSpelling",
    "switchAndUrl",
    "s3GlobalName",
    "regionVariables",
  ],
  "js-v3": ["s3GlobalName"],
  "go-v1": [
    "booleanSpelling",
    "imdsModeSpelling",
    "switchAndUrl",
    "sqsQueueUrl",
    "s3GlobalName",
    "regionVariables",
  ],
  "go-v2": ["imdsModeSpelling", "sqsQueueUrl", "s3GlobalName"],
  "java-v2": ["booleanSpelling", "imdsModeSpelling", "s3GlobalName", "sqsQueueUrl"],
  "dotnet-4": [
    "booleanSpelling",
    "imdsModeSpelling",
    "switchAndUrl",
    "sqsQueueUrl",
    "s3GlobalName",
  ],
  "dotnet-3": [
    "switchAndUrl",
    "booleanSpelling",
    "imdsModeSpelling",
    "sqsQueueUrl",
    "s3GlobalName",
  ],
  "php-3": ["booleanSpelling", "sqsQueueUrl", "switchAndUrl", "imdsModeSpelling", "s3GlobalName"],
  cpp: [
    "s3GlobalName",
    "regionVariables",
    "dualstack",
    "booleanSpelling",
    "imdsModeSpelling",
    "sqsQueueUrl",
    "switchAndUrl",
  ],
  "powershell-4": [
    "booleanSpelling",
    "imdsModeSpelling",
    "switchAndUrl",
    "sqsQueueUrl",
    "s3GlobalName",
  ],
  "powershell-5": [
    "booleanSpelling",
    "imdsModeSpelling",
    "switchAndUrl",
    "sqsQueueUrl",
    "s3GlobalName",
  ],
  swift: ["booleanSpelling", "imdsModeSpelling", "sqsQueueUrl", "s3GlobalName"],
  "java-v1": ["booleanSpelling", "switchAndUrl", "imdsModeSpelling", "s3GlobalName"],
};

const ROW_IDS = [
  ...NUMBERED.flatMap(([first = 0, last = 0]) =>
    Array.from(
      { length: last - first + 1 },
      (_, index) => `N${String(first + index).padStart(2, "0")}`,
    ),
  ),
  ...Object.entries(SETTINGS).flatMap(([sdk, keys]) => keys.map((key) => `S.${sdk}.${key}`)),
];

const dispositions = loadRowDispositions();
const facts = loadFacts();
const { sdks } = loadSdkFacts();

/** Ids of the entries of a file of `data/`. */
function entriesOf(file: string): ReadonlySet<string> {
  const content = JSON.parse(readFileSync(new URL(file, DATA_FOLDER), "utf8"));
  const listed = Object.values<unknown>(content).filter(Array.isArray).flat();
  const ids = listed.flatMap(({ id, host, service, settings, ...facts }) => [
    id ?? host ?? service,
    ...[...Object.keys(settings ?? {}), ...Object.keys(facts)].map((key) => `${id}.${key}`),
  ]);
  const named = Array.isArray(content.services) ? [] : Object.keys(content.services ?? {});
  return new Set([...ids, ...named]);
}

describe("the review of 2026-11-30", () => {
  test("has 150 rows, and each is applied or declined", () => {
    expect(ROW_IDS).toHaveLength(150);
    expect([...dispositions.keys()].sort()).toEqual([...ROW_IDS].sort());
  });

  test("every row on AWS is a fact, under its own id", () => {
    const ids = facts.map(({ id }) => id).filter((id) => id.startsWith("N"));
    const rows = ROW_IDS.filter((id) => id.startsWith("N"));
    // Later reading adds more, behind them.
    expect(ids.slice(0, rows.length)).toEqual(rows);
  });

  test("what a row was applied in is there", () => {
    for (const disposition of dispositions.values()) {
      if ("declined" in disposition) continue;
      for (const place of disposition.appliedIn) {
        const [file = "", entry = ""] = place.split("#");
        expect(entriesOf(file), place).toContain(entry);
      }
    }
  });

  test("a row that nobody has confirmed changes no other entry", () => {
    const unverified = facts.filter(({ confidence }) => confidence === "unverified");
    expect(unverified.map(({ id }) => id)).toEqual(["N06", "N17"]);
    for (const { id } of unverified) {
      expect(dispositions.get(id)).toEqual({ appliedIn: [`facts.json#${id}`] });
    }
  });

  test("a row on a setting is the fact of that setting, by source code", () => {
    for (const [id, disposition] of dispositions) {
      if (!id.startsWith("S.") || "declined" in disposition) continue;
      expect(disposition.appliedIn).toEqual([`sdks.json#${id.slice(2)}`]);
      const [, sdkId = "", key = ""] = id.split(".");
      const sdk = sdks.find((each) => each.id === sdkId);
      const { [key]: fact } = { ...sdk, ...sdk?.settings } as Readonly<Record<string, unknown>>;
      expect(fact, id).toHaveProperty("source", expect.stringMatching(/github\.com|npmjs\.com/));
    }
  });
});
