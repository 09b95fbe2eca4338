import type { Cell } from "@egress6/core/verdict/cell";

interface GridColumn {
  readonly id: string;
  /** The page of all of it. */
  readonly href: string;
  /** Below the id, in wide columns. */
  readonly note: string;
}

interface GridRow {
  readonly id: string;
  /** The page of all of it. */
  readonly href: string;
  /** What people call it. */
  readonly name: string;
  /** Shown on hovering. */
  readonly title: string;
}

interface GridCell {
  readonly state: Cell;
  /** What others say of it; null: nothing. */
  readonly evidence: string | null;
  /** What the cell shows. */
  readonly text: string;
  /** What a screen reader says: row, column and state. */
  readonly label: string;
  /** Set back behind the cells that are looked for. */
  readonly isQuiet: boolean;
  /** How many columns it spans, itself included; the model is not asked about the others. */
  readonly span: number;
}

/** What a grid shows. `cell` is asked for visible rows only. */
export interface GridModel {
  readonly rows: readonly GridRow[];
  readonly columns: readonly GridColumn[];
  /** Narrow columns with upright headings. */
  readonly isDense: boolean;
  cell(row: number, column: number): GridCell;
  /** What a row, or a column, comes to; asked for visible rows only. */
  rowTotal(row: number): string;
  /** Adds to the heading of a visible row; null: nothing. */
  readonly drawInHeading: ((heading: HTMLElement, row: number) => void) | null;
  columnTotal(column: number): string;
}
