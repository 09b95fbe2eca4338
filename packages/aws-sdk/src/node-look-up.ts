import dns from "node:dns";
import { Resolver } from "node:dns/promises";
import { BlockList } from "node:net";
import { networkInterfaces } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import type { LookUp, LookUpResult } from "./look-up.js";
import type { OutcomeKind } from "./vocabulary.js";

/** Node's error codes (those of c-ares), and what they say about the name. */
const OUTCOMES: Readonly<Record<string, OutcomeKind>> = {
  ENODATA: "nodata",
  ENOTFOUND: "nxdomain",
  EREFUSED: "refused",
  ETIMEOUT: "timeout",
  // We cancel when the time is over.
  ECANCELLED: "timeout",
  ECONNREFUSED: "timeout",
  EBADRESP: "malformed",
  EFORMERR: "malformed",
};

/** Where DNS64 puts IPv4 addresses (RFC 6052): such an answer is not the name's own. */
const DNS64_PREFIX = "64:ff9b::";
const TRIES = 3;

/**
 * Looks names up with Node's resolver, which asks DNS and does not read the hosts file.
 * @param servers such as `127.0.0.1:5353` or `[::1]:53`; default: those that Node uses, also after `dns.setServers`
 * @throws TypeError ERR_INVALID_IP_ADDRESS when a server is given by name
 */
export function nodeLookUp(servers?: readonly string[]): LookUp {
  if (servers !== undefined) new Resolver().setServers(servers);
  return async (name, timeoutMs) => {
    // One for each question: `cancel` ends all questions of a resolver, and c-ares does not keep to its time-outs.
    const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / (TRIES + 1)), tries: TRIES });
    useServers(resolver, servers);
    const timer = setTimeout(() => resolver.cancel(), timeoutMs);
    // They only tell of PrivateLink: what does not come in half the time is not to hide what AAAA says.
    const ipv4 = Promise.race([
      resolver.resolve4(name).catch(() => []),
      wait(timeoutMs / 2, [], { ref: false }),
    ]);
    const aaaa = await resolver.resolve6(name, { ttl: true }).then(resultOf, resultOfFailure);
    const a = await ipv4;
    clearTimeout(timer);
    resolver.cancel();
    return { ...aaaa, isPrivate: arePrivate(a) && hasIpv4() };
  };
}

function useServers(resolver: Resolver, servers: readonly string[] | undefined): void {
  if (servers !== undefined) {
    resolver.setServers(servers);
    return;
  }
  try {
    // Not an import by name: `dns.setServers` puts another function in its place.
    resolver.setServers(dns.getServers());
  } catch {
    // One with a zone, such as fe80::1%eth0, cannot be set; those of the system stay.
  }
}

/** What VPCs have: RFC 1918, and RFC 6598, which they may have too. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
] as const) {
  PRIVATE.addSubnet(network, prefix);
}

function arePrivate(addresses: readonly string[]): boolean {
  return addresses.length > 0 && addresses.every((address) => PRIVATE.check(address));
}

/** Whether this host can reach private addresses at all; link-local ones lead nowhere. */
function hasIpv4(): boolean {
  return Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .some(
      ({ family, internal, address }) =>
        family === "IPv4" && !internal && !address.startsWith("169.254."),
    );
}

interface AaaaRecord {
  readonly address: string;
  readonly ttl: number;
}

function resultOf(records: readonly AaaaRecord[]): LookUpResult {
  // c-ares calls it a success when a CNAME chain ends without AAAA: how it ends was not established.
  if (records.length === 0) return { outcome: "incomplete" };
  const own = records.filter(({ address }) => !address.startsWith(DNS64_PREFIX));
  if (own.length === 0) return { outcome: "nodata" };
  return { outcome: "answer", ttlSeconds: Math.min(...own.map(({ ttl }) => ttl)) };
}

function resultOfFailure(error: NodeJS.ErrnoException): LookUpResult {
  return { outcome: OUTCOMES[error.code ?? ""] ?? "servfail" };
}
