import type { NameObservation, Outcome, OutcomeKind } from "@egress6/core/observation/outcome";

const WIDEST_NAME = 70;
const ADDRESS_WIDTH = 24;

const IN_WORDS: Record<Exclude<OutcomeKind, "answer">, string> = {
  nodata: "none",
  nxdomain: "no such name",
  servfail: "unknown: the resolver failed (SERVFAIL)",
  refused: "unknown: the resolver refused (REFUSED)",
  timeout: "unknown: no answer",
  lame: "unknown: referred elsewhere (lame)",
  incomplete: "unknown: the answer is incomplete",
  conflict: "unknown: A and AAAA contradict each other",
  malformed: "unknown: the answer is malformed",
};

export function tableHeader(nameWidth: number): string {
  return row("NAME", "IPv4", "IPv6", nameWidth);
}

export function tableRow({ name, a, aaaa }: NameObservation, nameWidth: number): string {
  return row(name, inWords(a), inWords(aaaa), nameWidth);
}

function row(name: string, ipv4: string, ipv6: string, nameWidth: number): string {
  const first = name.padEnd(Math.min(nameWidth, WIDEST_NAME));
  return `${first}  ${ipv4.padEnd(ADDRESS_WIDTH)}  ${ipv6}\n`;
}

function inWords({ kind, addresses }: Outcome): string {
  if (kind !== "answer") return IN_WORDS[kind];
  const others = addresses.length - 1;
  return others > 0 ? `${addresses[0]} and ${others} more` : `${addresses[0]}`;
}
