import { effect } from "@preact/signals";
import { address } from "./address-state.js";
import { map } from "./map-state.js";

const usual = document.title;
let isFollowed = false;

/** From now on the window's title says which cell is open, or what is looked for: for tabs, histories and bookmarks. */
export function followTitle(): void {
  if (isFollowed) return;
  isFollowed = true;
  effect(() => {
    const { openCell, query } = address.value;
    const index = map.value?.layout.serviceIndex.get(openCell?.service ?? "") ?? -1;
    const name = map.value?.catalog.services[index]?.displayName;
    if (openCell !== null && name !== undefined) {
      document.title = `${name} in ${openCell.region} over IPv6 · egress6`;
    } else {
      document.title = query === "" ? usual : `“${query}” over IPv6 · egress6`;
    }
  });
}
