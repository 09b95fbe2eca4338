import { readFileSync } from "node:fs";
import { TARGETS } from "@egress6/core/settings/write/targets";
import { describe, expect, test } from "vitest";
import { DATA_FOLDER } from "../../data-folder.js";
import { loadCatalog } from "../botocore/load-catalog.js";
import { configTargetsSchema, lintTargetFacts, loadTargetFacts } from "./config-targets.js";

const facts = loadTargetFacts();
const ids = TARGETS.map(({ id }) => id);
const services = new Set(loadCatalog().services.map(({ cliName }) => cliName));

describe("the sources of the targets", () => {
  test("are there for every target, and for no other", () => {
    expect(lintTargetFacts(facts, ids, services, "2026-12-01")).toEqual([]);
  });

  test("have the JSON Schema that their type gives", () => {
    const written = readFileSync(new URL("schema/config-targets.schema.json", DATA_FOLDER), "utf8");
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(configTargetsSchema())));
  });

  test("come from the tool's own entry where there is one", () => {
    expect(facts.get("ssm-agent")?.source).toContain("amazon-ssm-agent");
  });

  test("that are missing, needless or of the future are named", () => {
    expect(lintTargetFacts(facts, [...ids, "abacus"], services, "2026-12-01")).toEqual([
      "abacus: has no source yet",
    ]);
    expect(lintTargetFacts(facts, ids.slice(1), services, "2026-12-01")).toEqual([
      "env: there is no such target",
    ]);
    expect(lintTargetFacts(facts, ids, services, "2026-11-24")).toContain(
      "env: the date 2026-11-25 is after today, 2026-11-24",
    );
  });

  test("name services of the catalog only", () => {
    const known = new Set([...services].filter((service) => service !== "ds-data"));
    expect(lintTargetFacts(facts, ids, known, "2026-12-01")).toEqual([
      "terraform-provider: ds-data is not a service of the catalog",
      "terraform-provider: ds-data is not a service of the catalog",
    ]);
  });
});
