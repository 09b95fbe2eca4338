import { dayText } from "@egress6/core/map/time-words";
import { effect } from "@preact/signals";
import { USUAL_CHOICES } from "../map/region-choice.js";
import { regionChoiceTitle } from "../map/region-presets.js";
import { viewOf } from "../map/views.js";
import { address } from "./address-state.js";
import { map } from "./map-state.js";

/** A demo says so here, too. */
const [prefix = ""] = /^Demo: /.exec(document.title) ?? [];
let isFollowed = false;

/** From now on the window's title says which cell is open, or what is looked for: for tabs, histories and bookmarks. */
export function followTitle(): void {
  if (isFollowed) return;
  isFollowed = true;
  effect(() => {
    const { openCell, query, at } = address.value;
    const index = map.value?.layout.serviceIndex.get(openCell?.service ?? "") ?? -1;
    const name = map.value?.catalog.services[index]?.displayName;
    if (openCell !== null && name !== undefined) {
      document.title = `${prefix}${name} in ${openCell.region} over IPv6 · egress6`;
    } else {
      const what = `${query === "" ? "AWS endpoints" : `“${query}”`} over IPv6${placeWords()}`;
      const day = at === null ? "" : `, ${dayText(Date.parse(at))}`;
      document.title =
        query === "" && what === "AWS endpoints over IPv6" && day === ""
          ? `${prefix}egress6: AWS endpoints over IPv6`
          : `${prefix}${what}${day} · egress6`;
    }
  });
}

/** The regions and the names that are shown, where they are not the usual ones. */
function placeWords(): string {
  const { regions, view } = address.value;
  const layout = map.value?.layout.regions ?? [];
  const place = regions in USUAL_CHOICES ? "" : ` in ${regionChoiceTitle(regions, layout)}`;
  return view === "default" ? place : `${place}, ${viewOf(view).title} hostnames`;
}
