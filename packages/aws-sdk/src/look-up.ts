import { addressKind } from "@egress6/core/address/address-kind";
import { OUTCOME_KINDS, type OutcomeKind } from "./vocabulary.js";

/** How the question for a name's AAAA records ended, and what else was learnt of it. */
export interface LookUpResult {
  readonly outcome: OutcomeKind;
  /**
   * The addresses of an `answer`. It counts only if one of them can be a host on the internet. Without this list
   * an `answer` is taken at its word.
   */
  readonly addresses?: readonly string[];
  /** Of the records, when there are any. Less than 5 counts as 5, more than an hour as an hour. */
  readonly ttlSeconds?: number;
  /**
   * Whether its IPv4 addresses are private ones, and this host has IPv4: then an interface endpoint of
   * PrivateLink answers for the name, on purpose. Default false.
   */
  readonly isPrivate?: boolean;
}

/**
 * Asks for the AAAA records of a name. What it throws counts as `servfail`; what takes longer than
 * `timeoutMs` counts as `timeout`, and an answer of another shape as `malformed`. The signal tells that nobody
 * waits for the answer any more.
 */
export type LookUp = (
  name: string,
  timeoutMs: number,
  signal?: AbortSignal,
) => Promise<LookUpResult>;

/** A resolver is anybody's code: what it gives is not taken on trust. */
export function readLookUpResult(given: unknown): LookUpResult {
  const { outcome, addresses, ttlSeconds, isPrivate } = (given ?? {}) as Partial<
    Record<string, unknown>
  >;
  if (addresses !== undefined && !isListOfTexts(addresses)) return { outcome: "malformed" };
  const kind = OUTCOME_KINDS.find((known) => known === outcome) ?? "malformed";
  const isTtl = typeof ttlSeconds === "number" && Number.isFinite(ttlSeconds);
  return withAddressesJudged({
    outcome: kind,
    isPrivate: isPrivate === true,
    ...(addresses === undefined ? {} : { addresses }),
    ...(isTtl ? { ttlSeconds } : {}),
  });
}

/** The scanner's rule: an answer without an address on the internet does not show that the name has IPv6. */
export function withAddressesJudged(result: LookUpResult): LookUpResult {
  const { outcome, addresses } = result;
  if (outcome !== "answer" || addresses === undefined) return result;
  return addresses.some(isIpv6OnTheInternet) ? result : { ...result, outcome: "incomplete" };
}

function isIpv6OnTheInternet(address: string): boolean {
  return address.includes(":") && addressKind(address) === "internet";
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
