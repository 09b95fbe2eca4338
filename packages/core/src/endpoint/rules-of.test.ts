import { describe, expect, test } from "vitest";
import type { Catalog } from "./catalog.js";
import { parseCatalog } from "./catalog.js";
import { areRulesOld, rulesCurrentOn, rulesOf, rulesText } from "./rules-of.js";

const catalog = (more: object): Catalog =>
  parseCatalog({
    format: 1,
    rules: { source: "botocore", version: "1.43.62", date: "2026-07-31" },
    ...more,
    patterns: {},
    partitions: {},
    services: {
      backup: { id: "Backup", name: "AWS Backup", names: {} },
      "resource-groups": {
        id: "Resource Groups",
        name: "AWS Resource Groups",
        names: {},
        rules: "3.1175.0 2026-11-21",
      },
    },
  });

const checked = catalog({ clientsChecked: "2026-11-30" });
const [backup, groups] = checked.services;
if (backup === undefined || groups === undefined) throw new Error("two services");
const on = (day: string) => Date.parse(day);

describe("the rules of a service", () => {
  test("are those of its client where that is newer", () => {
    expect(rulesText(rulesOf(checked, backup))).toBe("botocore 1.43.62, 2026-07-31");
    expect(rulesText(rulesOf(checked, groups))).toBe(
      "@aws-sdk/client-resource-groups 3.1175.0, 2026-11-21",
    );
  });

  test("are current on the day on which a newer client was looked for", () => {
    expect(rulesCurrentOn(checked, backup)).toBe("2026-07-31");
    expect(rulesCurrentOn(checked, groups)).toBe("2026-11-30");
  });

  test("are old after 60 days, and not known to be old without a date", () => {
    expect(areRulesOld(checked, backup, on("2026-09-29"))).toBe(false);
    expect(areRulesOld(checked, backup, on("2026-10-01"))).toBe(true);
    expect(areRulesOld(checked, groups, on("2027-01-29"))).toBe(false);
    expect(areRulesOld(checked, groups, on("2027-02-01"))).toBe(true);
    const undated = catalog({ rules: { source: "botocore", version: "unknown" } });
    expect(areRulesOld(undated, backup, on("2030-01-01"))).toBe(false);
  });
});
