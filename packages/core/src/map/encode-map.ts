import { type Catalog, endpointOf } from "../endpoint/catalog.js";
import { VARIANTS, type Variant } from "../endpoint/types.js";
import { isoTimeOrNull } from "../observation/iso-time.js";
import { outlineJson } from "./catalog-outline.js";
import { scanStatusJson } from "./encode-scan-status.js";
import { type EvidenceMatrix, evidenceMatrixJson } from "./evidence-matrix.js";
import type { JsonObject } from "./json-reader.js";
import { MAP_FORMAT, type MapData } from "./map-data.js";
import { packPlaces } from "./packed-places.js";
import { packStatusMatrix } from "./packed-status-matrix.js";
import { type SharedNames, sharedNamesJson } from "./shared-names.js";

export interface MapSource extends Omit<MapData, "catalog" | "shared" | "evidence" | "order"> {
  readonly catalog: Catalog;
  /** CLI names of the services that are used most, the most first. */
  readonly popular: readonly string[];
  /** Null: nobody says anything of a name that was not asked about. */
  readonly evidence: EvidenceMatrix | null;
}

/** What the map loads first: what there is, and its status, packed. */
export function encodeMap({
  meta,
  catalog,
  popular,
  layout,
  statusMatrix,
  evidence,
}: MapSource): string {
  return JSON.stringify({
    format: MAP_FORMAT,
    meta: {
      generatedAt: isoTimeOrNull(meta.generatedAt),
      observedFrom: isoTimeOrNull(meta.observedFrom),
      observedTo: isoTimeOrNull(meta.observedTo),
      namesObserved: meta.namesObserved,
      scan: scanStatusJson(meta.scan),
      isLive: meta.isLive,
    },
    status: packStatusMatrix(statusMatrix, layout),
    ...(evidence !== null && { evidence: evidenceMatrixJson(evidence, layout) }),
    popular: packPlaces(popular.flatMap((cliName) => layout.serviceIndex.get(cliName) ?? [])),
    ...fixedPart(catalog),
  });
}

/** What does not depend on observations, and takes longer than all that does. */
function fixedPart(catalog: Catalog): JsonObject {
  const known = fixedParts.get(catalog);
  if (known !== undefined) return known;
  const made = {
    catalog: outlineJson(catalog),
    shared: sharedNamesJson(sharedNamesOf(catalog), catalog.services),
  };
  fixedParts.set(catalog, made);
  return made;
}

const fixedParts = new WeakMap<Catalog, JsonObject>();

export function sharedNamesOf(catalog: Catalog): SharedNames {
  const shared = new Map<string, string>();
  for (const service of catalog.services) {
    const digits = catalog.partitions.map(({ regions: [first] }) => {
      const isShared = (variant: Variant) =>
        first !== undefined &&
        endpointOf(catalog, service, first.id, variant)?.scope === "partition";
      return VARIANTS.reduce((bits, variant, bit) => bits | (Number(isShared(variant)) << bit), 0);
    });
    if (digits.some((digit) => digit !== 0)) {
      shared.set(service.cliName, digits.map((digit) => digit.toString(16)).join(""));
    }
  }
  return shared;
}
