import { isDocument, itemsAt, type WorkloadDocument, withValue } from "./edit-document.js";

const LISTS = ["services", "hosts"] as const;

/** GB a month to all services and hosts, at most; those that nobody knows count as none. `null`: none is known. */
export function totalGb(document: WorkloadDocument): number | null {
  const amounts = LISTS.flatMap((list) => itemsAt(document, [list])).flatMap((row) =>
    isDocument(row) ? mostOf(row["gbPerMonth"]) : [],
  );
  const total = amounts.reduce((sum, gb) => sum + gb, 0);
  return amounts.length === 0 || total === 0 ? null : total;
}

function mostOf(volume: unknown): readonly number[] {
  if (typeof volume === "number" && volume >= 0) return [volume];
  if (!isDocument(volume)) return [];
  const most = volume["high"] ?? volume["low"];
  return typeof most === "number" && most >= 0 ? [most] : [];
}

/** Every known volume in proportion, so that together they are that many GB a month. */
export function withTotalGb(document: WorkloadDocument, gb: number): WorkloadDocument {
  const total = totalGb(document);
  if (total === null) return document;
  const factor = gb / total;
  return LISTS.reduce<WorkloadDocument>((changed, list) => {
    const rows = itemsAt(document, [list]);
    if (rows.length === 0) return changed;
    return withValue(
      changed,
      [list],
      rows.map((row) => (isDocument(row) ? scaledRow(row, factor) : row)),
    );
  }, document);
}

/** Parts of a volume are its parts no more once it is another one. */
function scaledRow(row: WorkloadDocument, factor: number): WorkloadDocument {
  const volume = row["gbPerMonth"];
  if (typeof volume !== "number" && !isDocument(volume)) return row;
  const { inGbPerMonth: _, outGbPerMonth: __, ...rest } = row;
  return { ...rest, gbPerMonth: scaled(volume, factor) };
}

function scaled(volume: unknown, factor: number): unknown {
  if (typeof volume === "number") return rounded(volume * factor);
  if (!isDocument(volume)) return volume;
  return Object.fromEntries(
    Object.entries(volume).map(([key, value]) => [
      key,
      typeof value === "number" && (key === "low" || key === "high")
        ? rounded(value * factor)
        : value,
    ]),
  );
}

const rounded = (gb: number): number => Number(gb.toPrecision(4));

/** A position of the slider, from 0, and the amount there: even steps of a logarithm. */
export const atPosition = (position: number): number =>
  Number((10 ** (position / 100)).toPrecision(2));

export const positionOf = (amount: number): number =>
  amount <= 1 ? 0 : Math.round(Math.log10(amount) * 100);
