import { apexOf } from "../endpoint/apexes.js";
import { type DnsMessage, RCODE, type ResourceRecord } from "./message.js";
import type { NoFactReason, OutcomeKind, RecordType } from "./outcome.js";

/** Why an answer settles nothing; what the question ends as when every try ends so. */
export type Failure = Exclude<OutcomeKind, "answer" | "nodata" | "nxdomain" | "conflict">;

/** What one answer says about one question. `cname` is the chain from the question on. */
export type AnswerReading =
  | { readonly kind: "answer"; readonly addresses: readonly string[]; readonly cname: Chain }
  | { readonly kind: "nodata" | "nxdomain"; readonly proof: NegativeProof; readonly cname: Chain }
  /** The chain leaves what the server told: ask for its last name. */
  | { readonly kind: "follow"; readonly cname: Chain }
  | {
      readonly kind: "failure";
      readonly failure: Failure;
      /** Why what came is no fact, when that shows; with the addresses that came. */
      readonly reason?: NoFactReason;
      readonly addresses?: readonly string[];
    }
  /** The server does not understand EDNS: ask it again without. */
  | { readonly kind: "no-edns" };

/**
 * What makes a negative answer credible: an SOA of a zone around the name. Without one it is weak: a server
 * that lost its way answers the same (RFC 2308, section 2.2).
 */
export type NegativeProof = "soa" | "none";

type Chain = readonly string[];

const NO_CHAIN: Chain = [];
const LONGEST_CHAIN = 16;

/** Extended DNS errors that say who made the answer (RFC 8914): it is not the zone's. */
const STALE = new Set([3, 19]);
const FILTERED = new Set([15, 16, 17, 18]);
/** Top-level domains that surely exist, so that the root has nothing to say of names under them. */
const TOP_LEVEL = new Set(["arpa", "aws", "cn", "com", "eu", "gov", "io", "net", "org", "uk"]);

/**
 * Reads an answer that is not truncated and whose id and question have been checked.
 * Addresses count only when their owner is the end of the CNAME chain that began at the question.
 */
export function classifyAnswer(
  message: DnsMessage,
  name: string,
  type: RecordType | "NS",
): AnswerReading {
  const { rcode, answers, authority } = message;
  if (rcode !== RCODE.noError && rcode !== RCODE.nxDomain) return readErrorCode(rcode);

  const cname = chainFrom(answers, name);
  if (cname === null) return { kind: "failure", failure: "incomplete" };
  const end = cname.at(-1) ?? name;
  const addresses = addressesOf(answers, end, type);

  if (addresses.length > 0) {
    if (rcode === RCODE.nxDomain) return { kind: "failure", failure: "malformed" };
    const marked = reasonMarked(message);
    if (marked === null) return { kind: "answer", addresses, cname };
    return { kind: "failure", failure: "incomplete", reason: marked, addresses };
  }
  const reason = reasonMarked(message) ?? reasonInSoa(message, end);
  if (reason !== null) return { kind: "failure", failure: "incomplete", reason };
  const hasSoa = authority.some((record) => record.type === "SOA" && isWithin(end, record.owner));
  if (!hasSoa && hasStrayRecords(answers, name, cname)) {
    return { kind: "failure", failure: "incomplete" };
  }
  const proof = hasSoa ? "soa" : "none";
  if (rcode === RCODE.nxDomain) return { kind: "nxdomain", proof, cname };
  if (hasSoa) return { kind: "nodata", proof, cname };
  if (cname.length > 0) return { kind: "follow", cname };
  if (authority.some((record) => record.type === "NS")) {
    return { kind: "failure", failure: "lame" };
  }
  return { kind: "nodata", proof, cname };
}

function readErrorCode(rcode: number): AnswerReading {
  if (rcode === RCODE.formErr || rcode === RCODE.notImp || rcode === RCODE.badVers) {
    return { kind: "no-edns" };
  }
  const isRefused = rcode === RCODE.refused || rcode === RCODE.notAuth;
  return { kind: "failure", failure: isRefused ? "refused" : "servfail" };
}

/** The names after `name`, in order; null for a loop, an endless chain, or two targets of one name. */
function chainFrom(answers: readonly ResourceRecord[], name: string): Chain | null {
  let chain: string[] | undefined;
  let owner = name;
  for (;;) {
    const target = targetOf(answers, owner);
    if (target === undefined) return chain ?? NO_CHAIN;
    if (target === null || target === name || chain?.includes(target)) return null;
    chain ??= [];
    if (chain.length === LONGEST_CHAIN) return null;
    chain.push(target);
    owner = target;
  }
}

/** Undefined without a CNAME at `owner`; null when it has several that differ. */
function targetOf(answers: readonly ResourceRecord[], owner: string): string | null | undefined {
  let target: string | undefined;
  for (const record of answers) {
    if (record.type !== "CNAME" || record.owner !== owner) continue;
    if (target !== undefined && target !== record.target) return null;
    target = record.target;
  }
  return target;
}

/** Of name servers, their names. */
function addressesOf(
  answers: readonly ResourceRecord[],
  owner: string,
  type: RecordType | "NS",
): readonly string[] {
  const addresses: string[] = [];
  for (const record of answers) {
    if (record.type !== type || record.owner !== owner) continue;
    const address = "target" in record ? record.target : record.address;
    if (!addresses.includes(address)) addresses.push(address);
  }
  return addresses;
}

/** What the resolver itself says of its answer. */
function reasonMarked({ extendedErrors }: DnsMessage): NoFactReason | null {
  if (extendedErrors.some((code) => FILTERED.has(code))) return "filtered";
  return extendedErrors.some((code) => STALE.has(code)) ? "stale" : null;
}

/**
 * A negative answer whose SOA contradicts it, as of blockers that make zones up: a name that does not exist
 * has no zone of its own, the root knows only of top-level domains, and these have nothing to say of AWS's names.
 */
function reasonInSoa({ rcode, authority }: DnsMessage, name: string): NoFactReason | null {
  const owners = authority.flatMap(({ type, owner }) => (type === "SOA" ? [owner] : []));
  if (owners.includes(topLevelOf(name)) && apexOf(name) !== null) return "filtered";
  const isContradicted =
    rcode === RCODE.nxDomain
      ? owners.includes(name) || (owners.includes("") && TOP_LEVEL.has(topLevelOf(name)))
      : owners.includes("") && name !== "";
  return isContradicted ? "filtered" : null;
}

function topLevelOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function hasStrayRecords(answers: readonly ResourceRecord[], name: string, chain: Chain): boolean {
  return answers.some(({ type, owner }) => {
    if (type === "CNAME") return owner !== name && !chain.includes(owner);
    return type === "A" || type === "AAAA";
  });
}

function isWithin(name: string, zone: string): boolean {
  return zone === "" || name === zone || name.endsWith(`.${zone}`);
}
