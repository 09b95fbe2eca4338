/** A plan as people read it, before it is set as text or Markdown. */
export interface Section {
  readonly title: string;
  /** Evidence and what if: left out where the answer is to fit a screen. */
  readonly isDetail?: true;
  /** Sentences. */
  readonly lines: readonly string[];
  readonly table?: Table;
  readonly items?: readonly Item[];
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Positions of columns with numbers. */
  readonly numbers: readonly number[];
}

export interface Item {
  readonly text: string;
  readonly under: readonly string[];
}
