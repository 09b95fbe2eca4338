import type { IgnoreComment } from "./reading.js";

/** Comments that speak to us. */
export function ignoresIn(file: string, text: string): readonly IgnoreComment[] {
  if (!text.includes("egress6:ignore")) return [];
  return text
    .split("\n")
    .flatMap((line, index) =>
      line.includes("egress6:ignore") ? [{ file, line: index + 1, text: line.trim() }] : [],
    );
}
