import type { Witness } from "@egress6/core/observation/witness";
import { witnessText } from "@egress6/core/observation/witness-words";
import type { Braked, TurnCount } from "@egress6/core/verdict/brake";
import type { Family } from "@egress6/core/verdict/support";
import type { ScanState } from "../ports.js";

export interface ScanEnd {
  readonly state: Exclude<ScanState, "running">;
  readonly reason: string | null;
}

/**
 * - `believed`: at least one resolver was vetted, or is to be believed because the user trusts it
 * - `unvetted`: none was; what they have counts, what they deny does not
 * - `lies`: none was, and at least one lied
 */
export type Standing = "believed" | "unvetted" | "lies";

export function standingOf(witnesses: readonly Witness[]): Standing {
  if (witnesses.length === 0 || witnesses.some(isBelieved)) return "believed";
  return witnesses.some(({ state }) => state === "lies") ? "lies" : "unvetted";
}

/** Of each resolver what its word was worth, when it was asked in more than one pass. */
export function mergeWitnesses(
  first: readonly Witness[],
  later: readonly Witness[],
): readonly Witness[] {
  const liars = new Map(
    later.filter(({ state }) => state === "lies").map((witness) => [witness.address, witness]),
  );
  return first.map((witness) => liars.get(witness.address) ?? witness);
}

/** How a scan ends whose every name was asked. */
export function endOfWholeScan(
  witnesses: readonly Witness[],
  { held, improbable }: Braked,
): ScanEnd {
  const isHeld = held.length > 0;
  const standing = standingOf(witnesses);
  const reasons = [
    ...(isHeld ? [heldText(held.length, improbable)] : []),
    ...(standing === "believed" ? remarks(witnesses) : accusations(witnesses)),
  ];
  const state = isHeld ? "held" : standing === "believed" ? "done" : "failed";
  return { state, reason: reasons.length === 0 ? null : reasons.join(" ") };
}

/** How a scan ends that left names unasked although nobody stopped it; null when no resolver lied. */
export function endOfLies(witnesses: readonly Witness[]): ScanEnd | null {
  const isLiedTo = witnesses.some(({ state }) => state === "lies");
  return isLiedTo ? { state: "failed", reason: accusations(witnesses).join(" ") } : null;
}

function isBelieved({ state, isTrusted }: Witness): boolean {
  return state === "vetted" || (state === "unvetted" && isTrusted);
}

/** Why nobody is believed: the liars, or, where nobody lied, all. */
function accusations(witnesses: readonly Witness[]): readonly string[] {
  const liars = witnesses.filter(({ state }) => state === "lies");
  return (liars.length > 0 ? liars : witnesses).map(witnessText);
}

/** What is to be known of resolvers beside those that are believed. */
function remarks(witnesses: readonly Witness[]): readonly string[] {
  return witnesses.flatMap((witness) => {
    if (witness.state === "lies") return `${witnessText(witness)} What it said was not used.`;
    return witness.state === "unvetted" && witness.isTrusted ? witnessText(witness) : [];
  });
}

const FAMILY_NAMES: Readonly<Record<Family, string>> = { ipv4: "IPv4", ipv6: "IPv6" };

function heldText(count: number, improbable: readonly TurnCount[]): string {
  const remedy =
    "No change was recorded. A scan at least an hour later, through a vetted resolver, records or drops them.";
  if (improbable.length === 0) {
    return `${numbered(count)} that an earlier scan saw are still held. ${remedy}`;
  }
  const what = improbable.map(({ family, from, turned, known }) =>
    from === "yes"
      ? `${turned} of ${known} names that had ${FAMILY_NAMES[family]} addresses seem to have lost them`
      : `${turned} of ${known} names without ${FAMILY_NAMES[family]} addresses seem to have them now`,
  );
  return `${what.join(", and ")}: that many at once is improbable, so ${numbered(count)} are held. ${remedy}`;
}

function numbered(count: number): string {
  return count === 1 ? "1 change" : `${count} changes`;
}
