import { readAudit } from "../../adapter/iac/read-audit.js";
import { runAudit } from "../../app/run-audit.js";
import { auditDocument } from "../../render/audit/document.js";
import type { CliContext, ExitCode } from "../context.js";
import { usageFault } from "../usage-fault.js";
import type { AuditOptions } from "./audit-options.js";

/** `egress6 audit`: see the command for what it does. */
export async function auditCommand(
  paths: readonly string[],
  options: AuditOptions,
  context: CliContext,
): Promise<ExitCode> {
  if (paths.length === 0 && options.plan === undefined) {
    throw usageFault("Name what to audit, for example `egress6 audit .`");
  }
  const reading = readAudit({ paths, cwd: context.cwd, variableFiles: options.varFile ?? [] });
  const { goal, region = null } = options;
  const report = runAudit({ reading, goal, region });
  context.stdout.write(`${JSON.stringify(auditDocument(report), null, 2)}\n`);
  return reading.skipped.length > 0 ? 3 : 0;
}
