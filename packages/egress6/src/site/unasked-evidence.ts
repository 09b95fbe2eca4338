import { type Catalog, expandCatalog } from "@egress6/core/endpoint/catalog";
import { observableName } from "@egress6/core/endpoint/placeholder";
import {
  EVIDENCE_KINDS,
  type EvidenceBase,
  evidenceFor,
  type StatedEvidence,
} from "@egress6/core/evidence/evidence";
import type { EvidenceMatrix } from "@egress6/core/map/evidence-matrix";
import { cellPlace, placeCount } from "@egress6/core/map/map-layout";
import type { Readiness } from "@egress6/core/verdict/readiness";
import type { NameSupport } from "@egress6/core/verdict/support";
import type { ObservedNames } from "./observed-names.js";
import { perVersion } from "./per-version.js";

/** What others say of the names that were never asked about from here; null: nothing. */
export function unaskedEvidence(
  catalog: Catalog,
  evidence: EvidenceBase,
  observed: ObservedNames,
): () => EvidenceMatrix | null {
  const { layout } = observed;
  const sources = [...new Set(evidence.values())].sort(
    (a, b) => EVIDENCE_KINDS.indexOf(a.says) - EVIDENCE_KINDS.indexOf(b.says),
  );
  const said = [...expandCatalog(catalog)].flatMap(({ service, region, variant, hostname }) => {
    const found = evidenceFor(evidence, service, region, variant);
    const row = layout.serviceIndex.get(service);
    const column = layout.regionIndex.get(region);
    if (found === null || row === undefined || column === undefined) return [];
    const place = cellPlace(layout, variant, row, column);
    return [{ place, name: observableName(hostname), code: sources.indexOf(found) + 1 }];
  });
  return perVersion(
    () => observed.version,
    () => {
      const unasked = said.filter(({ name }) => !observed.support.has(name));
      if (unasked.length === 0) return null;
      const places = new Uint8Array(placeCount(layout));
      for (const { place, code } of unasked) places[place] = code;
      return { sources, places };
    },
  );
}

/**
 * What others say of a cell that is unknown: of its dual-stack name, else of its default one.
 * @returns null where these were asked about, or nothing is said
 */
export function evidenceOfCell(
  { service, region, cell, byDefault, byOptIn }: Readiness,
  evidence: EvidenceBase,
  support: ReadonlyMap<string, NameSupport>,
): StatedEvidence | null {
  if (cell !== "unknown") return null;
  for (const name of [byOptIn, byDefault]) {
    if (name === null || support.has(observableName(name.hostname))) continue;
    const found = evidenceFor(evidence, service.cliName, region, name.variant);
    if (found !== null) return found;
  }
  return null;
}
