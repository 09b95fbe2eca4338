import type { Remedy } from "./remedies.js";
import { type ProbedName, privateAddresses, type TargetResult } from "./target.js";

/** For all services at once: what helps one may break another. */
export function configRemedy(results: readonly TargetResult[], region: string | null): Remedy {
  return {
    text: "Print settings that are safe for exactly these services.",
    command: `egress6 config --service ${services(results)}${regionFlag(region)} --for env --live`,
  };
}

export function labels(results: readonly TargetResult[]): string {
  return results.map(({ target }) => target.label).join(", ");
}

/** That this network answers for the name itself; null: it does not. */
export function privateWords({ hostname, probe }: ProbedName): string | null {
  const addresses = privateAddresses(probe);
  if (addresses.length === 0) return null;
  return `${hostname} is answered by private DNS from here: ${addresses.join(", ")} (interface endpoint or private zone)`;
}

/** For a command line: what is no service is left out. */
export function services(results: readonly TargetResult[]): string {
  return results
    .filter(({ target }) => target.kind === "service")
    .map(({ target }) => target.label)
    .join(",");
}

export function regionFlag(region: string | null): string {
  return region === null ? "" : ` --region ${region}`;
}
