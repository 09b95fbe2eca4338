import { signal } from "@preact/signals";

/** What is to be found out about: as pasted, and nowhere but here. Null: the box is closed. */
export const findText = signal<string | null>(null);
