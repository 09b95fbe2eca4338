import { observableName } from "../endpoint/placeholder.js";
import { type CapabilityFacts, capabilityOf, namesToKnow } from "./capability.js";
import type { AuditGoal } from "./goal.js";
import { networkOf } from "./network-of.js";
import type { AuditReading } from "./reading.js";
import { type RuleLevels, runRules } from "./run-rules.js";
import { type ProjectIgnore, type Suppressed, suppress } from "./suppress.js";

/** The platform of tasks calls these by itself. */
const OF_PLATFORM = ["logs", "ssm", "secretsmanager", "s3", "ecr"] as const;

/** The services that something in a reading calls, and where. @param region null: not known */
export function servicesCalled(
  { calls }: Pick<AuditReading, "calls">,
  region: string | null,
): readonly { readonly service: string; readonly region: string }[] {
  const named = calls.flatMap(({ service, region: own }) => {
    const at = own ?? region;
    return service === null || at === null ? [] : [{ service, region: at }];
  });
  return region === null
    ? named
    : [...named, ...OF_PLATFORM.map((service) => ({ service, region }))];
}

/** The hostnames whose observations could matter for a reading. */
export function namesForReading(
  reading: Pick<AuditReading, "calls">,
  region: string | null,
  facts: Omit<CapabilityFacts, "observed">,
): readonly string[] {
  const hosts = reading.calls.flatMap(({ host }) => host ?? []);
  const names = namesToKnow(facts, servicesCalled(reading, region), hosts);
  return [...new Set([...names, ...namesOfPinned(reading, region, facts)])];
}

/** Names that only the versions of SDKs build that lock files pin. */
function namesOfPinned(
  { calls }: Pick<AuditReading, "calls">,
  region: string | null,
  facts: Omit<CapabilityFacts, "observed">,
): readonly string[] {
  const { pinnedSdk } = capabilityOf({ ...facts, observed: new Map() });
  const names = new Set<string>();
  for (const { sdk, service, region: own } of calls) {
    const at = own ?? region;
    if (sdk?.version == null || service === null || at === null) continue;
    const { dualstack = null } = pinnedSdk(sdk, service, at) ?? {};
    if (dualstack !== null && dualstack !== "unknown")
      names.add(observableName(dualstack.hostname));
  }
  return [...names];
}

interface FindingsRequest {
  readonly goal: AuditGoal;
  readonly region: string | null;
  readonly facts: CapabilityFacts;
  readonly rules: ReadonlyMap<string, RuleLevels>;
  readonly helpUri: (id: string) => string;
  readonly project: readonly ProjectIgnore[];
  readonly today: string;
}

/** What all rules say of a reading, with what suppresses it. */
export function findingsIn(
  reading: AuditReading,
  { goal, region, facts, rules, helpUri, project, today }: FindingsRequest,
): Suppressed {
  const capability = capabilityOf(facts);
  const context = { reading, network: networkOf(reading.resources), goal, region, capability };
  return suppress(runRules(context, rules, helpUri), { reading, project, today });
}
