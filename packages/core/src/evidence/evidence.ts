import type { Variant } from "../endpoint/types.js";

/** What others can say of a name. Where several speak of one name, the first of these is shown. */
export const EVIDENCE_KINDS = ["declared", "documented", "seen-by-others"] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Somebody else says that a name has IPv6. Shown as that, and never part of a verdict. */
export interface StatedEvidence {
  /** `declared`: by AWS, in the data of its SDKs; `documented`: by AWS, on a page; `seen-by-others`: in DNS. */
  readonly says: EvidenceKind;
  /** The day it is of: `2026-07-31`. */
  readonly date: string;
  /** The address of the document. */
  readonly source: string;
}

/** The name of a service in a region, as the catalog has it. */
export interface EvidencePlace {
  /** CLI name. */
  readonly service: string;
  readonly region: string;
  readonly variant: Variant;
}

/** The strongest evidence for each name. */
export type EvidenceBase = ReadonlyMap<string, StatedEvidence>;

export const NO_EVIDENCE: EvidenceBase = new Map();

/**
 * Of several statements on one name the strongest stays: what AWS says itself before what others saw, and the newer
 * one of a kind.
 */
export function evidenceBase(
  statements: Iterable<readonly [EvidencePlace, StatedEvidence]>,
): EvidenceBase {
  const base = new Map<string, StatedEvidence>();
  for (const [{ service, region, variant }, evidence] of statements) {
    const key = keyOf(service, region, variant);
    const known = base.get(key);
    if (known === undefined || isStronger(evidence, known)) base.set(key, evidence);
  }
  return base;
}

export function evidenceFor(
  base: EvidenceBase,
  service: string,
  region: string,
  variant: Variant,
): StatedEvidence | null {
  return base.get(keyOf(service, region, variant)) ?? null;
}

function isStronger(a: StatedEvidence, b: StatedEvidence): boolean {
  const order = EVIDENCE_KINDS.indexOf(a.says) - EVIDENCE_KINDS.indexOf(b.says);
  return order < 0 || (order === 0 && a.date > b.date);
}

const keyOf = (service: string, region: string, variant: Variant) =>
  `${service} ${region} ${variant}`;
