import type { AuditContext, CodeHit } from "../code-rule.js";
import type { AuditCompute } from "../network.js";

/** Whether something reaches hosts that have IPv4 only, once the goal is met. */
export function ipv4PathOf(
  compute: AuditCompute | null,
  { goal }: AuditContext,
): "none" | "some" | "unknown" {
  if (compute === null) return "unknown";
  const { kind } = compute.ipv4Path;
  if (kind === "unknown") return "unknown";
  if (kind === "not-in-vpc") return "some";
  if (goal === "ipv6-only" || (goal === "no-nat" && kind === "nat")) return "none";
  return kind === "none" ? "none" : "some";
}

/** The level of rules that are errors only where nothing carries IPv4. */
export function caseOfPath(path: "none" | "some" | "unknown" | "build"): Pick<CodeHit, "when"> {
  return path === "none" ? {} : { when: "has-ipv4-path" };
}
