import { nat64PrefixText } from "../../address/nat64.js";
import type { HostObservations } from "../host-observations.js";
import { REMEDIES } from "../remedies.js";
import { type Finding, finding, NOT_FINISHED } from "../step.js";
import type { TargetResult } from "../target.js";
import { attemptWords } from "../words.js";

/** Whether resolvers make IPv6 addresses of IPv4 ones, and whether these lead anywhere. */
export function dns64Finding(
  { resolvers }: Pick<HostObservations, "resolvers">,
  targets: readonly TargetResult[] | null,
): Finding {
  if (resolvers === null) return NOT_FINISHED;
  const prefixes = [
    ...new Set(
      resolvers.flatMap(({ nat64Prefix }) =>
        nat64Prefix === null ? [] : [nat64PrefixText(nat64Prefix)],
      ),
    ),
  ];
  if (prefixes.length === 0) {
    return resolvers.some(({ state }) => state === "answers")
      ? finding("ok", "none here: names with IPv4 addresses only stay without IPv6")
      : finding("unknown", "no resolver said");
  }
  const made = `makes addresses in ${prefixes.join(", ")}`;
  if (targets === null) return finding("unknown", `${made}; not finished`);
  const attempts = nat64Attempts(targets);
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
    remedy: REMEDIES.nat64Route,
  });
}

export function isNat64Broken(targets: readonly TargetResult[]): boolean {
  const attempts = nat64Attempts(targets);
  return attempts.length > 0 && attempts.every(({ tcp }) => tcp.kind !== "connected");
}

function nat64Attempts(targets: readonly TargetResult[]) {
  return targets.flatMap(({ names }) =>
    names.flatMap(({ probe }) => (probe.nat64 === null ? [] : [probe.nat64])),
  );
}
