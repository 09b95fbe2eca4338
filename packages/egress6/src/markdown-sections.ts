import type { DocumentSection } from "./ports.js";

/** The sections of a Markdown text, in order; the first is all of it. */
export function sectionsOf(markdown: string): readonly DocumentSection[] {
  const lines = markdown.split(/\r?\n/);
  const heads = lines.flatMap((line, at) => {
    const head = /^(#{1,4}) (.+)$/.exec(line);
    return head?.[1] === undefined || head[2] === undefined || isInCode(lines, at)
      ? []
      : [{ at, depth: head[1].length, title: withoutMarkup(head[2]) }];
  });
  return heads.map(({ at, depth, title }) => {
    const end = heads.find((other) => other.at > at && other.depth <= depth)?.at;
    return { title, lines: lines.slice(at, end) };
  });
}

const isInCode = (lines: readonly string[], at: number): boolean =>
  lines.slice(0, at).filter((line) => line.startsWith("```")).length % 2 === 1;

/** What a reader of a terminal has no use for: emphasis, and where links lead within the documents. */
export function withoutMarkup(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\((https:[^)\s]*)\)/g, "$1 ($2)")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replaceAll("\\|", "|");
}
