import { endpointOf } from "../endpoint/catalog.js";
import { type EvidenceBase, evidenceFor, type StatedEvidence } from "../evidence/evidence.js";
import type { Destination } from "./destination.js";
import type { PlanInput } from "./plan-input.js";

/** What others say of a destination of which it is not known whether it has IPv6. Never counted. */
export interface StatedName extends StatedEvidence {
  readonly hostname: string;
  /** Whether SDKs call that name only when the dual-stack setting is on. */
  readonly needsSetting: boolean;
}

/** @returns null for what is known, and for calls and hosts of which nobody says anything */
export function statedName(
  { kind, service, region, ipv6 }: Destination,
  { catalog }: Pick<PlanInput, "catalog">,
  evidence: EvidenceBase,
): StatedName | null {
  if (kind !== "service" || service === null || region === null) return null;
  const about = catalog.services.find(({ cliName }) => cliName === service);
  if (ipv6.support !== "unknown" || about === undefined) return null;
  for (const variant of ["default", "dualstack"] as const) {
    const stated = evidenceFor(evidence, service, region, variant);
    const hostname = endpointOf(catalog, about, region, variant)?.hostname;
    if (stated !== null && hostname !== undefined) {
      return { ...stated, hostname, needsSetting: variant === "dualstack" };
    }
  }
  return null;
}
