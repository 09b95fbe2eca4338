import { fillTotals, headingRow } from "./grid-heading.js";
import type { GridModel } from "./grid-model.js";
import { GridRowElements, ROW_HEIGHT_PX } from "./grid-row.js";
import { moveBy, type Position } from "./move-by.js";

export interface GridEvents {
  onOpen(row: number, column: number): void;
  /** The person wants to take along what the cell is about. */
  onCopy(row: number, column: number): void;
  /** Other rows are visible now: from the first to the last, in rows and parts of rows. */
  onScroll(first: number, last: number): void;
  /** Escape, with the focus in the grid. */
  onDismiss(): void;
}

/** Rows kept ready above and below what is visible. */
const SPARE_ROWS = 6;
/** Rows kept out of the document: as many as any screen has. Paper needs more for once. */
const MOST_SPARE = 100;

/**
 * A grid that holds elements for the visible rows only. Works on the DOM itself, since a row that scrolls
 * into view is to cost a few changed attributes and nothing else.
 *
 * One cell is active: the only tab stop. Its row stays in the DOM wherever the grid is scrolled to,
 * so that the focus is never lost.
 */
export class Grid {
  readonly #root: HTMLElement;
  readonly #events: GridEvents;
  readonly #body = document.createElement("div");
  readonly #rows = new Map<number, GridRowElements>();
  readonly #resizes: ResizeObserver;
  readonly #ends = new AbortController();
  #model: GridModel = {
    rows: [],
    columns: [],
    isDense: false,
    cell: () => EMPTY_CELL,
    rowTotal: String,
    drawInHeading: null,
    columnTotal: String,
  };
  #spare: GridRowElements[] = [];
  #active: Position = { row: 0, column: 0 };
  #openCell: Position | null = null;
  /** Where the open cell was when it was brought into view. */
  #inView: Position | null = null;
  /** As of the last scrolling or resizing: to ask amid changes would lay out the page once more. */
  #top = 0;
  #height = innerHeight;
  #hasFocus = false;
  /** Paper has all rows. */
  #isPrinting = false;

  constructor(root: HTMLElement, label: string, events: GridEvents) {
    this.#root = root;
    this.#events = events;
    root.role = "grid";
    root.ariaLabel = label;
    root.classList.add("grid");
    this.#body.className = "grid-body";
    this.#body.role = "rowgroup";
    const { signal } = this.#ends;
    root.addEventListener("scroll", this.#renderAnew, { passive: true, signal });
    root.addEventListener("click", this.#onClick, { signal });
    root.addEventListener("keydown", this.#onKey, { signal });
    root.addEventListener("focusin", this.#onFocus, { signal });
    root.addEventListener("focusout", this.#onBlur, { signal });
    addEventListener("beforeprint", this.#onPrint, { signal });
    addEventListener("afterprint", this.#onPrint, { signal });
    this.#resizes = new ResizeObserver(() => {
      this.#renderAnew();
      this.#revealOpen();
    });
    this.#resizes.observe(root);
  }

  /** Shows other rows or columns, or what the cells say by now. The active cell stays with its row and column while they are there. */
  show(model: GridModel): void {
    const before = this.#model;
    const hadFocus = this.#hasFocus;
    // What is filled anew may be another service's row.
    for (const elements of this.#rows.values()) this.#undecorate(elements);
    this.#model = model;
    const now = ({ row, column }: Position): Position => ({
      row: model.rows.findIndex(({ id }) => id === before.rows[row]?.id),
      column: model.columns.findIndex(({ id }) => id === before.columns[column]?.id),
    });
    const { row, column } = now(this.#active);
    this.#active = { row: Math.max(0, row), column: Math.max(0, column) };
    this.#openCell &&= now(this.#openCell);
    if (!hasSameColumns(before, model) || this.#body.parentElement === null) this.#build();
    const top = this.#root.firstElementChild?.firstElementChild;
    // Narrow columns have no room for them.
    if (top && !model.isDense) fillTotals(top, model);
    this.#root.ariaRowCount = String(model.rows.length + 1);
    this.#root.style.setProperty("--rows", String(model.rows.length));
    this.#top = Math.min(this.#top, Math.max(0, model.rows.length * ROW_HEIGHT_PX - this.#height));
    for (const [row, elements] of this.#rows) {
      if (row < model.rows.length) elements.fill(model, row);
    }
    this.#render();
    if (hadFocus) this.focusActive();
  }

  /** Marks the cell whose details are shown, makes it the active one, and brings it into view where it is another. */
  markOpen(position: Position | null): void {
    this.#cellAt(this.#openCell)?.removeAttribute("aria-selected");
    const before = this.#inView;
    this.#openCell = position;
    this.#inView = position;
    if (position !== null) this.#activate(position);
    this.#decorate();
    if (position === null) return;
    if (before?.row === position.row && before.column === position.column) return;
    this.#revealRow(position.row);
    this.#revealOpen();
  }

  focusActive(): void {
    this.#cellAt(this.#active)?.focus({ preventScroll: true });
  }

  /** The details stand beside the grid, and are about a cell that is to stay in view. */
  #revealOpen(): void {
    this.#cellAt(this.#openCell)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Brings a row to the middle, unless it is in view already. */
  #revealRow(row: number): void {
    const top = row * ROW_HEIGHT_PX;
    this.#measure();
    const visible = this.#height;
    const isVisible =
      top >= this.#root.scrollTop && top + ROW_HEIGHT_PX <= this.#root.scrollTop + visible;
    if (!isVisible) this.#root.scrollTop = top - (visible - ROW_HEIGHT_PX) / 2;
    this.#renderAnew();
  }

  /** Scrolls so that the row is in the middle. */
  centreRow(row: number): void {
    this.#root.scrollTop = row * ROW_HEIGHT_PX - this.#height / 2;
  }

  destroy(): void {
    this.#resizes.disconnect();
    this.#ends.abort();
    this.#root.replaceChildren();
  }

  #build(): void {
    this.#rows.clear();
    this.#spare = [];
    this.#body.replaceChildren();
    const top = document.createElement("div");
    top.role = "rowgroup";
    top.className = "grid-top-group";
    top.append(headingRow(this.#model));
    this.#root.classList.toggle("is-dense", this.#model.isDense);
    this.#root.style.setProperty("--columns", String(this.#model.columns.length));
    this.#root.ariaColCount = String(this.#model.columns.length + 1);
    this.#root.replaceChildren(top, this.#body);
  }

  /** Gives every visible row its elements; rows out of view give theirs back. */
  readonly #render = (): void => {
    const count = this.#model.rows.length;
    const top = this.#top / ROW_HEIGHT_PX;
    const visible = this.#height / ROW_HEIGHT_PX;
    const first = Math.floor(top);
    const from = this.#isPrinting ? 0 : Math.max(0, first - SPARE_ROWS);
    const to = this.#isPrinting ? count : Math.min(count, first + Math.ceil(visible) + SPARE_ROWS);
    for (const [row, elements] of this.#rows) {
      const isKept = row < count && ((row >= from && row < to) || row === this.#active.row);
      if (isKept) continue;
      this.#rows.delete(row);
      this.#undecorate(elements);
      this.#spare.push(elements);
    }
    for (let row = from; row < to; row++) this.#ensureRow(row);
    if (this.#active.row < count) this.#ensureRow(this.#active.row);
    // Kept for the next rows: to make them takes longer than to fill them.
    for (const { element } of this.#spare) element.remove();
    this.#spare.splice(MOST_SPARE);
    this.#decorate();
    this.#events.onScroll(top, Math.min(count, top + visible));
  };

  #ensureRow(row: number): void {
    if (this.#rows.has(row)) return;
    const elements = this.#spare.pop() ?? new GridRowElements(this.#model.columns.length);
    elements.fill(this.#model, row);
    this.#rows.set(row, elements);
    if (elements.element.parentElement === null) this.#body.append(elements.element);
  }

  #undecorate(elements: GridRowElements): void {
    for (const cell of elements.element.querySelectorAll<HTMLElement>(
      "[tabindex='0'], [aria-selected]",
    )) {
      cell.tabIndex = -1;
      cell.removeAttribute("aria-selected");
    }
  }

  #decorate(): void {
    const active = this.#cellAt(this.#active);
    if (active !== undefined) active.tabIndex = 0;
    const open = this.#cellAt(this.#openCell);
    if (open !== undefined) open.ariaSelected = "true";
  }

  #activate(position: Position): void {
    const before = this.#cellAt(this.#active);
    if (before !== undefined) before.tabIndex = -1;
    this.#active = position;
    this.#render();
  }

  #cellAt(position: Position | null): HTMLElement | undefined {
    return position === null ? undefined : this.#rows.get(position.row)?.cell(position.column);
  }

  #measure(): void {
    const head = this.#root.firstElementChild?.clientHeight ?? 0;
    this.#top = this.#root.scrollTop;
    this.#height = Math.max(0, this.#root.clientHeight - head);
  }

  readonly #renderAnew = (): void => {
    this.#measure();
    this.#render();
  };

  #positionOf(target: EventTarget | null): Position | null {
    if (!(target instanceof Element)) return null;
    const column = target.closest<HTMLElement>("[data-column]")?.dataset["column"];
    const row = target.closest<HTMLElement>("[data-row]")?.dataset["row"];
    if (column === undefined || row === undefined) return null;
    return { row: Number(row), column: Number(column) };
  }

  /** Within a span, the column that was pointed at. */
  #positionAt(event: MouseEvent): Position | null {
    const position = this.#positionOf(event.target);
    if (position === null || !(event.target instanceof Element)) return position;
    const [first, last] = this.#rows.get(position.row)?.spanAt(position.column) ?? [0, 0];
    const { left, width } = event.target.getBoundingClientRect();
    const part = Math.floor(((event.clientX - left) / width) * (last - first + 1));
    return { row: position.row, column: Math.min(last, Math.max(first, first + part)) };
  }

  readonly #onClick = (event: MouseEvent): void => {
    const position = this.#positionAt(event);
    if (position === null) return;
    this.#activate(position);
    this.#events.onOpen(position.row, position.column);
  };

  readonly #onFocus = (event: FocusEvent): void => {
    this.#hasFocus = true;
    const position = this.#positionOf(event.target);
    // Within a span the column stays the one that was come from.
    if (position !== null && event.target !== this.#cellAt(this.#active)) this.#activate(position);
  };

  readonly #onPrint = (event: Event): void => {
    this.#isPrinting = event.type === "beforeprint";
    this.#render();
  };

  readonly #onBlur = (): void => {
    this.#hasFocus = false;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#events.onOpen(this.#active.row, this.#active.column);
      return;
    }
    if (event.key === "Escape") {
      this.#events.onDismiss();
      return;
    }
    if (event.key === "c" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.#events.onCopy(this.#active.row, this.#active.column);
      return;
    }
    const next = moveBy(event, this.#leavingSpan(event), {
      rows: this.#model.rows.length,
      columns: this.#model.columns.length,
      rowsPerPage: Math.max(1, Math.floor(this.#height / ROW_HEIGHT_PX) - 1),
    });
    if (next === null) return;
    event.preventDefault();
    this.#activate(next);
    const cell = this.#cellAt(next);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  /** Sideways, a span is one step. */
  #leavingSpan({ key }: KeyboardEvent): Position {
    const { row, column } = this.#active;
    const [first, last] = this.#rows.get(row)?.spanAt(column) ?? [column, column];
    if (key === "ArrowLeft") return { row, column: first };
    if (key === "ArrowRight") return { row, column: last };
    return this.#active;
  }
}

const EMPTY_CELL = {
  state: "unknown",
  evidence: null,
  text: "",
  label: "",
  isQuiet: false,
  span: 1,
} as const;

function hasSameColumns(a: GridModel, b: GridModel): boolean {
  return (
    a.isDense === b.isDense &&
    a.columns.length === b.columns.length &&
    a.columns.every(({ id }, index) => id === b.columns[index]?.id)
  );
}
