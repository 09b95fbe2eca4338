import type { MapData } from "@egress6/core/map/map-data";
import { effect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Grid } from "../grid/grid.js";
import { Minimap } from "../grid/minimap.js";
import { mapGridModel } from "../map/map-grid-model.js";
import { address, changeAddress } from "../state/address-state.js";
import { plainTableAddress } from "../state/plain-table-address.js";
import { drawRowCurve } from "../state/row-curves.js";
import { theme } from "../state/theme.js";
import {
  cellAt,
  evidenceAt,
  shareOf,
  soughtStates,
  view,
  visibleRegions,
  visibleServices,
} from "../state/visible-cells.js";
import { whenDetailsClose } from "./details-focus.js";

/** Services by regions. Grid and minimap do their own drawing; this only tells them what to show. */
export function Matrix({ map }: { readonly map: MapData }) {
  const gridRoot = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  // Before anything is painted: an empty grid would be laid out and painted first.
  useLayoutEffect(() => {
    if (gridRoot.current === null || canvas.current === null || frame.current === null) return;
    return drawMap(map, gridRoot.current, canvas.current, frame.current);
  }, [map]);
  return (
    <>
      <a class="visually-hidden skip" href={plainTableAddress(address.value)}>
        The same as a plain table
      </a>
      <div class="minimap" aria-hidden="true">
        <canvas ref={canvas} />
        <div ref={frame} class="minimap-window" />
      </div>
      <div ref={gridRoot} class="matrix" />
    </>
  );
}

/** @returns ends it */
function drawMap(
  map: MapData,
  root: HTMLElement,
  canvas: HTMLCanvasElement,
  frameAround: HTMLElement,
): () => void {
  const at = (row: number, column: number) => {
    const service = map.catalog.services[visibleServices.peek()[row] ?? -1];
    const region = map.layout.regions[visibleRegions.peek()[column] ?? -1];
    return service === undefined || region === undefined ? null : { service, region };
  };
  const ends = new AbortController();
  const { signal } = ends;
  const minimap = new Minimap(canvas, frameAround, (row) => grid.centreRow(row), signal);
  const grid = new Grid(root, "Services by region", {
    onOpen: (row, column) => {
      const place = at(row, column);
      if (place === null) return;
      changeAddress({ openCell: { service: place.service.cliName, region: place.region.id } });
    },
    onCopy: (row, column) => {
      const place = at(row, column);
      if (place === null) return;
      const state = cellAt.peek()(
        visibleServices.peek()[row] ?? -1,
        visibleRegions.peek()[column] ?? -1,
      );
      const { byDefault, optIn } = view.peek();
      const variant = state === "opt-in" && optIn !== null ? optIn : byDefault;
      void import("../state/copy-hostname.js").then(({ copyHostname }) =>
        copyHostname(place.service.cliName, place.region.id, variant),
      );
    },
    onScroll: (first, last) => minimap.showWindow(first, last),
    onDismiss: () => changeAddress({ openCell: null }),
  });
  let frame = 0;
  /** In the frame after the grid's, which is what people wait for. */
  const drawSoon = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() =>
        minimap.draw(visibleServices.peek(), visibleRegions.peek(), cellAt.peek()),
      );
    });
  };
  const colours = matchMedia("(prefers-color-scheme: dark)");
  const resizes = new ResizeObserver(drawSoon);
  resizes.observe(canvas);
  colours.addEventListener("change", drawSoon, { signal });
  const stops = [
    effect(() => {
      grid.show(
        mapGridModel({
          map,
          view: view.value,
          services: visibleServices.value,
          regions: visibleRegions.value,
          cellAt: cellAt.value,
          evidenceAt: evidenceAt.value,
          sought: soughtStates.value,
          shareOf: shareOf.value,
          drawInHeading: drawRowCurve.value,
        }),
      );
    }),
    effect(() => {
      for (const each of [cellAt, visibleServices, visibleRegions, theme]) {
        each.value;
      }
      drawSoon();
    }),
    effect(() => {
      const open = address.value.openCell;
      const row = visibleServices.value.indexOf(
        map.layout.serviceIndex.get(open?.service ?? "") ?? -1,
      );
      const column = visibleRegions.value.indexOf(
        map.layout.regionIndex.get(open?.region ?? "") ?? -1,
      );
      const isShown = open !== null && row >= 0 && column >= 0;
      grid.markOpen(isShown ? { row, column } : null);
    }),
    whenDetailsClose(() => grid.focusActive()),
  ];
  return () => {
    cancelAnimationFrame(frame);
    resizes.disconnect();
    for (const stop of stops) stop();
    ends.abort();
    grid.destroy();
  };
}
