import type { NameEvidence } from "../verdict/readiness.js";
import type { SupportState } from "../verdict/support.js";

/** `observed 2026-11-24 14:02 UTC by 192.0.2.53`, or that it was not. @param name null: there is none */
export function observedWords(name: NameEvidence | null): string {
  return name === null ? "not observed" : stateWords(name.states.ipv6);
}

function stateWords({ lastConfirmed, lastChecked, lastResolver }: SupportState): string {
  if (lastConfirmed === null) return "not observed";
  // The resolver asked last may be another one than the one that confirmed.
  const by = lastChecked === lastConfirmed && lastResolver !== null ? ` by ${lastResolver}` : "";
  return `observed ${utcMinute(lastConfirmed)}${by}`;
}

/** `2026-11-24 14:02 UTC`. @param ms since the epoch */
function utcMinute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
