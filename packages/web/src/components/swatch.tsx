import { CELL_WORDS } from "@egress6/core/map/cell-words";
import type { Cell } from "@egress6/core/verdict/cell";
import type { EvidenceWords } from "../state/shown-evidence.js";

interface SwatchProps {
  readonly state: Cell;
  readonly evidence?: EvidenceWords | null;
}

/** Colour and glyph of a state. For the eye only: say the state in words beside it. */
export function Swatch({ state, evidence }: SwatchProps) {
  return (
    <span class="swatch" data-state={state} data-evidence={evidence?.says} aria-hidden="true">
      {(evidence ?? CELL_WORDS[state]).glyph}
    </span>
  );
}
