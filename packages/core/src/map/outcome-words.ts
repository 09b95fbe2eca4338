import type { OutcomeKind } from "../observation/outcome.js";
import type { QuestionDetail } from "./question-detail.js";
import { dayText } from "./time-words.js";

type RecordName = "A" | "AAAA";

/** How a question ended, in words a person can act on. */
export function outcomeWords(type: RecordName, detail: QuestionDetail): string {
  if (detail.outcome === null) return "not checked yet";
  const words = kindWords(detail.outcome, type, detail);
  return isUndecided(detail.outcome) ? `${words}: unknown${lastKnown(detail)}` : words;
}

/**
 * The same with the day since when: an address since then, or none since then, never the one for the other.
 * An outcome that settles nothing has no such day.
 */
export function datedOutcomeWords(type: RecordName, detail: QuestionDetail): string {
  const words = outcomeWords(type, detail);
  const { outcome, since } = detail;
  if (outcome === null || since === null || isUndecided(outcome)) return words;
  const what = outcome === "nxdomain" ? "; no address" : "";
  return `${words}${what} since ${dayText(since)}`;
}

function isUndecided(kind: OutcomeKind): boolean {
  return kind !== "answer" && kind !== "nodata" && kind !== "nxdomain";
}

function kindWords(kind: OutcomeKind, type: RecordName, { attempts, addresses }: QuestionDetail) {
  const tries = attempts === 1 ? "1 try" : `${attempts} tries`;
  switch (kind) {
    case "answer":
      return addresses.length === 1 ? "1 address" : `${addresses.length} addresses`;
    case "nodata":
      return `no ${type === "AAAA" ? "IPv6" : "IPv4"} address (NODATA)`;
    case "nxdomain":
      return "does not exist (NXDOMAIN)";
    case "servfail":
      return `the resolver failed in ${tries} (SERVFAIL)`;
    case "refused":
      return `the resolver refused in ${tries} (REFUSED)`;
    case "timeout":
      return `no answer in ${tries}`;
    case "lame":
      return `only a referral to other servers in ${tries}`;
    case "incomplete":
      return `no answer that counts in ${tries}`;
    case "conflict":
      return "A and AAAA disagree about whether the name exists";
    case "malformed":
      return `no readable answer in ${tries}`;
  }
}

function lastKnown({ known, lastConfirmed }: QuestionDetail): string {
  if (known === "unknown" || lastConfirmed === null) return "";
  return `, last known ${known} on ${dayText(lastConfirmed)}`;
}
