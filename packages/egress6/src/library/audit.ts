import { AUDIT_GOALS, type AuditGoal } from "@egress6/core/audit/goal";
import { rulePage } from "@egress6/core/audit/rule-page";
import { awsNames } from "@egress6/core/audit/source/aws-names";
import { Egress6Error } from "@egress6/core/errors";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadAuditFacts } from "../adapter/fact-files/audit-facts.js";
import { loadAuditRules } from "../adapter/fact-files/audit-rules.js";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";
import { loadTerraformModules } from "../adapter/fact-files/terraform-modules.js";
import { readAudit } from "../adapter/iac/read-audit.js";
import { loadShippedPrices } from "../adapter/price-list/price-file.js";
import { runAudit } from "../app/run-audit.js";
import { type AuditDocument, auditDocument } from "../render/audit/document.js";
import { type KnownNamesArguments, knownNames } from "./known-names.js";

export interface AuditArguments extends KnownNamesArguments {
  /** Left out: `dual-stack`. */
  readonly goal?: AuditGoal | undefined;
  /** Where the files do not say one. */
  readonly region?: string | undefined;
  /** Plans of `terraform show -json`. */
  readonly plan?: readonly string[] | undefined;
  /** Values of Terraform variables. */
  readonly varFile?: readonly string[] | undefined;
  /** Values of CloudFormation parameters. */
  readonly params?: readonly string[] | undefined;
  /** The folder that paths are told from; left out: that of this process. */
  readonly cwd?: string | undefined;
}

/**
 * Finds what blocks IPv6 egress in code and configuration. Comments that suppress count; project files and baselines
 * are the command's.
 * @returns what `egress6 audit --format json` prints
 * @throws Egress6Error USAGE, AUDIT_PATH, and those of the files
 */
export async function audit(
  paths: readonly string[],
  options: AuditArguments = {},
): Promise<AuditDocument> {
  const { goal = "dual-stack", region = null, cwd = process.cwd(), now = Date.now } = options;
  if (!AUDIT_GOALS.includes(goal)) {
    throw new Egress6Error("USAGE", "input", `No goal ${goal}. Goals: ${AUDIT_GOALS.join(", ")}.`);
  }
  const catalog = loadCatalog();
  const reading = readAudit({
    paths,
    cwd,
    inputFolder: cwd,
    planFiles: options.plan ?? [],
    variableFiles: options.varFile ?? [],
    parameterFiles: options.params ?? [],
    modules: loadTerraformModules().modules,
    names: awsNames(catalog, loadIdentifyNames()),
    region,
  });
  const report = await runAudit({
    reading,
    goal,
    region,
    facts: loadAuditFacts(catalog, loadShippedPrices()),
    rules: loadAuditRules().rules,
    helpUri: rulePage,
    findSupport: knownNames(options),
    now,
    project: [],
    baseline: null,
    before: null,
  });
  return auditDocument(report);
}
