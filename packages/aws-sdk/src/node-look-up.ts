import dns from "node:dns";
import { Resolver } from "node:dns/promises";
import type { OutcomeKind } from "@egress6/core/observation/outcome";
import type { LookUp, LookUpResult } from "./look-up.js";

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
 */
export function nodeLookUp(servers?: readonly string[]): LookUp {
  return async (name, timeoutMs) => {
    // One for each question: `cancel` ends all questions of a resolver, and c-ares does not keep to its time-outs.
    const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / (TRIES + 1)), tries: TRIES });
    useServers(resolver, servers);
    const timer = setTimeout(() => resolver.cancel(), timeoutMs);
    try {
      return resultOf(await resolver.resolve6(name, { ttl: true }));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return { outcome: OUTCOMES[code ?? ""] ?? "servfail" };
    } finally {
      clearTimeout(timer);
    }
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
