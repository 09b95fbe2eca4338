import { signal } from "@preact/signals";

const narrow = matchMedia("(max-width: 700px)");

/** Whether this is a phone, or a window as narrow as one. */
export const isNarrow = signal(narrow.matches);
narrow.addEventListener("change", () => {
  isNarrow.value = narrow.matches;
});
