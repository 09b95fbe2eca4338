import { type EvidenceBase, NO_EVIDENCE } from "@egress6/core/evidence/evidence";
import { statedSections } from "@egress6/core/evidence/stated-destinations";
import { witnessLines } from "@egress6/core/observation/witness-words";
import {
  headline,
  type Item,
  planSections,
  type Section,
  type Table,
} from "@egress6/core/plan/plan-sections";
import type { Plan } from "@egress6/core/plan/plan-workload";

const WIDTH = 100;

/** The plan for a terminal, in 100 columns. */
export function planText(plan: Plan, evidence: EvidenceBase = NO_EVIDENCE): string {
  const doubts = witnessLines(plan.input.witnesses ?? []).flatMap((line) =>
    wrapped(line, "", "  "),
  );
  const sections = [...planSections(plan), ...statedSections(plan, evidence)].map(sectionText);
  return `${[...(doubts.length === 0 ? [] : [doubts.join("\n")]), headline(plan), ...sections].join("\n\n")}\n`;
}

function sectionText({ title, lines, table, items }: Section): string {
  return [
    title,
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
  return all.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return numbers.includes(column) ? cell.padStart(width) : cell.padEnd(width);
    });
    const line = `  ${cells.join("  ")}`.trimEnd();
    if (line.length <= WIDTH) return line;
    // A remark moves up to what it follows rather than out of the line.
    return `  ${cells.slice(0, -1).join("  ").trimEnd()}  ${cells.at(-1) ?? ""}`.trimEnd();
  });
}

/** Breaks between words, not within commands; a word that is longer than a line stays whole. */
function wrapped(text: string, first: string, next: string): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.match(/(?:`[^`]*`|[^\s`]|`)+/g) ?? []) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = next;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
