import { type Catalog, parseCatalog } from "../endpoint/catalog.js";
import { VARIANTS } from "../endpoint/types.js";
import {
  asArray,
  asFlag,
  asNumber,
  asObject,
  asText,
  asTimeOrNull,
  invalidMapData,
  timeTextOrNull,
} from "./json-reader.js";
import { layoutOf, type MapLayout, placeCount } from "./map-layout.js";
import { isStatusCode } from "./name-status.js";
import { fromPageCatalog, toPageCatalog } from "./page-catalog.js";
import type { ScanStatus } from "./scan-status.js";
import { parseScanStatus, scanStatusJson } from "./scan-status-json.js";

/** Grows when a page of an older build could misread the data. */
const FORMAT = 1;

/** Times are milliseconds since the epoch. */
export interface MapMeta {
  readonly generatedAt: number;
  /** Oldest and newest observation; null when nothing was observed. */
  readonly observedFrom: number | null;
  readonly observedTo: number | null;
  readonly namesObserved: number;
  readonly scan: ScanStatus;
  /** Whether a server sends changes as they are observed. */
  readonly isLive: boolean;
}

/** All that the map shows, for every service and region, but the details of a cell. */
export interface MapData {
  readonly meta: MapMeta;
  readonly catalog: Catalog;
  readonly layout: MapLayout;
  /** A status code for every place of the layout. */
  readonly planes: Uint8Array;
}

export interface MapSource extends Omit<MapData, "catalog"> {
  /** The content of `data/catalog.json`. */
  readonly catalogJson: unknown;
}

/**
 * The page's one JSON: compact catalog and status planes.
 * A plane is a list with a string per service and in it a digit per region.
 */
export function encodeMap({ meta, catalogJson, layout, planes }: MapSource): string {
  const width = layout.regions.length;
  const rowText = (from: number) => planes.subarray(from, from + width).join("");
  const status = VARIANTS.map((variant, plane) => [
    variant,
    Array.from({ length: layout.serviceCount }, (_, service) =>
      rowText((plane * layout.serviceCount + service) * width),
    ),
  ]);
  return JSON.stringify({
    format: FORMAT,
    meta: {
      generatedAt: timeTextOrNull(meta.generatedAt),
      observedFrom: timeTextOrNull(meta.observedFrom),
      observedTo: timeTextOrNull(meta.observedTo),
      namesObserved: meta.namesObserved,
      scan: scanStatusJson(meta.scan),
      isLive: meta.isLive,
    },
    status: Object.fromEntries(status),
    catalog: toPageCatalog(catalogJson),
  });
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function decodeMap(json: unknown): MapData {
  const map = asObject(json, "the top");
  if (map["format"] !== FORMAT) throw invalidMapData("format", `${FORMAT}`);
  const catalog = parseCatalog(fromPageCatalog(map["catalog"]));
  const layout = layoutOf(catalog);
  return {
    meta: parseMeta(map["meta"]),
    catalog,
    layout,
    planes: parsePlanes(asObject(map["status"], "status"), layout),
  };
}

function parseMeta(json: unknown): MapMeta {
  const meta = asObject(json, "meta");
  const generatedAt = asTimeOrNull(meta["generatedAt"], "meta.generatedAt");
  if (generatedAt === null) throw invalidMapData("meta.generatedAt", "a time");
  return {
    generatedAt,
    observedFrom: asTimeOrNull(meta["observedFrom"], "meta.observedFrom"),
    observedTo: asTimeOrNull(meta["observedTo"], "meta.observedTo"),
    namesObserved: asNumber(meta["namesObserved"], "meta.namesObserved"),
    scan: parseScanStatus(meta["scan"]),
    isLive: asFlag(meta["isLive"], "meta.isLive"),
  };
}

function parsePlanes(status: Readonly<Record<string, unknown>>, layout: MapLayout): Uint8Array {
  const width = layout.regions.length;
  const planes = new Uint8Array(placeCount(layout));
  let place = 0;
  for (const variant of VARIANTS) {
    const rows = asArray(status[variant], `status.${variant}`);
    if (rows.length !== layout.serviceCount) {
      throw invalidMapData(`status.${variant}`, `${layout.serviceCount} services`);
    }
    for (const row of rows) {
      const text = asText(row, `status.${variant}`);
      if (text.length !== width) throw invalidMapData(`status.${variant}`, `${width} regions`);
      for (let region = 0; region < width; region++) {
        const code = text.charCodeAt(region) - 48;
        if (!isStatusCode(code)) throw invalidMapData(`status.${variant}`, "digits");
        planes[place++] = code;
      }
    }
  }
  return planes;
}
