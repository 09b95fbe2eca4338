import type { MapData } from "@egress6/core/map/map-data";
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Grid } from "../grid/grid.js";
import { mapGridModel } from "../map/map-grid-model.js";
import { address, changeAddress } from "../state/address-state.js";
import { planesVersion } from "../state/map-state.js";
import { isNarrow } from "../state/screen.js";
import { shownRegions, shownServices, view } from "../state/shown.js";
import { whenDetailsClose } from "./details-focus.js";

/** Services by regions. The grid does its own drawing; this only tells it what to show. */
export function Matrix({ map }: { readonly map: MapData }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (root.current === null) return;
    const idsAt = (row: number, column: number) => ({
      service: map.catalog.services[shownServices.peek()[row] ?? -1]?.cliName,
      region: map.layout.regions[shownRegions.peek()[column] ?? -1]?.id,
    });
    const grid = new Grid(root.current, "Services by region", {
      onOpen: (row, column) => {
        const { service, region } = idsAt(row, column);
        if (service !== undefined && region !== undefined) {
          changeAddress({ openCell: { service, region } });
        }
      },
      onDismiss: () => changeAddress({ openCell: null }),
    });
    let isFirst = true;
    let frame = 0;
    const stops = [
      effect(() => {
        grid.show(
          mapGridModel(map, view.value, shownServices.value, shownRegions.value, isNarrow.value),
        );
      }),
      effect(() => {
        planesVersion.value;
        scheduleRefresh();
      }),
      effect(() => {
        const open = address.value.openCell;
        const row = shownServices.value.indexOf(
          map.layout.serviceIndex.get(open?.service ?? "") ?? -1,
        );
        const column = shownRegions.value.indexOf(
          map.layout.regionIndex.get(open?.region ?? "") ?? -1,
        );
        const isShown = open !== null && row >= 0 && column >= 0;
        grid.markOpen(isShown ? { row, column } : null);
        if (isShown && isFirst) grid.revealRow(row);
        isFirst = false;
      }),
      whenDetailsClose(() => grid.focusActive()),
    ];
    function scheduleRefresh() {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => grid.refresh());
    }
    return () => {
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
      grid.destroy();
    };
  }, [map]);
  return <div ref={root} class="matrix" />;
}
