import { type AddressScope, addressScope } from "../../address/ip-address.js";
import { REMEDIES } from "../conclude/remedies.js";
import type { HostAddress, HostObservations } from "../host-observations.js";
import { finding, NOT_FINISHED, type StepFinding } from "../step.js";

/** Whether the host has an address that packets to the internet can come from. */
export function addressesFinding({ addresses }: Pick<HostObservations, "addresses">): StepFinding {
  if (addresses === null) return NOT_FINISHED;
  const details = addresses.map(
    ({ address, device }) => `${device}: ${address}${SCOPE_WORDS[addressScope(address)]}`,
  );
  const ipv4 = addresses.find(
    ({ address }) => isIpv4(address) && addressScope(address) === "global",
  );
  const ipv4Words = ipv4 === undefined ? "no IPv4" : `IPv4 ${ipv4.address}`;
  const ipv6 = ipv6Source(addresses);
  if (ipv6 === null) {
    const summary = `no IPv6 address but link-local ones; ${ipv4Words}`;
    return finding("failed", summary, { details, remedy: REMEDIES.assignAddress });
  }
  const isLocal = hasUniqueLocalOnly({ addresses });
  const words = isLocal ? "IPv6 only unique local, which the internet does not route:" : "IPv6";
  return finding(
    isLocal ? "note" : "ok",
    `${words} ${ipv6.address} (${ipv6.device}); ${ipv4Words}`,
    {
      details,
    },
  );
}

/** The address that packets over IPv6 would come from: a global one, else a unique local one. */
export function ipv6Source(addresses: readonly HostAddress[]): HostAddress | null {
  const ofScope = (scope: AddressScope) =>
    addresses.find(({ address }) => !isIpv4(address) && addressScope(address) === scope);
  return ofScope("global") ?? ofScope("unique-local") ?? null;
}

/** Whether all that packets over IPv6 could come from is a unique local address. */
export function hasUniqueLocalOnly({ addresses }: Pick<HostObservations, "addresses">): boolean {
  const source = addresses === null ? null : ipv6Source(addresses);
  return source !== null && addressScope(source.address) === "unique-local";
}

function isIpv4(address: string): boolean {
  return !address.includes(":");
}

const SCOPE_WORDS: Readonly<Record<AddressScope, string>> = {
  global: "",
  "unique-local": ", unique local",
  "link-local": ", link-local",
  loopback: ", loopback",
  unknown: ", not understood",
};
