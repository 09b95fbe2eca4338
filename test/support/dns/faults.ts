import type { Answer } from "dns-packet";

type AddressType = "A" | "AAAA";

/** What a test server can do wrong with one query. */
export type FaultKind =
  /** No answer. */
  | "drop"
  | "servfail"
  | "refused"
  | "formerr"
  /** FORMERR as long as the query has EDNS. */
  | "no-edns"
  /** TC=1 over UDP, nothing wrong over TCP. */
  | "truncate"
  /** TC=1 over UDP, the connection is closed over TCP. */
  | "truncate-without-tcp"
  /** TC=1 over UDP and over TCP, without records. */
  | "truncate-forever"
  /** The right answer after `delayMs`. */
  | "slow"
  /** An answer with another id; the right one never comes. */
  | "wrong-id"
  /** An answer to another question; the right one never comes. */
  | "wrong-question"
  /** A forged address with another id and another question first, then the truth. */
  | "forgery-first"
  /** The truth, from a socket with another port. */
  | "other-port"
  /** A referral to other servers. */
  | "lame"
  /** The packet ends in the middle. */
  | "cut"
  /** Header and question, then noise. */
  | "garbage"
  /** Noise behind the right id. */
  | "junk"
  | "cname-loop"
  /** A CNAME alone, to the name in `target`. */
  | "cname-out"
  /** NOERROR, nothing in it, no SOA. */
  | "empty"
  | "nxdomain"
  /** NXDOMAIN without SOA. */
  | "nxdomain-without-soa"
  | "nodata"
  /** The truth, without the SOA that proves a "no". */
  | "without-soa"
  /** The truth, three times. */
  | "duplicate"
  /** Addresses of another name only. */
  | "wrong-owner"
  /** The truth, and addresses of other names beside it. */
  | "poison";

export interface Fault {
  readonly kind: FaultKind;
  /** Which names; all without it. */
  readonly names?: string | RegExp | ((name: string) => boolean);
  /** Which type; both without it. */
  readonly type?: AddressType;
  /** Only the first so many queries of each (name, type); all without it. */
  readonly times?: number;
  /** Of a query that matches; 1 without it. */
  readonly probability?: number;
  readonly delayMs?: number;
  readonly target?: string;
}

export function matchesFault(
  fault: Fault,
  query: { readonly name: string; readonly type: string; readonly count: number },
  random: () => number,
): boolean {
  const { names, type, times, probability } = fault;
  if (type !== undefined && type !== query.type) return false;
  if (typeof names === "string" && names !== query.name) return false;
  if (names instanceof RegExp && !names.test(query.name)) return false;
  if (typeof names === "function" && !names(query.name)) return false;
  if (times !== undefined && query.count > times) return false;
  return probability === undefined || random() < probability;
}

const FORGED = { A: "52.94.66.66", AAAA: "2600:1f18:bad::66" } as const;

export function forgedAddress(name: string, type: string): Answer {
  return type === "A"
    ? { type: "A", name, ttl: 60, data: FORGED.A }
    : { type: "AAAA", name, ttl: 60, data: FORGED.AAAA };
}

/** What a faulty server puts in place of the true sections; null when the truth is not changed. */
export function faultySections(
  fault: Fault,
  name: string,
  type: string,
  truth: Sections,
): Sections | null {
  const alias = (from: string, to: string): Answer => ({
    type: "CNAME",
    name: from,
    ttl: 60,
    data: to,
  });
  const soa = soaOf(zoneOf(name));
  switch (fault.kind) {
    case "servfail":
      return { rcode: 2, answers: [], authorities: [] };
    case "refused":
      return { rcode: 5, answers: [], authorities: [] };
    case "formerr":
      return { rcode: 1, answers: [], authorities: [] };
    case "lame":
      return {
        rcode: 0,
        answers: [],
        authorities: [{ type: "NS", name: zoneOf(name), ttl: 60, data: "ns.elsewhere.example" }],
      };
    case "empty":
      return { rcode: 0, answers: [], authorities: [] };
    case "nodata":
      return { rcode: 0, answers: [], authorities: [soa] };
    case "nxdomain":
      return { rcode: 3, answers: [], authorities: [soa] };
    case "nxdomain-without-soa":
      return { rcode: 3, answers: [], authorities: [] };
    case "without-soa":
      return { ...truth, authorities: [] };
    case "cname-loop":
      return {
        rcode: 0,
        answers: [alias(name, `loop.${name}`), alias(`loop.${name}`, name)],
        authorities: [],
      };
    case "cname-out":
      return {
        rcode: 0,
        answers: [alias(name, fault.target ?? `target-of-${name}`)],
        authorities: [],
      };
    case "wrong-owner":
      return { rcode: 0, answers: [forgedAddress(`not-${name}`, type)], authorities: [] };
    case "poison":
      return {
        ...truth,
        answers: [
          forgedAddress(`not-${name}`, type),
          ...truth.answers,
          forgedAddress(zoneOf(name), type),
        ],
      };
    default:
      return null;
  }
}

export interface Sections {
  readonly rcode: number;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  /** Of RFC 8914. */
  readonly extendedError?: number;
}

/** The zones of the test servers are the parents of the names. */
export function zoneOf(name: string): string {
  return name.split(".").slice(1).join(".") || ".";
}

export function soaOf(zone: string): Answer {
  return {
    type: "SOA",
    name: zone,
    ttl: 60,
    data: { mname: `ns.${zone}`, rname: `admin.${zone}`, serial: 1, minimum: 60 },
  };
}
