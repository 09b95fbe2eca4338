import type { GridModel } from "./grid-model.js";
import { setText } from "./grid-row.js";

/** The row that stays on top. */
export function headingRow(model: GridModel): HTMLElement {
  const row = document.createElement("div");
  row.className = "grid-row grid-top";
  row.role = "row";
  row.ariaRowIndex = "1";
  const corner = heading("grid-heading grid-corner", 1);
  corner.append("Service");
  row.append(corner);
  for (const [index, { id, href, note }] of model.columns.entries()) {
    const column = heading("grid-column", index + 2);
    const link = document.createElement("a");
    link.href = href;
    link.tabIndex = -1;
    link.append(...breakable(id));
    const small = document.createElement("small");
    small.textContent = note;
    column.title = note;
    column.append(link, small, document.createElement("i"));
    row.append(column);
  }
  return row;
}

/** What each column comes to, as the rows are now. */
export function fillTotals(row: Element, model: GridModel): void {
  for (const index of model.columns.keys()) {
    setText(row.children[index + 1]?.lastElementChild ?? undefined, model.columnTotal(index));
  }
}

function heading(className: string, columnIndex: number): HTMLElement {
  const element = document.createElement("div");
  element.className = className;
  element.role = "columnheader";
  element.ariaColIndex = String(columnIndex);
  return element;
}

/** Where it must be broken, `ap-southeast-1` is after its first part only. */
function breakable(text: string): readonly (string | Node)[] {
  const end = text.indexOf("-") + 1;
  if (end === 0) return [text];
  const rest = document.createElement("b");
  rest.textContent = text.slice(end);
  return [text.slice(0, end), rest];
}
