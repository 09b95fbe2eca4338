import "../styles/evidence.css";
import type { StatedEvidence } from "@egress6/core/evidence/evidence";
import {
  EVIDENCE_GLYPH,
  EVIDENCE_WORDS,
  uncheckedText,
} from "@egress6/core/evidence/evidence-words";
import { parseEvidenceMatrix } from "@egress6/core/map/evidence-matrix";
import { EvidenceLegend } from "../components/evidence-legend.js";
import { markCells } from "../map/mark-cells.js";
import { evidenceJson, map } from "./map-state.js";
import { pastDay } from "./past-state.js";
import { type EvidenceWords, shownEvidence } from "./shown-evidence.js";

/** Shows what others say, as the map has it now. */
export function showEvidence(): void {
  const layout = map.peek()?.layout;
  if (layout === undefined) return;
  const matrix = parseEvidenceMatrix(evidenceJson.peek(), layout);
  shownEvidence.value = {
    sources: matrix.sources.map(wordsOf),
    mark: (cells, status, view) => markCells(cells, status, view, matrix, pastDay.value),
    Legend: EvidenceLegend,
  };
}

function wordsOf(evidence: StatedEvidence): EvidenceWords {
  const text = uncheckedText(evidence);
  return {
    says: evidence.says,
    source: evidence.source,
    glyph: EVIDENCE_GLYPH,
    word: EVIDENCE_WORDS[evidence.says].word,
    name: `unknown, ${text}`,
    sentence: `${text[0]?.toUpperCase()}${text.slice(1)}.`,
  };
}
