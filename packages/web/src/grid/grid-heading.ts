import type { GridModel } from "./grid-model.js";

/** The row that stays on top. */
export function headingRow(model: GridModel): HTMLElement {
  const row = document.createElement("div");
  row.className = "grid-row grid-top";
  row.role = "row";
  row.ariaRowIndex = "1";
  row.append(heading("Service", "", 1));
  for (const [index, { id, note }] of model.columns.entries()) {
    row.append(heading(id, note, index + 2));
  }
  return row;
}

function heading(text: string, note: string, columnIndex: number): HTMLElement {
  const element = document.createElement("div");
  element.className = columnIndex === 1 ? "grid-heading grid-corner" : "grid-column";
  element.role = "columnheader";
  element.ariaColIndex = String(columnIndex);
  element.title = note;
  const label = document.createElement("span");
  label.append(...breakable(text));
  element.append(label);
  if (note !== "") {
    const small = document.createElement("small");
    small.textContent = note;
    element.append(small);
  }
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
