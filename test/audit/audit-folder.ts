import type { AuditGoal } from "../../packages/core/src/audit/goal.js";
import { awsNames } from "../../packages/core/src/audit/source/aws-names.js";
import {
  type NameSupport,
  type Support,
  UNOBSERVED,
} from "../../packages/core/src/verdict/support.js";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadAuditFacts } from "../../packages/egress6/src/adapter/fact-files/audit-facts.js";
import { loadAuditRules } from "../../packages/egress6/src/adapter/fact-files/audit-rules.js";
import { loadIdentifyNames } from "../../packages/egress6/src/adapter/fact-files/identify-names.js";
import { loadTerraformModules } from "../../packages/egress6/src/adapter/fact-files/terraform-modules.js";
import { readAudit } from "../../packages/egress6/src/adapter/iac/read-audit.js";
import { loadShippedPrices } from "../../packages/egress6/src/adapter/price-list/price-file.js";
import { runAudit } from "../../packages/egress6/src/app/run-audit.js";

const DAY = Date.UTC(2026, 10, 30);

/** What was observed of names: `both`, `ipv4`, or `none` of them exists. */
export function observed(
  names: Readonly<Record<string, "both" | "ipv4" | "none">>,
): ReadonlyMap<string, NameSupport> {
  const state = (known: Support) => ({ ...UNOBSERVED, known, since: DAY, lastConfirmed: DAY });
  return new Map(
    Object.entries(names).map(([name, what]) => [
      name,
      {
        ipv4: state(what === "none" ? "no" : "yes"),
        ipv6: state(what === "both" ? "yes" : "no"),
      },
    ]),
  );
}

/** Audits a folder through the real readers. */
export function auditFolder(
  folder: string,
  given: {
    goal?: AuditGoal;
    region?: string | null;
    support?: ReadonlyMap<string, NameSupport>;
  } = {},
) {
  const catalog = loadCatalog();
  const { support = new Map<string, NameSupport>() } = given;
  return runAudit({
    reading: readAudit({
      paths: [folder],
      cwd: folder,
      inputFolder: folder,
      planFiles: [],
      variableFiles: [],
      parameterFiles: [],
      modules: loadTerraformModules().modules,
      names: awsNames(catalog, loadIdentifyNames()),
      region: given.region === undefined ? "eu-central-1" : given.region,
    }),
    goal: given.goal ?? "dual-stack",
    region: given.region === undefined ? "eu-central-1" : given.region,
    facts: loadAuditFacts(catalog, loadShippedPrices()),
    rules: loadAuditRules().rules,
    helpUri: (id) => `https://example.com/${id}`,
    findSupport: async () => ({ support, witnesses: [] }),
    now: () => DAY,
    project: [],
    baseline: null,
    before: null,
  });
}
