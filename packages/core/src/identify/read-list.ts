import type { Found, Known } from "./known.js";
import { readOtherHost } from "./read-host.js";
import { readCertain } from "./read-message.js";
import { meaningOf, type WordMeaning } from "./read-word.js";

/** What a part of a list is: plain names, or something with a form of its own. */
export type WordsFound = NamesFound | { readonly input: string; readonly found: Found };

interface NamesFound extends WordMeaning {
  readonly input: string;
}

/** No name has more words; it is never looked for in longer stretches. */
const MOST_WORDS = 8;
/** A longer line is text, whatever words are in it. */
const LONGEST_LIST = 4_000;
const MOST_WORDS_OF_ITEM = 12;

/** What people write around names, and mean nothing by: left out where anything else is known. */
const FILLERS: ReadonlySet<string> = new Set(
  "a and api aws amazon does endpoint endpoints for from has have in ipv6 is of on or over region service services support the to via with work works".split(
    " ",
  ),
);

/** A word that has these in it is code, and may have a name inside. */
const CODE = /[("'`<=]/;

/**
 * A line of names: `s3,sqs`, `s3 sqs`, `- s3`, `["s3", "sqs"]`, `s3 eu-central-1 fips`, `CloudWatch Logs`.
 * Each service is an entry; so is each item of a list that has commas, semicolons or bars, known or not.
 * @returns null for what is a text
 */
export function readListOrWords(known: Known, line: string): readonly WordsFound[] | null {
  if (line.length > LONGEST_LIST) return null;
  const listed = line.replace(/^(?:[-*•]|\d+[.)])\s+/, "");
  const plain = /^[[({]/.test(listed) ? listed.slice(1).replace(/[\])}],?$/, "") : listed;
  const items = plain
    .split(/[,;|]/)
    .map((item) =>
      item
        .trim()
        .replace(/^["'`]+|["'`]+$/g, "")
        .trim(),
    )
    .filter((item) => item !== "");
  if (items.length === 0) return null;
  if (items.length > 1 && items.some(isOpenCall)) return null;
  if (items.length === 1) return readItem(known, items[0] ?? "", line);
  const parts: WordsFound[] = [];
  for (const item of items) {
    const read = readItem(known, item, item);
    if (read === null && /\s/.test(item)) return null;
    parts.push(...(read ?? [unknown(item)]));
  }
  return spread(parts);
}

/** `client("sqs"`: the comma behind it parts arguments, not items. */
function isOpenCall(item: string): boolean {
  return /\w\(/.test(item) && item.lastIndexOf("(") > item.lastIndexOf(")");
}

/** Regions and variants that stand alone in a list count for the services in it. */
function spread(parts: readonly WordsFound[]): readonly WordsFound[] {
  const alone = parts.filter(isPlaceOnly);
  const hasServices = parts.some((part) => !("found" in part) && part.services.length > 0);
  if (alone.length === 0 || !hasServices) return parts;
  const regions = alone.flatMap((part) => part.regions);
  const variants = alone.flatMap((part) => part.variants);
  return parts.flatMap((part): readonly WordsFound[] => {
    if ("found" in part) return [part];
    if (alone.includes(part)) return [];
    if (part.services.length === 0) return [part];
    return [
      {
        ...part,
        regions: part.regions.length === 0 ? regions : part.regions,
        variants: part.variants.length === 0 ? variants : part.variants,
      },
    ];
  });
}

function isPlaceOnly(part: WordsFound): part is NamesFound {
  if ("found" in part || part.services.length + part.tools.length > 0) return false;
  return part.regions.length + part.variants.length > 0;
}

const unknown = (input: string): WordsFound => ({
  input,
  services: [],
  tools: [],
  regions: [],
  variants: [],
});

/** @param input what the entry says was given, where there is one only */
function readItem(known: Known, item: string, input: string): readonly WordsFound[] | null {
  const words = item.split(/\s+/).filter((word) => word !== "");
  if (words.length > MOST_WORDS_OF_ITEM) return null;
  const spans = spansOf(known, words);
  const meant = spans.filter((span) => !isFiller(span));
  const isWord = words.length === 1 && !CODE.test(item);
  if (meant.length === 0) return isWord ? [unknown(input)] : null;
  const isKnown = meant.every(({ part }) => part !== null);
  const unknownCount = meant.filter(({ part }) => part === null).length;
  if (!isKnown && (words.length === 1 || unknownCount * 2 >= meant.length)) {
    return isWord ? [unknown(input)] : null;
  }
  // Hosts, addresses and code among words that nobody knows: a text, whose other words are no names.
  if (!isKnown && meant.some(({ part }) => part !== null && "found" in part)) return null;
  const parts = meant.map(({ text, part }) => part ?? unknown(text));
  const together = spread(parts);
  const [only] = together;
  return together.length === 1 && only !== undefined
    ? [{ ...only, input }]
    : spreadPlaces(together, input);
}

/** `eu-west-1 fips` is one place. */
function spreadPlaces(parts: readonly WordsFound[], input: string): readonly WordsFound[] {
  const places = parts.filter(isPlaceOnly);
  if (places.length !== parts.length) return parts;
  return [
    {
      input,
      services: [],
      tools: [],
      regions: [...new Set(places.flatMap(({ regions }) => regions))],
      variants: [...new Set(places.flatMap(({ variants }) => variants))],
    },
  ];
}

interface Span {
  readonly text: string;
  readonly words: number;
  /** Null: not known. */
  readonly part: WordsFound | null;
}

const isFiller = ({ text, part }: Span): boolean =>
  part === null && FILLERS.has(text.toLowerCase().replace(/[?:.!]+$/, ""));

/** The longest names first, from the left. */
function spansOf(known: Known, words: readonly string[]): readonly Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < words.length; ) {
    const span = longestSpan(known, words.slice(at, at + MOST_WORDS));
    spans.push(span);
    at += span.words;
  }
  return spans;
}

function longestSpan(known: Known, words: readonly string[]): Span {
  for (let count = words.length; count > 0; count--) {
    const text = words
      .slice(0, count)
      .join(" ")
      .replace(/^["'`]+|["'`]+$/g, "");
    const meaning = meaningOf(known, text);
    if (meaning !== null) return { text, words: count, part: { input: text, ...meaning } };
  }
  const [text = ""] = words;
  const found =
    readCertain(known, text) ?? (words.length === 1 ? readOtherHost(known, text) : null);
  return { text, words: 1, part: found === null ? null : { input: text, found } };
}
