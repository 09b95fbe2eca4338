import { type EvidenceBase, NO_EVIDENCE } from "@egress6/core/evidence/evidence";
import { statedSections } from "@egress6/core/evidence/stated-destinations";
import { witnessLines } from "@egress6/core/observation/witness-words";
import { headline, headlineLines, planSections } from "@egress6/core/plan/plan-sections";
import type { Plan } from "@egress6/core/plan/plan-workload";
import type { Item, Section, Table } from "@egress6/core/plan/section";
import { wrapWords } from "@egress6/core/wrap-words";
import { GOES_ON, toned, untoned } from "../style.js";

const WIDTH = 100;

/** How many rows of designs a screen has room for. */
const MOST_DESIGNS = 8;
const MOST_ITEMS = 6;

/**
 * The plan, in 100 columns.
 * @param isShort what fits a screen: the answer, without what it rests on
 */
export function planText(
  plan: Plan,
  evidence: EvidenceBase = NO_EVIDENCE,
  isShort = false,
): string {
  return untoned(foldablePlanText(plan, evidence, isShort));
}

/** As `planText`, marked for `foldLines`. */
export function foldablePlanText(plan: Plan, evidence: EvidenceBase, isShort: boolean): string {
  const doubts = witnessLines(plan.input.witnesses ?? []).flatMap((line) =>
    wrapped(line, "", "  "),
  );
  const head = [
    toned("strong", headline(plan)),
    ...headlineLines(plan).flatMap((line) => wrapped(line, "  ", "    ")),
  ].join("\n");
  const all = [...planSections(plan), ...statedSections(plan, evidence)];
  const shown = isShort ? all.filter(({ isDetail }) => !isDetail).map(shortened) : all;
  const left = all
    .filter((section) => isShort && section.isDetail)
    .map(({ title }) => title.replace(/ of “.*”$/, ""));
  const rest =
    left.length === 0
      ? []
      : [wrapped(`More with --verbose: ${left.join(", ")}.`, "", "  ").join("\n")];
  const parts = [
    ...(doubts.length === 0 ? [] : [doubts.join("\n")]),
    head,
    ...shown.map(sectionText),
    ...rest,
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Of a table the first rows, of a list the first items. */
function shortened(section: Section): Section {
  const { table, items, lines } = section;
  const rows = table?.rows ?? [];
  const more = rows.length - MOST_DESIGNS;
  return {
    ...section,
    lines: more > 0 ? [...lines, `The first ${MOST_DESIGNS} of ${rows.length}:`] : lines,
    ...(table === undefined ? {} : { table: { ...table, rows: rows.slice(0, MOST_DESIGNS) } }),
    ...(items === undefined ? {} : { items: items.slice(0, MOST_ITEMS) }),
  };
}

function sectionText({ title, lines, table, items }: Section): string {
  return [
    toned("strong", title),
    ...lines.flatMap((line) => wrapped(line, "  ", "  ")),
    ...(table === undefined ? [] : tableLines(table)),
    ...(items ?? []).flatMap(itemLines),
  ].join("\n");
}

const itemLines = ({ text, under }: Item): readonly string[] => [
  ...wrapped(text, "  • ", "    "),
  ...under.flatMap((line) => wrapped(line, "      ", "        ")),
];

function tableLines({ head, rows, numbers }: Table): readonly string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.flatMap((row) => folded(row.map(padded)));

  function padded(cell: string, column: number): string {
    const width = widths[column] ?? 0;
    return numbers.includes(column) ? cell.padStart(width) : cell.padEnd(width);
  }
}

const FOLD = " ".repeat(5);

/** What does not fit in a line goes on in the next, further in. */
function folded(cells: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = " ";
  for (const cell of cells) {
    const isTooLong = `${line} ${cell}`.trimEnd().length > WIDTH;
    if (isTooLong && cell.trim() !== "" && line.trim() !== "") {
      lines.push(line.trimEnd());
      line = `${FOLD}${cell.trim()} `;
    } else line += ` ${cell} `;
  }
  return [...lines, line.trimEnd()].flatMap((each) =>
    each.length <= WIDTH ? [each] : wrapped(each, FOLD, FOLD),
  );
}

/** What goes on in the next line says so at its end, for whoever breaks lines anew. */
function wrapped(text: string, first: string, next: string): readonly string[] {
  const lines = wrapWords(text, first, next, WIDTH);
  return lines.map((line, index) => (index < lines.length - 1 ? line + GOES_ON : line));
}
