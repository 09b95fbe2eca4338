import { CELL_WORDS } from "@egress6/core/map/cell-words";
import type { MapData } from "@egress6/core/map/map-data";
import type { GridModel } from "../grid/grid-model.js";
import { cellAt, isPartitionWide } from "../state/map-state.js";
import { shortRegionName } from "./region-name.js";
import type { View } from "./views.js";

/** Up to this many columns there is room for words. */
const MAX_WORD_COLUMNS = 12;

/**
 * @param services positions in the catalog, one per row
 * @param regions positions in the layout, one per column
 * @param isNarrow whether the screen has no room for words at all
 */
export function mapGridModel(
  map: MapData,
  view: View,
  services: readonly number[],
  regions: readonly number[],
  isNarrow: boolean,
): GridModel {
  const isDense = isNarrow || regions.length > MAX_WORD_COLUMNS;
  const columns = regions.map((region) => map.layout.regions[region]);
  return {
    isDense,
    columns: columns.map((region) => ({
      id: region?.id ?? "",
      note: shortRegionName(region?.name ?? ""),
    })),
    rows: services.map((service) => {
      const { cliName = "", displayName = "" } = map.catalog.services[service] ?? {};
      return { id: cliName, title: displayName };
    }),
    cell(row, column) {
      const service = services[row] ?? -1;
      const region = regions[column] ?? -1;
      const state = cellAt(map, view, service, region);
      const words = CELL_WORDS[state];
      const isWide = isPartitionWide(map, view, service, region);
      const next = regions[column + 1];
      const joinsNext =
        isWide &&
        next !== undefined &&
        columns[column]?.partition === columns[column + 1]?.partition &&
        cellAt(map, view, service, next) === state;
      const scope = isWide ? ", one name for the whole partition" : "";
      return {
        state,
        text: isDense ? words.glyph : words.word,
        label: `${map.catalog.services[service]?.cliName}, ${columns[column]?.id}: ${words.name}${scope}`,
        joinsNext,
      };
    },
  };
}
