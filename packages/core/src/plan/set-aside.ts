import type { Destination } from "./destination.js";

/** A destination that the plan leaves out, because it has no address. */
export interface SetAside {
  readonly destination: Destination;
  /** `ghcr.io does not exist: left out.` */
  readonly text: string;
}

/**
 * Whether it was looked up and has no address of either family, so that no design reaches it. Of a service that has an
 * endpoint in the VPC this says nothing, and platforms choose their names themselves.
 */
export function isSetAside({
  kind,
  ipv4,
  ipv6,
  endpoints,
  hasGateway,
}: Pick<Destination, "kind" | "ipv4" | "ipv6" | "endpoints" | "hasGateway">): boolean {
  return (
    kind !== "platform" &&
    ipv4 === "no" &&
    ipv6.support === "no" &&
    ipv6.basis === "observed" &&
    endpoints.length === 0 &&
    !hasGateway
  );
}

export const setAsideOf = (
  destinations: readonly Destination[],
  doesNotExist: (name: string) => boolean,
): readonly SetAside[] =>
  destinations.filter(isSetAside).map((destination) => {
    const { ipv6, name, kind } = destination;
    const which = kind === "host" ? name : `${name} (${ipv6.name})`;
    const why = doesNotExist(ipv6.name) ? "does not exist" : "has no address";
    return { destination, text: `${which} ${why}: left out.` };
  });
