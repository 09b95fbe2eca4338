import { asArray, asObject, asText } from "@egress6/core/map/json-reader";

/** A part of a document under one heading, as `docs/search.json` has it. */
export interface DocSection {
  /** From the folder of the documents. */
  readonly page: string;
  /** Of the document. */
  readonly title: string;
  readonly heading: string;
  /** Of the heading in the page; empty: its beginning. */
  readonly anchor: string;
  readonly text: string;
}

export interface FoundSection {
  readonly section: DocSection;
  /** What stands around the first word that was found. */
  readonly excerpt: string;
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseSections(json: unknown): readonly DocSection[] {
  return asArray(json, "sections").map((item) => {
    const section = asObject(item, "sections");
    const text = (key: string) => asText(section[key], `sections.${key}`);
    return {
      page: text("page"),
      title: text("title"),
      heading: text("heading"),
      anchor: text("anchor"),
      text: text("text"),
    };
  });
}

const MOST_FOUND = 20;
const EXCERPT_BEFORE = 60;
const EXCERPT_LENGTH = 200;

/** The sections that have every word, those that have them in a heading first. */
export function searchSections(
  sections: readonly DocSection[],
  query: string,
): readonly FoundSection[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return sections
    .map((section, index) => ({ section, index, score: scoreOf(section, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, MOST_FOUND)
    .map(({ section }) => ({ section, excerpt: excerptOf(section.text, words) }));
}

/** 0: a word is missing. */
function scoreOf({ title, heading, text }: DocSection, words: readonly string[]): number {
  const [head, name, body] = [heading, title, text].map((each) => each.toLowerCase());
  let score = 0;
  for (const word of words) {
    const points =
      (head?.includes(word) ? 10 : 0) +
      (name?.includes(word) ? 4 : 0) +
      Math.min(5, (body?.split(word).length ?? 1) - 1);
    if (points === 0) return 0;
    score += points;
  }
  return score;
}

function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((place) => place >= 0);
  const first = places.length === 0 ? 0 : Math.max(0, Math.min(...places) - EXCERPT_BEFORE);
  const from = first === 0 ? 0 : text.indexOf(" ", first) + 1;
  const part = text.slice(from, from + EXCERPT_LENGTH).trim();
  return `${from > 0 ? "… " : ""}${part}${from + EXCERPT_LENGTH < text.length ? " …" : ""}`;
}
