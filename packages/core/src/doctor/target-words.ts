import type { Remedy } from "./conclude/remedies.js";
import { type ProbedName, privateAddresses, type TargetResult } from "./target.js";

/** For all services at once: what helps one may break another. */
export function configRemedy(results: readonly TargetResult[], region: string | null): Remedy {
  const images = results.find(({ target }) => target.endpoint?.isImageName);
  const named = services(results);
  if (named === "" && images?.ipv6Name != null) {
    return { text: `Name images after ${images.ipv6Name.hostname}.`, command: null };
  }
  const resource = results.find(
    ({ target, state }) => target.resource !== undefined && state !== "ipv6",
  );
  if (named === "" && resource !== undefined) return resourceRemedy(resource);
  return {
    text: "Print the settings that are safe for these services.",
    command: `egress6 config --service ${named}${regionFlag(region)} --for env --live`,
  };
}

/** What switches a resource whose host is not reached over IPv6. */
export function resourceRemedy({ target: { label, resource } }: TargetResult): Remedy {
  const what = `${label} is the host of one resource (${resource?.name}), and no setting of an SDK changes it.`;
  const change = resource?.change ?? null;
  return {
    text: change === null ? what : `${what} Switch the resource: ${change}.`,
    command: null,
  };
}

/** Whose name a host is, and which other one is reached over IPv6; null where that is not so. */
export function siblingWords({ target, names, ipv6Name }: TargetResult): string | null {
  const used = names.find(({ isUsed }) => isUsed);
  const { endpoint, resource } = target;
  if (used === undefined || ipv6Name === null) return null;
  if (resource !== undefined) {
    return `${used.hostname} is the host of one resource (${resource.name}); ${ipv6Name.hostname} is reached over IPv6.`;
  }
  if (endpoint === undefined) return null;
  return `${used.hostname} is the ${used.variant} hostname of ${endpoint.service} in ${endpoint.region}; ${ipv6Name.hostname} (${ipv6Name.variant}) is reached over IPv6.`;
}

export function labels(results: readonly TargetResult[]): string {
  return results.map(({ target }) => target.label).join(", ");
}

/** That this network answers for the name itself; null: it does not. */
export function privateDnsWords({ hostname, probe }: ProbedName): string | null {
  const addresses = privateAddresses(probe);
  if (addresses.length === 0) return null;
  return `${hostname} is answered by private DNS from here: ${addresses.join(", ")} (interface endpoint or private zone)`;
}

/** For a command line: what is no service is left out. */
export function services(results: readonly TargetResult[]): string {
  const names = results.flatMap(({ target: { kind, label, endpoint, resource } }) => {
    if (kind === "service") return [label];
    const isSet = endpoint !== undefined && !endpoint.isImageName && resource === undefined;
    return isSet ? [endpoint.service] : [];
  });
  return [...new Set(names)].join(",");
}

export function regionFlag(region: string | null): string {
  return region === null ? "" : ` --region ${region}`;
}
