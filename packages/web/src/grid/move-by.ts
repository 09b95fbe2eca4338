export interface Position {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  readonly rowsPerPage: number;
}

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/**
 * Where a key leads, by the ARIA grid pattern.
 * @returns null when the key is none of the grid's
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function moveBy(key: Key, { row, column }: Position, size: GridSize): Position | null {
  if (size.rows === 0 || size.columns === 0 || key.altKey) return null;
  const isWide = key.ctrlKey || key.metaKey;
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const at = (toRow: number, toColumn: number) => ({
    row: Math.min(Math.max(toRow, 0), lastRow),
    column: Math.min(Math.max(toColumn, 0), lastColumn),
  });
  if (isWide) {
    if (key.key === "Home") return at(0, 0);
    if (key.key === "End") return at(lastRow, lastColumn);
    return null;
  }
  switch (key.key) {
    case "ArrowUp":
      return at(row - 1, column);
    case "ArrowDown":
      return at(row + 1, column);
    case "ArrowLeft":
      return at(row, column - 1);
    case "ArrowRight":
      return at(row, column + 1);
    case "Home":
      return at(row, 0);
    case "End":
      return at(row, lastColumn);
    case "PageUp":
      return at(row - size.rowsPerPage, column);
    case "PageDown":
      return at(row + size.rowsPerPage, column);
    default:
      return null;
  }
}
