import { CELL_WORDS } from "@egress6/core/map/cell-words";
import type { MapData } from "@egress6/core/map/map-data";
import type { Cell } from "@egress6/core/verdict/cell";
import type { GridModel } from "../grid/grid-model.js";
import { isPartitionWide } from "../state/map-state.js";
import type { EvidenceWords } from "../state/shown-evidence.js";
import type { Sought } from "./filter-query.js";
import { shortRegionName } from "./region-name.js";
import type { View } from "./views.js";

/** Up to this many columns there is room for words. */
const MAX_WORD_COLUMNS = 12;
/** From this many columns on a span has room for more than its state. */
const MIN_SPAN_FOR_WORDS = 5;

/** What is to be drawn. */
export interface ShownMap {
  readonly map: MapData;
  readonly view: View;
  /** Positions in the catalog, one per row. */
  readonly services: readonly number[];
  /** Positions in the layout, one per column. */
  readonly regions: readonly number[];
  readonly cellAt: (service: number, region: number) => Cell;
  readonly evidenceAt: (service: number, region: number) => EvidenceWords | null;
  /** What is looked for; empty: all the same. */
  readonly sought: ReadonlySet<Sought>;
}

interface ShownTotals {
  readonly drawInHeading: GridModel["drawInHeading"];
  readonly shareOf: (services: readonly number[], regions: readonly number[]) => string;
}

export function mapGridModel({
  map,
  view,
  services,
  regions,
  cellAt,
  evidenceAt,
  sought,
  shareOf,
  drawInHeading,
}: ShownMap & ShownTotals): GridModel {
  const isDense = regions.length > MAX_WORD_COLUMNS;
  const columns = regions.map((region) => map.layout.regions[region]);

  /** Neighbouring columns of one partition that show the same of one name. */
  const spanOf = (
    service: number,
    column: number,
    state: Cell,
    evidence: EvidenceWords | null,
  ): number => {
    if (!isPartitionWide(map, view, service, regions[column] ?? -1, state)) return 1;
    let end = column + 1;
    while (
      end < regions.length &&
      columns[end]?.partition === columns[column]?.partition &&
      cellAt(service, regions[end] ?? -1) === state &&
      evidenceAt(service, regions[end] ?? -1) === evidence
    ) {
      end++;
    }
    return end - column;
  };

  return {
    isDense,
    drawInHeading,
    columns: columns.map((region) => ({
      id: region?.id ?? "",
      href: `regions/${region?.id}.html`,
      note: shortRegionName(region?.name ?? ""),
    })),
    rows: services.map((service) => {
      const { cliName = "", displayName = "" } = map.catalog.services[service] ?? {};
      return {
        id: cliName,
        href: `services/${cliName}.html`,
        name: displayName,
        title: `${cliName}: ${displayName}`,
      };
    }),
    rowTotal: (row) => shareOf([services[row] ?? -1], regions),
    columnTotal: (column) => shareOf(services, [regions[column] ?? -1]),
    cell(row, column) {
      const service = services[row] ?? -1;
      const state = cellAt(service, regions[column] ?? -1);
      const evidence = evidenceAt(service, regions[column] ?? -1);
      const words = evidence ?? CELL_WORDS[state];
      const span = spanOf(service, column, state, evidence);
      const short = isDense ? words.glyph : words.word;
      const place =
        span === 1
          ? columns[column]?.id
          : `${columns[column]?.id} to ${columns[column + span - 1]?.id}`;
      const isShared = span > 1 && state !== "none";
      return {
        state,
        text:
          isShared && span >= MIN_SPAN_FOR_WORDS ? `${words.word} · one global hostname` : short,
        label: `${map.catalog.services[service]?.cliName}, ${place}: ${words.name}${isShared ? ", one global hostname" : ""}`,
        evidence: evidence?.says ?? null,
        isQuiet: !isSought(sought, state, evidence),
        span,
      };
    },
  };
}

/** Whether a cell is looked for, or nothing is. */
export function isSought(
  sought: ReadonlySet<Sought>,
  state: Cell,
  evidence: EvidenceWords | null,
): boolean {
  return sought.size === 0 || sought.has(state) || (evidence !== null && sought.has(evidence.says));
}
