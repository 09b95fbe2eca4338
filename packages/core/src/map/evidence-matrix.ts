import { EVIDENCE_KINDS, type StatedEvidence } from "../evidence/evidence.js";
import { asArray, asObject, asOneOf, asText, type JsonObject } from "./json-reader.js";
import type { MapLayout } from "./map-layout.js";
import { packStatusMatrix, unpackStatusMatrix } from "./packed-status-matrix.js";

/** What others say of names that were never asked about from here. */
export interface EvidenceMatrix {
  /** At most nine, as a digit has to tell them apart. */
  readonly sources: readonly StatedEvidence[];
  /** For every place of the layout: 0 for nothing, else the position of the source, counted from 1. */
  readonly places: Uint8Array;
}

/** Packed as the status is. */
export function evidenceMatrixJson(
  { sources, places }: EvidenceMatrix,
  layout: MapLayout,
): JsonObject {
  return {
    sources: sources.map(({ says, date, source }) => [says, date, source]),
    ...packStatusMatrix(places, layout),
  };
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseEvidenceMatrix(json: unknown, layout: MapLayout): EvidenceMatrix {
  const evidence = asObject(json, "evidence");
  return {
    sources: asArray(evidence["sources"], "evidence.sources").map(parseSource),
    places: unpackStatusMatrix(evidence, layout),
  };
}

function parseSource(json: unknown): StatedEvidence {
  const [says, date, source] = asArray(json, "evidence.sources");
  return {
    says: asOneOf(says, EVIDENCE_KINDS, "evidence.sources"),
    date: asText(date, "evidence.sources"),
    source: asText(source, "evidence.sources"),
  };
}
