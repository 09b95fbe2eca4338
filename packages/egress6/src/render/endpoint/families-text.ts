import type { StatedEvidence } from "@egress6/core/evidence/evidence";
import { EVIDENCE_WORDS } from "@egress6/core/evidence/evidence-words";
import type { OutcomeKind } from "@egress6/core/observation/outcome";
import type { ObservedName } from "@egress6/core/settings/resolve/explain-endpoint";
import type { Support } from "@egress6/core/verdict/support";
import { supportTone, toned } from "../style.js";
import { ageText } from "./age-text.js";

/**
 * Over what a name answers, and since when that is known.
 * @param evidence what others say of it: said where nobody asked from here
 */
export function familiesText(
  name: ObservedName,
  now: number,
  evidence: StatedEvidence | null,
): string {
  if (name.outcomes.aaaa === null) {
    return evidence === null
      ? ""
      : `IPv6: ${EVIDENCE_WORDS[evidence.says].by} on ${evidence.date}; not observed`;
  }
  const { ipv4, ipv6, outcomes, privateAddresses } = name;
  if (privateAddresses.length > 0) return `private here: ${privateAddresses.join(", ")}`;
  const why = (support: Support, outcome: OutcomeKind | null) =>
    toned(
      supportTone(support),
      support === "unknown" && outcome !== null ? `unknown: ${outcome}` : support,
    );
  return `IPv4 ${why(ipv4, outcomes.a)}, IPv6 ${why(ipv6, outcomes.aaaa)} (${seenText(name, now)})`;
}

/** `3 days ago`. */
export function seenText(
  { confirmedAt, checkedAt }: Pick<ObservedName, "confirmedAt" | "checkedAt">,
  now: number,
): string {
  const at = confirmedAt ?? checkedAt;
  return at === null ? "at an unknown time" : ageText(at, now);
}
