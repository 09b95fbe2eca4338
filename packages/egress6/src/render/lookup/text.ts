import type {
  NameObservation,
  NoFactReason,
  Outcome,
  OutcomeKind,
} from "@egress6/core/observation/outcome";

import { type Tone, toned } from "../style.js";

const WIDEST_NAME = 70;
/** Of `255.255.255.255 and 9 more`, and of every outcome in words. */
const ADDRESS_WIDTH = 26;

const IN_WORDS: Record<Exclude<OutcomeKind, "answer">, string> = {
  nodata: "none",
  nxdomain: "no such name",
  servfail: "unknown (SERVFAIL)",
  refused: "unknown (REFUSED)",
  timeout: "unknown (no answer)",
  lame: "unknown (lame referral)",
  incomplete: "unknown (incomplete)",
  conflict: "unknown (contradiction)",
  malformed: "unknown (malformed)",
};

export function tableHeader(nameWidth: number): string {
  return row("NAME", "IPv4", "IPv6", nameWidth);
}

export function tableRow({ name, a, aaaa }: NameObservation, nameWidth: number): string {
  return row(name, inWords(a), toned(toneOf(aaaa), inWords(aaaa)), nameWidth);
}

/** What stands below a name that has no IPv6 address; empty: nothing. */
export function notesBelow(sibling: NameObservation | null, note: string | null): string {
  const lines = [
    ...(sibling === null
      ? []
      : [`dual-stack sibling: ${sibling.name}, ${siblingWords(sibling.aaaa)}`]),
    ...(note === null ? [] : [note]),
  ];
  return lines.map((line) => `  ${line}\n`).join("");
}

function siblingWords(aaaa: Outcome): string {
  if (aaaa.kind === "answer") return `AAAA ${shortList(aaaa.addresses)}`;
  if (aaaa.kind === "nodata") return "no AAAA";
  return aaaa.kind === "nxdomain" ? "which does not exist" : `AAAA ${inWords(aaaa)}`;
}

function row(name: string, ipv4: string, ipv6: string, nameWidth: number): string {
  const first = name.padEnd(Math.min(nameWidth, WIDEST_NAME));
  return `${first}  ${ipv4.padEnd(ADDRESS_WIDTH)}  ${ipv6}\n`;
}

const REASON_IN_WORDS: Record<NoFactReason, string> = {
  filtered: "unknown (filtered)",
  rewritten: "unknown (rewritten)",
  stale: "unknown (out of date)",
  synthesized: "IPv4 only, as far as a DNS64 resolver can tell",
  private: "private here",
  "special-address": "unknown (no internet address)",
  unvetted: "unknown (resolver not vetted)",
};

function toneOf({ kind, reason }: Outcome): Tone {
  if (reason !== undefined) return "unsure";
  if (kind === "answer") return "good";
  return kind === "nodata" || kind === "nxdomain" ? "bad" : "unsure";
}

function inWords({ kind, reason, said, addresses }: Outcome): string {
  if (kind === "answer") return shortList(addresses);
  if (reason === undefined) return IN_WORDS[kind];
  const came =
    addresses.length > 0 ? shortList(addresses) : said === undefined ? "" : IN_WORDS_SAID[said];
  return came === "" ? REASON_IN_WORDS[reason] : `${REASON_IN_WORDS[reason]}: ${came}`;
}

const IN_WORDS_SAID = { answer: "", nodata: "none", nxdomain: "no such name" } as const;

function shortList(addresses: readonly string[]): string {
  const others = addresses.length - 1;
  return others > 0 ? `${addresses[0]} and ${others} more` : `${addresses[0]}`;
}
