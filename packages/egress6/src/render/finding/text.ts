import type { TrapFinding } from "@egress6/core/finding/find-traps";
import { placeText } from "@egress6/core/finding/place";
import { TRAP_SEVERITIES, trapFix, trapMessage } from "@egress6/core/finding/trap-words";
import { wrapText } from "../wrap-text.js";

/** What happens and where, and below it what to do. */
export function trapLines(
  { ruleId, level, message, fix, place }: TrapFinding,
  columns?: number,
): readonly string[] {
  const where = placeText(place);
  const head = `${TRAP_SEVERITIES[level].replace("-", " ")} [${ruleId}] ${where === null ? "" : `${where}: `}${trapMessage(message)}`;
  return [wrapText(head, "  ", columns), wrapText(`  ${trapFix(fix)}`, "  ", columns)];
}
