import type { GridModel } from "./grid-model.js";

/** As in grid.css. */
export const ROW_HEIGHT_PX = 28;

const NO_ROW = { id: "", href: "", name: "", title: "" };

export function setText(element: Element | undefined, text: string): void {
  if (element !== undefined && element.textContent !== text) element.textContent = text;
}

/** One row of elements, filled again and again as rows come into view. */
export class GridRowElements {
  readonly element: HTMLElement;
  readonly #heading: HTMLElement;
  readonly #cells: HTMLElement[] = [];
  /** For each column, the column where its span begins. */
  readonly #starts: number[] = [];

  constructor(columnCount: number) {
    this.element = document.createElement("div");
    this.element.className = "grid-row";
    this.element.role = "row";
    this.#heading = document.createElement("div");
    this.#heading.className = "grid-heading";
    this.#heading.role = "rowheader";
    this.#heading.ariaColIndex = "1";
    const link = document.createElement("a");
    // One stop for the whole grid: the details of a cell lead to the same page.
    link.tabIndex = -1;
    this.#heading.append(link, document.createElement("small"), document.createElement("i"));
    this.element.append(this.#heading);
    for (let column = 0; column < columnCount; column++) {
      const cell = document.createElement("div");
      cell.className = "cell";
      cell.role = "gridcell";
      cell.ariaColIndex = String(column + 2);
      cell.tabIndex = -1;
      cell.dataset["column"] = String(column);
      this.#cells.push(cell);
      this.#starts.push(column);
    }
    this.element.append(...this.#cells);
  }

  fill(model: GridModel, row: number): void {
    this.element.dataset["row"] = String(row);
    this.element.ariaRowIndex = String(row + 2);
    this.element.style.setProperty("--row", String(row));
    const { id, href, name, title } = model.rows[row] ?? NO_ROW;
    const [link, small, total] = this.#heading.children;
    setText(link, id);
    link?.setAttribute("href", href);
    setText(small, name);
    setText(total, model.rowTotal(row));
    this.#heading.title = title;
    model.drawInHeading?.(this.#heading, row);
    let spanned = 0;
    let start = 0;
    for (const [column, element] of this.#cells.entries()) {
      if (column < spanned) {
        if (!element.hidden) element.hidden = true;
        this.#starts[column] = start;
        continue;
      }
      const cell = model.cell(row, column);
      start = column;
      spanned = column + cell.span;
      this.#starts[column] = column;
      if (element.hidden) element.hidden = false;
      if (element.dataset["state"] !== cell.state) element.dataset["state"] = cell.state;
      if (cell.evidence !== null) element.dataset["evidence"] = cell.evidence;
      else if (element.dataset["evidence"] !== undefined) delete element.dataset["evidence"];
      if (element.textContent !== cell.text) element.textContent = cell.text;
      if (element.ariaLabel !== cell.label) element.ariaLabel = cell.label;
      element.classList.toggle("is-quiet", cell.isQuiet);
      this.#setSpan(element, cell.span);
    }
  }

  #setSpan(element: HTMLElement, span: number): void {
    const text = span === 1 ? null : String(span);
    if (element.ariaColSpan === text) return;
    element.ariaColSpan = text;
    element.style.gridColumn = text === null ? "" : `span ${text}`;
  }

  /** The element that shows a column: the first of its span. */
  cell(column: number): HTMLElement | undefined {
    return this.#cells[this.#starts[column] ?? -1];
  }

  /** First and last column of the span that a column is in. */
  spanAt(column: number): readonly [number, number] {
    const start = this.#starts[column] ?? column;
    let end = column;
    while (this.#starts[end + 1] === start) end++;
    return [start, end];
  }
}
