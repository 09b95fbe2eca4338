import { type EvidenceBase, NO_EVIDENCE } from "@egress6/core/evidence/evidence";
import { statedSections } from "@egress6/core/evidence/stated-destinations";
import { witnessLines } from "@egress6/core/observation/witness-words";
import { headline, headlineLines, planSections } from "@egress6/core/plan/plan-sections";
import type { Plan } from "@egress6/core/plan/plan-workload";
import type { Section, Table } from "@egress6/core/plan/section";

/** The plan as Markdown, for a pull request or a wiki. */
export function planMarkdown(plan: Plan, evidence: EvidenceBase = NO_EVIDENCE): string {
  const doubts = witnessLines(plan.input.witnesses ?? []).map(escaped);
  return `${[
    ...doubts,
    `# ${escaped(headline(plan))}`,
    headlineLines(plan)
      .map((line) => `- ${escaped(line)}`)
      .join("\n"),
    ...[...planSections(plan), ...statedSections(plan, evidence)].map(sectionMarkdown),
  ].join("\n\n")}\n`;
}

function sectionMarkdown({ title, lines, table, items }: Section): string {
  const list = (items ?? []).map(({ text, under }) =>
    [`- ${escaped(text)}`, ...under.map((line) => `  - ${escaped(line)}`)].join("\n"),
  );
  return [
    `## ${escaped(title)}`,
    ...lines.map(escaped),
    ...(table === undefined ? [] : [tableMarkdown(table)]),
    ...(list.length === 0 ? [] : [list.join("\n")]),
  ].join("\n\n");
}

function tableMarkdown({ head, rows, numbers }: Table): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(cellMarkdown).join(" | ")} |`;
  const rule = `|${head.map((_, column) => (numbers.includes(column) ? "---:" : "---")).join("|")}|`;
  return [row(head), rule, ...rows.map(row)].join("\n");
}

const cellMarkdown = (text: string): string => escaped(text).replaceAll("|", "\\|");

/** Code spans stay as they are; elsewhere, what Markdown would take as its own is escaped. */
function escaped(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_<>[\]#]/g, "\\$&")))
    .join("");
}
