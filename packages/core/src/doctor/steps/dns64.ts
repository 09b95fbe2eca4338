import { nat64PrefixAround, WELL_KNOWN_PREFIX } from "../../address/nat64.js";
import { nameOf } from "../conclude/lying-resolver.js";
import { REMEDIES, type Remedy } from "../conclude/remedies.js";
import type { HostObservations, ResolverObservation } from "../host-observations.js";
import { finding, NOT_FINISHED, type StepFinding } from "../step.js";
import type { TargetResult } from "../target.js";
import { attemptWords } from "../words.js";

/** Whether resolvers make IPv6 addresses of IPv4 ones, and whether these lead anywhere. */
export function dns64Finding(
  { resolvers }: Pick<HostObservations, "resolvers">,
  targets: readonly TargetResult[] | null,
): StepFinding {
  if (resolvers === null) return NOT_FINISHED;
  const attempts = nat64Attempts(targets ?? []);
  const prefixes = [...new Set([...prefixesOf(resolvers), ...prefixesTried(resolvers, targets)])];
  if (prefixes.length === 0) {
    return resolvers.some(({ witness }) => witness?.state === "vetted")
      ? finding("ok", "none here: names with IPv4 addresses only stay without IPv6")
      : finding("unknown", "unknown: no resolver answered that could be vetted");
  }
  const made = `makes addresses in ${prefixes.join(", ")}`;
  if (targets === null) return finding("unknown", `${made}; not finished`);
  const isConnected = attempts.some(({ tcp }) => tcp.kind === "connected");
  const details = attempts.map((attempt) => attemptWords(attempt));
  if (isConnected) {
    const cost = "What goes there passes a NAT gateway, which charges for every gigabyte.";
    return finding("note", `${made}, and NAT64 answers there`, { details: [...details, cost] });
  }
  if (attempts.length === 0) {
    return finding("unknown", `${made}; no name here needs it, so the way there was not tried`);
  }
  return finding("failed", `${made}, and nothing answers there`, {
    details,
    remedy: nat64Remedy(resolvers, targets),
  });
}

export function isNat64Broken(targets: readonly TargetResult[]): boolean {
  const attempts = nat64Attempts(targets);
  return attempts.length > 0 && attempts.every(({ tcp }) => tcp.kind !== "connected");
}

/** What to do where addresses that DNS64 synthesized lead nowhere. */
export function nat64Remedy(
  resolvers: readonly ResolverObservation[],
  targets: readonly TargetResult[],
): Remedy {
  const [prefix] = prefixesTried(resolvers, targets).filter((tried) => tried !== WELL_KNOWN_PREFIX);
  if (prefix === undefined) return REMEDIES.nat64Route;
  const maker = resolvers.find(({ witness }) => witness?.nat64Prefixes.includes(prefix))?.witness;
  const who = maker == null ? "A resolver" : `The resolver ${nameOf(maker)}`;
  return {
    text: `${who} makes addresses in ${prefix}, and this host has no working route there. That is not the DNS64 of a VPC: ask whoever runs it for the route to its NAT64, or name the VPC's resolver in /etc/resolv.conf. Try that one first:`,
    command: "egress6 doctor --resolver '[fd00:ec2::253]:53'",
  };
}

/** In which synthesized addresses lie that were tried, such as `64:ff9b::/96`. */
export function prefixesTried(
  resolvers: readonly ResolverObservation[],
  targets: readonly TargetResult[] | null,
): readonly string[] {
  const found = prefixesOf(resolvers);
  const tried = nat64Attempts(targets ?? []).flatMap(
    ({ address }) => nat64PrefixAround(address, found) ?? [],
  );
  return [...new Set(tried)];
}

/** From which resolvers make addresses. */
export function prefixesOf(resolvers: readonly ResolverObservation[]): readonly string[] {
  return [...new Set(resolvers.flatMap(({ witness }) => witness?.nat64Prefixes ?? []))];
}

function nat64Attempts(targets: readonly TargetResult[]) {
  return targets.flatMap(({ names }) =>
    names.flatMap(({ probe }) => (probe.nat64 === null ? [] : [probe.nat64])),
  );
}
