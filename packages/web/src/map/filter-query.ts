import { VARIANTS, type Variant } from "@egress6/core/endpoint/types";
import { EVIDENCE_KINDS, type EvidenceKind } from "@egress6/core/evidence/evidence";
import type { MapRegion } from "@egress6/core/map/map-layout";
import { CELLS, type Cell } from "@egress6/core/verdict/cell";
import { isNamed } from "./region-choice.js";
import { shortRegionName } from "./region-name.js";
import { viewOfWord } from "./views.js";

/** A state, or an unknown cell of which others say this. */
export type Sought = Cell | EvidenceKind;

/** What the filter's text asks for. */
export interface FilterQuery {
  /** Lower case; each has to be in one of a service's names. */
  readonly words: readonly string[];
  readonly excludedWords: readonly string[];
  /** CLI names of services that the words mean, whatever stands in their names. */
  readonly named?: ReadonlySet<string>;
  /** For each group, a service needs a cell in one of its states. */
  readonly states: readonly (readonly Sought[])[];
  /** A service may have no cell in any of these. */
  readonly excludedStates: readonly Sought[];
  /** Null: the regions chosen elsewhere. */
  readonly regions: ReadonlySet<MapRegion> | null;
  readonly excludedRegions: ReadonlySet<MapRegion>;
  /** Null: the names chosen elsewhere. */
  readonly view: Variant | null;
  /** A sentence for every token that says nothing; such tokens are left out. */
  readonly problems: readonly string[];
}

const TOKEN = /^(-?)(status|evidence|region|variant):(.*)$/;
const SOUGHT = { status: CELLS, evidence: EVIDENCE_KINDS };

/**
 * Reads `s3 status:ipv4,none evidence:declared region:eu-* variant:fips`: words and tokens, all of which have to hold;
 * within a token, commas stand for "or"; a minus in front turns a word or token round.
 * The beginning of a state or region is enough, so that nothing jumps while it is typed.
 */
export function parseFilterQuery(text: string, regions: readonly MapRegion[]): FilterQuery {
  const words: string[] = [];
  const excludedWords: string[] = [];
  const states: (readonly Sought[])[] = [];
  const excludedStates: Sought[] = [];
  let shownRegions: Set<MapRegion> | null = null;
  const excludedRegions = new Set<MapRegion>();
  let view: Variant | null = null;
  const problems: string[] = [];
  for (const part of text.toLowerCase().split(/\s+/).filter(Boolean)) {
    const [, minus = "", kind, value = ""] = TOKEN.exec(part) ?? [];
    if (kind === undefined) {
      if (part.startsWith("-") && part.length > 1) excludedWords.push(part.slice(1));
      else if (part !== "-") words.push(part);
      continue;
    }
    const choices = value.split(",").filter(Boolean);
    if (choices.length === 0) continue;
    if (kind === "status" || kind === "evidence") {
      const known = SOUGHT[kind];
      const meant = choices.flatMap((word) => beginningWith(word, known));
      if (meant.length === 0) problems.push(`${part}: known are ${known.join(", ")}`);
      else if (minus === "") states.push(meant);
      else excludedStates.push(...meant);
    } else if (kind === "region") {
      const meant = regions.filter((region) => choices.some((word) => isMeant(word, region)));
      if (meant.length === 0) problems.push(`${part}: no such region`);
      else if (minus === "") shownRegions = new Set([...(shownRegions ?? []), ...meant]);
      else for (const region of meant) excludedRegions.add(region);
    } else {
      const meant = minus === "" ? viewOfWord(value) : null;
      if (meant === null) problems.push(`${part}: the variants are ${VARIANTS.join(", ")}`);
      else view = meant;
    }
  }
  return {
    words,
    excludedWords,
    states,
    excludedStates,
    regions: shownRegions,
    excludedRegions,
    view,
    problems,
  };
}

function beginningWith(word: string, known: readonly Sought[]): readonly Sought[] {
  const exact = known.find((each) => each === word);
  return exact === undefined ? known.filter((each) => each.startsWith(word)) : [exact];
}

function isMeant(word: string, region: MapRegion): boolean {
  if (isNamed(word, region)) return true;
  if (!region.isPublic) return false;
  return region.id.startsWith(word) || shortRegionName(region.name).toLowerCase().startsWith(word);
}
