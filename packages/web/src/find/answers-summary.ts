import { CELL_WORDS } from "@egress6/core/map/cell-words";
import { CELLS } from "@egress6/core/verdict/cell";
import type { Answers } from "./answers.js";

/** `20 lines: 3 IPv6 by default, 12 IPv6 with a setting, 2 not known to be AWS’s`; empty for one line. */
export function summaryOf({ lines, unanswered, passedOver }: Answers): string {
  const all = lines.length + unanswered + passedOver;
  if (all < 2) return "";
  const count = (fits: (line: Answers["lines"][number]) => boolean) => lines.filter(fits).length;
  const parts = [
    ...CELLS.map((state) => ({
      count: count(({ endpoints }) => endpoints[0]?.state === state),
      words: CELL_WORDS[state].name,
    })),
    {
      count: count(
        ({ kind, endpoints, resource }) =>
          kind !== "unknown" && endpoints.length === 0 && resource === null,
      ),
      words: "about no endpoint of AWS",
    },
    {
      count: count(({ endpoints, resource }) => endpoints.length === 0 && resource !== null),
      words: "of one resource",
    },
    { count: count(({ kind }) => kind === "unknown"), words: "not understood" },
    { count: passedOver, words: "that add nothing" },
  ].filter((part) => part.count > 0);
  return `${all} lines: ${parts.map((part) => `${part.count} ${part.words}`).join(", ")}.`;
}
