import type { EvidenceKind, StatedEvidence } from "./evidence.js";

interface KindWords {
  /** In a wide column of the map. */
  readonly word: string;
  readonly by: string;
}

/** The mark of names that others say have IPv6, and that nobody asked about from here. */
export const EVIDENCE_GLYPH = "◇";

export const EVIDENCE_WORDS: Readonly<Record<EvidenceKind, KindWords>> = {
  declared: { word: "declared", by: "declared by AWS" },
  documented: { word: "documented", by: "documented by AWS" },
  "seen-by-others": { word: "seen", by: "seen by others" },
};

/** In the legend. */
export const legendText = (says: EvidenceKind): string => `${EVIDENCE_WORDS[says].by}, not checked`;

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** @param date as `2026-07-31`; @returns `31 July 2026` */
function longDay(date: string): string {
  const [year, month, day] = date.split("-").map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/** `declared by AWS, 31 July 2026` */
export const evidenceText = ({ says, date }: StatedEvidence): string =>
  `${EVIDENCE_WORDS[says].by}, ${longDay(date)}`;

/** Before the name was asked about from here. */
export const uncheckedText = (evidence: StatedEvidence): string =>
  `${evidenceText(evidence)}; not checked from here`;

/** Where an own observation says otherwise. */
export const disagreementText = ({ says, date }: StatedEvidence): string =>
  `${EVIDENCE_WORDS[says].by} on ${longDay(date)}; observed from here: no AAAA`;
