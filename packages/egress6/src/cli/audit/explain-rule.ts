import { loadAuditExamples } from "../../adapter/fact-files/audit-examples.js";
import { loadAuditRules } from "../../adapter/fact-files/audit-rules.js";
import { explainText } from "../../render/audit/explain.js";
import { usageFault } from "../usage-fault.js";

/** @throws Egress6Error USAGE for what is no rule */
export function explainRule(id: string): string {
  const { rules } = loadAuditRules();
  const rule = rules.get(id.toUpperCase());
  if (rule === undefined) {
    throw usageFault(`No rule ${id}. Rules are: ${[...rules.keys()].join(", ")}.`);
  }
  return explainText(rule, loadAuditExamples(rule.id));
}
