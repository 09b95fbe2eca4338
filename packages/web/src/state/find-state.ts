import { signal } from "@preact/signals";

/** What is to be found out about: as pasted, and nowhere but here. Null: the box is closed. */
export const heldText = signal<string | null>(null);
