import { understandQuery } from "../map/understand-query.js";
import { fetchCatalog } from "./catalog-state.js";
import { fetchFindData } from "./find-data-state.js";
import { heldText } from "./find-state.js";
import { map } from "./map-state.js";
import { followTitle } from "./page-title.js";
import { understood } from "./visible-cells.js";

let isFollowed = false;

/** From now on the filter takes whatever people hold. Where that cannot be loaded, words are looked for in names, as before. */
export async function understandFilter(): Promise<void> {
  followTitle();
  if (!isFollowed) {
    isFollowed = true;
    document.addEventListener("paste", openLines, true);
  }
  if (understood.peek() !== null) return;
  try {
    const [catalog, { names }] = await Promise.all([fetchCatalog(), fetchFindData()]);
    understood.value = (plain, text) =>
      understandQuery(plain, text, { catalog, names, regions: map.value?.layout.regions ?? [] });
  } catch {
    // The next key tries again.
  }
}

/** A field of one line would run several into one word: they belong into the box. */
function openLines(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData("text").trim() ?? "";
  if (!(event.target instanceof Element) || event.target.id !== "filter") return;
  if (!text.includes("\n")) return;
  event.preventDefault();
  heldText.value = text;
}
