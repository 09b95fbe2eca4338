import type { Resolver } from "node:dns/promises";
import type { OutcomeKind } from "./vocabulary.js";

/** How one question to DNS ended, as far as Node tells. */
export interface DnsAnswer {
  readonly kind: OutcomeKind;
  /** Empty unless it is an `answer`. */
  readonly records: readonly AddressRecord[];
}

interface AddressRecord {
  readonly address: string;
  readonly ttl: number;
}

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

/** Never rejects. */
export async function askDns(
  resolver: Resolver,
  name: string,
  type: "A" | "AAAA",
): Promise<DnsAnswer> {
  try {
    const records = await (type === "A"
      ? resolver.resolve4(name, { ttl: true })
      : resolver.resolve6(name, { ttl: true }));
    // c-ares calls it a success when a CNAME chain ends without records: how it ends was not established.
    return { kind: records.length > 0 ? "answer" : "incomplete", records };
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    return { kind: OUTCOMES[code] ?? "servfail", records: [] };
  }
}
