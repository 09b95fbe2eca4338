import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadAuditExamples } from "../../packages/egress6/src/adapter/fact-files/audit-examples.js";
import { loadAuditRules } from "../../packages/egress6/src/adapter/fact-files/audit-rules.js";
import { explainMarkdown, rulesMarkdown } from "../../packages/egress6/src/render/audit/explain.js";
import { egress6 } from "../catalog/run-in-process.js";

const FOLDER = fileURLToPath(new URL("../../docs/audit/", import.meta.url));
const rules = [...loadAuditRules().rules.values()];

describe("the pages of the rules", () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))(
    "%s is as the data has it",
    (id, rule) => {
      expect(readFileSync(`${FOLDER}${id}.md`, "utf8")).toBe(
        explainMarkdown(rule, loadAuditExamples(id)),
      );
    },
  );

  test("there is a page for each rule, and a list", () => {
    const expected = [...rules.map(({ id }) => `${id}.md`), "README.md"].toSorted();
    expect(readdirSync(FOLDER).toSorted()).toEqual(expected);
    expect(readFileSync(`${FOLDER}README.md`, "utf8")).toBe(rulesMarkdown(rules));
  });
});

describe("--explain", () => {
  test("says what a rule is about, with examples and sources", async () => {
    const { code, stdout } = await egress6(["audit", "--explain", "e6107"]);
    expect(code).toBe(0);
    for (const part of ["E6107", "Why:", "Looks for:", "enable_dns64", "EnableDns64", "https://"])
      expect(stdout).toContain(part);
  });

  test("names the rules that there are", async () => {
    const { code, stderr } = await egress6(["audit", "--explain", "E9999"]);
    expect(code).toBe(2);
    expect(stderr).toContain("E6101, E6102");
  });
});
