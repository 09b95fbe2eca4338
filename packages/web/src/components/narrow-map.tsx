import "../styles/service-list.css";
import { CELL_WORDS, type CellWords } from "@egress6/core/map/cell-words";
import type { MapData } from "@egress6/core/map/map-data";
import { CELLS, type Cell } from "@egress6/core/verdict/cell";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isSought } from "../map/map-grid-model.js";
import { address, changeAddress } from "../state/address-state.js";
import type { EvidenceWords } from "../state/shown-evidence.js";
import {
  cellAt,
  evidenceAt,
  soughtStates,
  visibleRegions,
  visibleServices,
} from "../state/visible-cells.js";
import { whenDetailsClose } from "./details-focus.js";
import { Swatch } from "./swatch.js";

/** Rows that are there from the beginning, and that come when the end is reached. */
const ROWS = 40;

/** The map for a screen with no room for a grid: services, each with its regions to fold out. */
export function NarrowMap({ map }: { readonly map: MapData }) {
  const [rows, setRows] = useState(ROWS);
  const end = useRef<HTMLButtonElement>(null);
  const services = visibleServices.value;
  const openService = map.layout.serviceIndex.get(address.value.openCell?.service ?? "") ?? -1;
  const shown = Math.max(rows, services.indexOf(openService) + 1);
  const hasMore = shown < services.length;
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
      {services.slice(0, shown).map((service) => (
        <ServiceItem
          key={service}
          map={map}
          service={service}
          holdsOpen={service === openService}
        />
      ))}
      {hasMore && (
        <li>
          <button type="button" ref={end} class="more" onClick={() => setRows(shown + ROWS)}>
            {services.length - shown} more
          </button>
        </li>
      )}
    </ul>
  );
}

interface ServiceItemProps {
  readonly map: MapData;
  readonly service: number;
  /** Whether the details are about one of its cells. */
  readonly holdsOpen: boolean;
}

function ServiceItem({ map, service, holdsOpen }: ServiceItemProps) {
  const [isOpen, setOpen] = useState(holdsOpen);
  useEffect(() => {
    if (holdsOpen) setOpen(true);
  }, [holdsOpen]);
  const { cliName = "", displayName = "" } = map.catalog.services[service] ?? {};
  const regions = visibleRegions.value;
  const counts = countsOf(service, regions);
  const inWords = counts.map(({ words, count }) => `${count} ${words.name}`).join(", ");
  return (
    <li>
      <button type="button" class="service" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class="names">
          <b>{cliName}</b> <small>{displayName}</small>
        </span>
        <span class="visually-hidden">: {inWords}</span>
        <span class="shares" aria-hidden="true">
          {counts.map(({ state, evidence, words, count }) => (
            <i
              key={words.name}
              data-state={state}
              data-evidence={evidence?.says}
              style={{ flexGrow: count }}
            >
              {words.glyph} {count}
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

interface Share {
  readonly state: Cell;
  readonly evidence: EvidenceWords | null;
  readonly words: CellWords;
  readonly count: number;
}

function countsOf(service: number, regions: readonly number[]): readonly Share[] {
  const said = regions.map((region) => evidenceAt.value(service, region));
  const states = regions.map((region, index) => said[index] ?? cellAt.value(service, region));
  const counted = (what: Cell | EvidenceWords) => states.filter((each) => each === what).length;
  return [
    ...CELLS.map((state) => ({
      state,
      evidence: null,
      words: CELL_WORDS[state],
      count: counted(state),
    })),
    ...[...new Set(said)].flatMap((evidence) =>
      evidence === null
        ? []
        : [{ state: "unknown" as const, evidence, words: evidence, count: counted(evidence) }],
    ),
  ].filter(({ count }) => count > 0);
}

interface PlaceProps {
  readonly map: MapData;
  readonly service: number;
  readonly region: number;
}

function Place({ map, service, region }: PlaceProps) {
  const button = useRef<HTMLButtonElement>(null);
  const place = map.layout.regions[region];
  const { openCell } = address.value;
  const isOpen =
    openCell?.region === place?.id && openCell?.service === map.catalog.services[service]?.cliName;
  useLayoutEffect(() => {
    if (!isOpen) return;
    // The details take most of the screen, and are about a cell that is to stay in view.
    const stay = () => button.current?.scrollIntoView({ block: "center" });
    const resizes = new ResizeObserver(stay);
    const list = button.current?.closest(".service-list");
    if (list) resizes.observe(list);
    const stop = whenDetailsClose(() => button.current?.focus());
    return () => {
      resizes.disconnect();
      stop();
    };
  }, [isOpen]);
  const state = cellAt.value(service, region);
  const evidence = evidenceAt.value(service, region);
  if (place === undefined || !isSought(soughtStates.value, state, evidence)) return null;
  const { cliName = "" } = map.catalog.services[service] ?? {};
  return (
    <li>
      <button
        type="button"
        ref={button}
        aria-current={isOpen ? "true" : undefined}
        onClick={() => changeAddress({ openCell: { service: cliName, region: place.id } })}
      >
        <Swatch state={state} evidence={evidence} />
        <span>
          {place.id} <small>{place.name}</small>
          {evidence && <small class="evidence">{evidence.sentence}</small>}
        </span>
        <span class="state">{CELL_WORDS[state].name}</span>
      </button>
    </li>
  );
}
