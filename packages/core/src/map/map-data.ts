import { type CatalogOutline, parseOutline } from "./catalog-outline.js";
import { asFlag, asNumber, asObject, asText, asTimeOrNull, invalidMapData } from "./json-reader.js";
import { layoutOf, type MapLayout } from "./map-layout.js";
import { unpackPlaces } from "./packed-places.js";
import { unpackStatusMatrix } from "./packed-status-matrix.js";
import type { ScanStatus } from "./scan-status.js";
import { parseScanStatus } from "./scan-status-json.js";
import { parseSharedNames, type SharedNames } from "./shared-names.js";

/** Grows when a page of an older build could misread the data. */
export const MAP_FORMAT = 5;

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

/** All that the map shows, for every service and region. Hostnames are in the catalog, details in files of their own. */
export interface MapData {
  readonly meta: MapMeta;
  readonly catalog: CatalogOutline;
  /** Which services have names that serve whole partitions. */
  readonly shared: SharedNames;
  readonly layout: MapLayout;
  /** Positions of all services in the catalog: those that are used most first, the rest by name. */
  readonly order: readonly number[];
  /** A status code for every place of the layout. */
  readonly statusMatrix: Uint8Array;
  /** For `parseEvidenceMatrix`, where it is shown; null: there is none, or every name was asked about. */
  readonly evidence: unknown;
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function decodeMap(json: unknown): MapData {
  const map = asObject(json, "the top");
  if (map["format"] !== MAP_FORMAT) throw invalidMapData("format", `${MAP_FORMAT}`);
  const catalog = parseOutline(map["catalog"]);
  const layout = layoutOf(catalog);
  return {
    meta: parseMeta(map["meta"]),
    catalog,
    shared: parseSharedNames(map["shared"], catalog.services),
    layout,
    order: [
      ...new Set([
        ...unpackPlaces(asText(map["popular"] ?? "", "popular")),
        ...layout.serviceIndex.values(),
      ]),
    ].filter((place) => place < layout.serviceCount),
    statusMatrix: unpackStatusMatrix(asObject(map["status"], "status"), layout),
    evidence: map["evidence"] ?? null,
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
