import "../styles/service-list.css";
import { CELL_WORDS } from "@egress6/core/map/cell-words";
import type { MapData } from "@egress6/core/map/map-data";
import { CELLS, type Cell } from "@egress6/core/verdict/cell";
import { useEffect, useRef, useState } from "preact/hooks";
import { changeAddress } from "../state/address-state.js";
import { cellAt, soughtStates, visibleRegions, visibleServices } from "../state/visible-cells.js";
import { Swatch } from "./swatch.js";

/** Rows that are there from the beginning, and that come when the end is reached. */
const ROWS = 40;

/** The map for a screen with no room for a grid: services, each with its regions to fold out. */
export function NarrowMap({ map }: { readonly map: MapData }) {
  const [rows, setRows] = useState(ROWS);
  const end = useRef<HTMLButtonElement>(null);
  const services = visibleServices.value;
  const hasMore = rows < services.length;
  useEffect(() => {
    if (end.current === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === true) setRows((before) => before + ROWS);
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [rows, hasMore]);
  return (
    <ul class="service-list" aria-label="Services">
      {services.slice(0, rows).map((service) => (
        <ServiceItem key={service} map={map} service={service} />
      ))}
      {hasMore && (
        <li>
          <button type="button" ref={end} class="more" onClick={() => setRows(rows + ROWS)}>
            {services.length - rows} more
          </button>
        </li>
      )}
    </ul>
  );
}

interface ServiceItemProps {
  readonly map: MapData;
  readonly service: number;
}

function ServiceItem({ map, service }: ServiceItemProps) {
  const [isOpen, setOpen] = useState(false);
  const { cliName = "", displayName = "" } = map.catalog.services[service] ?? {};
  const regions = visibleRegions.value;
  const counts = countsOf(service, regions);
  const inWords = counts.map(([state, count]) => `${count} ${CELL_WORDS[state].name}`).join(", ");
  return (
    <li>
      <button type="button" class="service" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class="names">
          <b>{cliName}</b> <small>{displayName}</small>
        </span>
        <span class="visually-hidden">: {inWords}</span>
        <span class="shares" aria-hidden="true">
          {counts.map(([state, count]) => (
            <i key={state} data-state={state} style={{ flexGrow: count }}>
              {CELL_WORDS[state].glyph} {count}
            </i>
          ))}
        </span>
      </button>
      {isOpen && (
        <ul class="places" aria-label={`${cliName} by region`}>
          {regions.map((region) => (
            <Place key={region} map={map} service={service} region={region} />
          ))}
        </ul>
      )}
    </li>
  );
}

function countsOf(service: number, regions: readonly number[]) {
  const states = regions.map((region) => cellAt.value(service, region));
  return CELLS.map((state): [Cell, number] => [
    state,
    states.filter((each) => each === state).length,
  ]).filter(([, count]) => count > 0);
}

function Place({ map, service, region }: ServiceItemProps & { readonly region: number }) {
  const place = map.layout.regions[region];
  const state = cellAt.value(service, region);
  const sought = soughtStates.value;
  if (place === undefined || (sought.size > 0 && !sought.has(state))) return null;
  const { cliName = "" } = map.catalog.services[service] ?? {};
  return (
    <li>
      <button
        type="button"
        onClick={() => changeAddress({ openCell: { service: cliName, region: place.id } })}
      >
        <Swatch state={state} />
        <span>
          {place.id} <small>{place.name}</small>
        </span>
        <span class="state">{CELL_WORDS[state].name}</span>
      </button>
    </li>
  );
}
