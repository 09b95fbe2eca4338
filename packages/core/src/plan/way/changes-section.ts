import { compare } from "../../price/exact.js";
import type { Plan } from "../plan-workload.js";
import type { Section } from "../section.js";
import { bestManaged, type SavedUsd, wayTo } from "./way.js";
import { bytesText, savedText } from "./way-words.js";

/** Which change saves what on the way to the cheapest managed design, and to the best one if that is another. */
export function changesSections(plan: Plan): readonly Section[] {
  const [best] = plan.designs;
  const managed = bestManaged(plan);
  const designs = [...new Set([managed, best])].filter(
    (each) => each !== null && each !== undefined && each.network !== null,
  );
  return designs.flatMap((design) => {
    if (design === null || design === undefined) return [];
    const { changes, isTodayKnown } = wayTo(design, plan);
    if (changes.length === 0) return [];
    return [
      {
        title: `Changes to get to “${design.design.title}”`,
        lines: [
          isTodayKnown
            ? `What each saves once those above it are done. Steps: \`egress6 plan FILE --steps --design ${design.design.id}\`.`
            : "What it costs today is not known, so no change claims a saving. Add `existing` to the workload.",
          ...(isTodayKnown && changes.some(({ saves }) => isRange(saves))
            ? ["A range says that it depends on which of the unknown destinations have IPv6."]
            : []),
        ],
        items: changes.map(({ what, saves, moved, risk }) => ({
          text: `${what}: ${[
            ...(isTodayKnown ? [savedText(saves)] : []),
            ...(moved === 0n ? [] : [bytesText(moved)]),
            `risk ${risk}`,
          ].join(", ")}`,
          under: [],
        })),
      },
    ];
  });
}

const isRange = ({ low, high }: SavedUsd): boolean =>
  low !== null && high !== null && compare(low, high) !== 0;
