import { signal } from "@preact/signals";

/** Draws the share of a row over time into its heading; null until somebody asks for that. */
export const drawRowCurve = signal<((heading: HTMLElement, row: number) => void) | null>(null);
