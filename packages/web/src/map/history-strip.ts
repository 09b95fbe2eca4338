import type { OutcomeSpan } from "@egress6/core/map/question-detail";
import type { Support } from "@egress6/core/verdict/support";

/** A part of the strip: what the question's outcome said then, and where it stands, in per cent. */
export interface StripPart {
  readonly said: Support;
  readonly span: OutcomeSpan;
  readonly left: number;
  readonly width: number;
}

/** Outcomes over the time from the first to the last of them; times nobody looked at stay empty. */
export function stripParts(spans: readonly OutcomeSpan[]): readonly StripPart[] {
  const first = spans[0]?.from ?? 0;
  const length = Math.max(1, (spans.at(-1)?.to ?? 0) - first);
  const percent = (ms: number) => Math.round((1000 * ms) / length) / 10;
  return spans.map((span) => ({
    said: saidBy(span.kind),
    span,
    left: percent(span.from - first),
    width: percent(span.to - span.from),
  }));
}

function saidBy(kind: OutcomeSpan["kind"]): Support {
  if (kind === "answer") return "yes";
  return kind === "nodata" || kind === "nxdomain" ? "no" : "unknown";
}
