import type { Section, Table } from "./section.js";

/** A part of a plan as Markdown. */
export function sectionMarkdown({ title, lines, table, items }: Section): string {
  const list = (items ?? []).map(({ text, under }) =>
    [`- ${escapedMarkdown(text)}`, ...under.map((line) => `  - ${escapedMarkdown(line)}`)].join(
      "\n",
    ),
  );
  return [
    `## ${escapedMarkdown(title)}`,
    ...lines.map(escapedMarkdown),
    ...(table === undefined ? [] : [tableMarkdown(table)]),
    ...(list.length === 0 ? [] : [list.join("\n")]),
  ].join("\n\n");
}

function tableMarkdown({ head, rows, numbers }: Table): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(cellMarkdown).join(" | ")} |`;
  const rule = `|${head.map((_, column) => (numbers.includes(column) ? "---:" : "---")).join("|")}|`;
  return [row(head), rule, ...rows.map(row)].join("\n");
}

const cellMarkdown = (text: string): string => escapedMarkdown(text).replaceAll("|", "\\|");

/** Code spans stay as they are; elsewhere, what Markdown would take as its own is escapedMarkdown. */
export function escapedMarkdown(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_<>[\]#]/g, "\\$&")))
    .join("");
}
