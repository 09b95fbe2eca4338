import type { AuditEdit } from "./audit-fix.js";

/** A file with lines added, and what was added as a unified diff. */
export interface EditedText {
  readonly text: string;
  readonly diff: string;
}

const CONTEXT = 3;

/** @param file as the diff names it */
export function applyEdits(file: string, text: string, edits: readonly AuditEdit[]): EditedText {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(/\r?\n/);
  const endsOpen = lines.at(-1) === "";
  if (endsOpen) lines.pop();
  const before = new Map<number, string[]>();
  for (const { before: at, indentOf, further, lines: added } of edits) {
    const place = Math.min(at, lines.length + 1);
    const [indent = ""] = /^[ \t]*/.exec(lines[indentOf - 1] ?? "") ?? [];
    const inset = indent + " ".repeat(further);
    const written = added.map((line) => (line === "" ? "" : inset + line));
    const there = before.get(place) ?? [];
    // Two findings may ask for the same.
    if (there.join("\n").includes(written.join("\n"))) continue;
    before.set(place, [...there, ...written]);
  }
  const places = [...before.keys()].toSorted((one, other) => one - other);
  const result = lines.flatMap((line, index) => [...(before.get(index + 1) ?? []), line]);
  result.push(...(before.get(lines.length + 1) ?? []));
  const diff = [`--- a/${file}`, `+++ b/${file}`, ...hunks(lines, places, before)].join("\n");
  return { text: result.join(newline) + (endsOpen ? newline : ""), diff: `${diff}\n` };
}

function hunks(
  lines: readonly string[],
  places: readonly number[],
  before: ReadonlyMap<number, readonly string[]>,
): readonly string[] {
  const groups: number[][] = [];
  for (const place of places) {
    const group = groups.at(-1);
    if (group !== undefined && place - (group.at(-1) ?? 0) <= 2 * CONTEXT) group.push(place);
    else groups.push([place]);
  }
  let added = 0;
  return groups.flatMap((group) => {
    const first = Math.max(1, (group[0] ?? 1) - CONTEXT);
    const last = Math.min(lines.length, (group.at(-1) ?? 1) + CONTEXT - 1);
    const body: string[] = [];
    let more = 0;
    for (let at = first; at <= last + 1; at++) {
      const inserted = group.includes(at) ? (before.get(at) ?? []) : [];
      more += inserted.length;
      body.push(...inserted.map((line) => `+${line}`));
      if (at <= last) body.push(` ${lines[at - 1] ?? ""}`);
    }
    const old = last - first + 1;
    const head = `@@ -${first},${old} +${first + added},${old + more} @@`;
    added += more;
    return [head, ...body];
  });
}
