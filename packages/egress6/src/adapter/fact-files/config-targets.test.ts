import { readFileSync } from "node:fs";
import { TARGETS } from "@egress6/core/settings/write/targets";
import { describe, expect, test } from "vitest";
import { DATA_FOLDER } from "../../data-folder.js";
import { configTargetsSchema, lintTargetFacts, loadTargetFacts } from "./config-targets.js";

const facts = loadTargetFacts();
const ids = TARGETS.map(({ id }) => id);

describe("the sources of the targets", () => {
  test("are there for every target, and for no other", () => {
    expect(lintTargetFacts(facts, ids, "2026-11-25")).toEqual([]);
  });

  test("have the JSON Schema that their type gives", () => {
    const written = readFileSync(new URL("schema/config-targets.schema.json", DATA_FOLDER), "utf8");
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(configTargetsSchema())));
  });

  test("come from the tool's own entry where there is one", () => {
    expect(facts.get("ssm-agent")?.source).toContain("amazon-ssm-agent");
  });

  test("that are missing, needless or of the future are named", () => {
    expect(lintTargetFacts(facts, [...ids, "abacus"], "2026-11-25")).toEqual([
      "abacus: has no source yet",
    ]);
    expect(lintTargetFacts(facts, ids.slice(1), "2026-11-25")).toEqual([
      "env: there is no such target",
    ]);
    expect(lintTargetFacts(facts, ids, "2026-11-24")).toContain(
      "env: the date 2026-11-25 is after today, 2026-11-24",
    );
  });
});
