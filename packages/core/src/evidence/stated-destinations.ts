import { endpointOf } from "../endpoint/catalog.js";
import type { Destination } from "../plan/destination.js";
import type { PlanInput } from "../plan/plan-input.js";
import type { Plan } from "../plan/plan-workload.js";
import type { Section } from "../plan/section.js";
import { type EvidenceBase, evidenceFor, type StatedEvidence } from "./evidence.js";
import { uncheckedText } from "./evidence-words.js";

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

/** What others say of destinations that are unknown; beside the plan, which does not know it. */
export function statedSections(
  { destinations, input }: Plan,
  evidence: EvidenceBase,
): readonly Section[] {
  const stated = destinations.flatMap((each) => statedName(each, input, evidence) ?? []);
  if (stated.length === 0) return [];
  const unknown = destinations.filter(({ ipv6 }) => ipv6.support === "unknown").length;
  return [
    {
      title: "Not counted: what others say",
      isDetail: true,
      lines: [
        `If it holds, it decides ${stated.length} of the ${unknown} destinations of which it is unknown whether they have IPv6. Look with --live.`,
      ],
      items: stated.map(({ hostname, needsSetting, ...said }) => ({
        text: `${hostname}: ${uncheckedText(said)}${needsSetting ? "; needs the dual-stack setting" : ""}`,
        under: [],
      })),
    },
  ];
}
