import { withoutMarkup } from "../../markdown-sections.js";
import { toned } from "../style.js";
import { alignColumns } from "../text-columns.js";
import { wrapText } from "../wrap-text.js";

const COLUMNS = 80;

/** A part of a document for a terminal: headings stand out, tables are aligned, code is indented. */
export function documentText(markdown: readonly string[]): string {
  const out: string[] = [];
  let code = false;
  for (let at = 0; at < markdown.length; at += 1) {
    const line = markdown[at] ?? "";
    if (line.startsWith("```")) code = !code;
    else if (code) out.push(`    ${line}`);
    else if (/^<!--.*-->$/.test(line) || /^!\[/.test(line)) continue;
    else if (line.startsWith("#"))
      out.push(toned("strong", withoutMarkup(line.replace(/^#+ /, ""))));
    else if (line.startsWith("|")) {
      const end = markdown.findIndex((other, index) => index > at && !other.startsWith("|"));
      const rows = markdown.slice(at, end === -1 ? undefined : end);
      out.push(tableText(rows));
      at += rows.length - 1;
    } else if (line.trim() === "") out.push("");
    else {
      const end = markdown.findIndex((other, index) => index > at && !isParagraph(other));
      const lines = markdown.slice(at, end === -1 ? undefined : end);
      out.push(paragraphText(lines.join("\n")));
      at += lines.length - 1;
    }
  }
  return `${out
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

const isParagraph = (line: string): boolean =>
  line.trim() !== "" && !/^(#|\||```|[-*] |\d+\. )/.test(line);

function paragraphText(text: string): string {
  const item = /^(?:[-*]|\d+\.) /.exec(text)?.[0] ?? "";
  return wrapText(withoutMarkup(text), " ".repeat(item.length), COLUMNS);
}

function tableText(lines: readonly string[]): string {
  const rows = lines
    .filter((line) => !/^\|[\s:|-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => withoutMarkup(cell.trim())),
    );
  const widest = Math.max(...rows.map((row) => row.join("  ").length));
  if (widest <= COLUMNS) return alignColumns(rows, "  ");
  return rows
    .slice(1)
    .map(([first = "", ...rest]) =>
      [
        toned("strong", `  ${first}`),
        ...rest.map((cell) => wrapText(`    ${cell}`, "    ", COLUMNS)),
      ].join("\n"),
    )
    .join("\n");
}
