import type { Leak, Proof, ProvedChange } from "@egress6/core/prove/proof";
import { gbText } from "./words.js";

export interface ProofSection {
  readonly title: string;
  readonly items: readonly string[];
}

const MOST_ITEMS = 40;

/** What follows the headline, worst first. */
export function proofSections(proof: Proof): readonly ProofSection[] {
  const { worse, better, other, unknown, leaks, promises, cautions } = proof;
  return [
    { title: "Got worse", items: worse.map(changeText) },
    {
      title: "Promises of the plan",
      items: (promises ?? []).map(({ what, state, why }) => `${state}: ${what} (${why})`),
    },
    { title: "Still on IPv4, and why", items: leaks.map(leakText) },
    { title: "Moved or fixed", items: better.map(changeText) },
    { title: "Not known", items: unknown.map(changeText) },
    { title: "Other changes", items: other.map(changeText) },
    { title: "Caveats", items: cautions },
  ].flatMap(({ title, items }) => {
    if (items.length === 0) return [];
    const more = items.length - MOST_ITEMS;
    return [
      {
        title,
        items:
          more > 0 ? [...items.slice(0, MOST_ITEMS), `and ${more} more: --json has all`] : items,
      },
    ];
  });
}

function changeText({ resource, what, before, after }: ProvedChange): string {
  const values =
    before === null && after === null ? "" : ` (${before ?? "none"} → ${after ?? "none"})`;
  return `${resource}: ${what}${values}`;
}

function leakText({ name, why, traffic }: Leak): string {
  const amount = traffic === null ? "" : `, ${gbText(traffic.gbPerMonth.after)} a month`;
  return `${name}${amount}: ${why}`;
}

/** `survey of 2026-11-30 and of 2026-12-01` */
export function comparedText({ kind, before, after }: Proof): string {
  const named = ({ place, at }: Proof["before"]) =>
    at === null ? place : `${place} (${at.slice(0, 10)})`;
  return `${kind}: ${named(before)} → ${named(after)}`;
}
