import { CELL_WORDS } from "@egress6/core/map/cell-words";
import type { Cell } from "@egress6/core/verdict/cell";

/** Colour and glyph of a state. For the eye only: say the state in words beside it. */
export function Swatch({ state }: { readonly state: Cell }) {
  return (
    <span class="swatch" data-state={state} aria-hidden="true">
      {CELL_WORDS[state].glyph}
    </span>
  );
}
