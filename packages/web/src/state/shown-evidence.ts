import type { EvidenceKind } from "@egress6/core/evidence/evidence";
import type { CellWords } from "@egress6/core/map/cell-words";
import type { MapData } from "@egress6/core/map/map-data";
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { View } from "../map/views.js";

/** What others say of a cell, in the words that take the place of those of its state. */
export interface EvidenceWords extends CellWords {
  readonly says: EvidenceKind;
  /** The address of the document. */
  readonly source: string;
}

/** What others say of names that nobody asked about from here, as the map shows it. */
export interface ShownEvidence {
  readonly sources: readonly EvidenceWords[];
  /** Turns unknown cells into `FIRST_EVIDENCE` and following, by position of the source. */
  readonly mark: (cells: Uint8Array, matrix: StatusMatrix, view: View) => void;
  readonly Legend: ComponentType;
}

type StatusMatrix = Pick<MapData, "statusMatrix" | "layout">;

/** Null: there is none, or its part of the page is not loaded. */
export const shownEvidence = signal<ShownEvidence | null>(null);
