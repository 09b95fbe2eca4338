import dns from "node:dns";
import { Resolver } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { addressKind } from "@egress6/core/address/address-kind";
import { nat64PrefixEmbedding } from "@egress6/core/address/nat64";
import { askDns, type DnsAnswer } from "./ask-dns.js";
import { type LookUp, type LookUpResult, withAddressesJudged } from "./look-up.js";
import { ServerCheck } from "./server-check.js";
import { isConclusive, type OutcomeKind } from "./vocabulary.js";

const TRIES = 3;

/**
 * Looks names up with Node's resolver, which asks DNS and does not read the hosts file. Beside the first name it
 * asks the servers what shows whether they can be believed.
 * @param servers such as `127.0.0.1:5353` or `[::1]:53`; default: those that Node uses, also after `dns.setServers`
 * @throws TypeError ERR_INVALID_IP_ADDRESS when a server is given by name
 */
export function nodeLookUp(servers?: readonly string[]): LookUp {
  if (servers !== undefined) new Resolver().setServers(servers);
  let check = new ServerCheck("");
  return async (name, timeoutMs, signal) => {
    // One for each name: `cancel` ends all questions of a resolver, and c-ares does not keep to its time-outs.
    const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / (TRIES + 1)), tries: TRIES });
    const inUse = servers ?? dns.getServers();
    useServers(resolver, inUse);
    if (check.servers !== inUse.join()) check = new ServerCheck(inUse.join());
    const ofServers = check;
    const stop = () => resolver.cancel();
    const timer = setTimeout(stop, timeoutMs).unref();
    signal?.addEventListener("abort", stop, { once: true });
    // First, on the same socket: mostly the answers come first too.
    ofServers.ask(resolver, performance.now());
    // What does not come in half the time is not to hide what AAAA says.
    const ipv4 = Promise.race([
      askDns(resolver, name, "A"),
      wait(timeoutMs / 2, UNHEARD, { ref: false }),
    ]);
    const aaaa = await askDns(resolver, name, "AAAA");
    const a = await ipv4;
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    stop();
    return withAddressesJudged(resultOf(aaaa, a, ofServers));
  };
}

const UNHEARD: DnsAnswer = { kind: "timeout", records: [] };

function useServers(resolver: Resolver, servers: readonly string[]): void {
  try {
    // Not an import by name: `dns.setServers` puts another function in its place.
    resolver.setServers(servers);
  } catch {
    // One with a zone, such as fe80::1%eth0, cannot be set; those of the system stay.
  }
}

function resultOf(aaaa: DnsAnswer, a: DnsAnswer, ofServers: ServerCheck): LookUpResult {
  const ipv4 = a.records.map(({ address }) => address);
  const addresses = aaaa.records.map(({ address }) => address);
  // The private address of a captive portal is no interface endpoint.
  const isPrivate = !ofServers.rewrites && isPrivateHere(ipv4, addresses);
  if (ofServers.lies && isConclusive(aaaa.kind)) {
    return { outcome: "incomplete", addresses, isPrivate };
  }
  if (aaaa.kind !== "answer") return { outcome: outcomeBeside(a, ipv4, aaaa.kind), isPrivate };
  const own = aaaa.records.filter(({ address }) => !isSynthesized(address, ipv4, ofServers));
  // DNS64 makes addresses up for names without AAAA, and for names whose AAAA could not be had.
  if (own.length === 0) return { outcome: "incomplete", addresses, isPrivate };
  return {
    outcome: "answer",
    addresses: own.map(({ address }) => address),
    // To be looked at again once it is known how far the servers can be believed.
    ttlSeconds: ofServers.isComplete ? Math.min(...own.map(({ ttl }) => ttl)) : 0,
    isPrivate,
  };
}

/** As long as the servers did not say whether they have DNS64, what looks like its work is doubted. */
function isSynthesized(address: string, ipv4: readonly string[], ofServers: ServerCheck): boolean {
  if (ofServers.isSynthesized(address)) return true;
  return !ofServers.knowsDns64 && nat64PrefixEmbedding(address, ipv4) !== null;
}

/**
 * c-ares does not tell an empty answer of a server that knows the name from that of one that does not, nor from
 * one that was cut off: it takes the name's IPv4 addresses to believe it.
 */
function outcomeBeside(a: DnsAnswer, ipv4: readonly string[], kind: OutcomeKind): OutcomeKind {
  if (kind === "nodata") {
    if (a.kind === "nxdomain") return "conflict";
    return ipv4.some((address) => addressKind(address) !== "special") ? "nodata" : "incomplete";
  }
  const exists = a.kind === "answer" || a.kind === "nodata";
  return kind === "nxdomain" && exists ? "conflict" : kind;
}

/** Whether an interface endpoint answers for the name, and this host can reach it. */
function isPrivateHere(ipv4: readonly string[], ipv6: readonly string[]): boolean {
  const isEachPrivate = [...ipv4, ...ipv6].every((address) => addressKind(address) === "private");
  if (ipv6.length > 0 && isEachPrivate) return true;
  const isEachIpv4Private = ipv4.every((address) => addressKind(address) === "private");
  return ipv4.length > 0 && isEachIpv4Private && hasIpv4();
}

/** Link-local addresses lead nowhere. */
function hasIpv4(): boolean {
  return Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .some(
      ({ family, internal, address }) =>
        family === "IPv4" && !internal && !address.startsWith("169.254."),
    );
}
