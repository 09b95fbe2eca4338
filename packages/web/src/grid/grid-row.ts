import type { GridModel } from "./grid-model.js";

export const ROW_HEIGHT_PX = 28;

/** One row of elements, filled again and again as rows come into view. */
export class GridRowElements {
  readonly element: HTMLElement;
  readonly #heading: HTMLElement;
  readonly #cells: HTMLElement[] = [];

  constructor(columnCount: number) {
    this.element = document.createElement("div");
    this.element.className = "grid-row";
    this.element.role = "row";
    this.#heading = document.createElement("div");
    this.#heading.className = "grid-heading";
    this.#heading.role = "rowheader";
    this.#heading.ariaColIndex = "1";
    this.element.append(this.#heading);
    for (let column = 0; column < columnCount; column++) {
      const cell = document.createElement("div");
      cell.className = "cell";
      cell.role = "gridcell";
      cell.ariaColIndex = String(column + 2);
      cell.tabIndex = -1;
      cell.dataset["column"] = String(column);
      this.#cells.push(cell);
    }
    this.element.append(...this.#cells);
  }

  fill(model: GridModel, row: number): void {
    this.element.dataset["row"] = String(row);
    this.element.ariaRowIndex = String(row + 2);
    this.element.style.transform = `translateY(${row * ROW_HEIGHT_PX}px)`;
    const { id, title } = model.rows[row] ?? { id: "", title: "" };
    if (this.#heading.textContent !== id) this.#heading.textContent = id;
    this.#heading.title = title;
    for (const [column, element] of this.#cells.entries()) {
      const cell = model.cell(row, column);
      if (element.dataset["state"] !== cell.state) element.dataset["state"] = cell.state;
      if (element.textContent !== cell.text) element.textContent = cell.text;
      if (element.ariaLabel !== cell.label) element.ariaLabel = cell.label;
      element.classList.toggle("joins-next", cell.joinsNext);
    }
  }

  cell(column: number): HTMLElement | undefined {
    return this.#cells[column];
  }
}
