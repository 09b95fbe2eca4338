import type { Catalog } from "../endpoint/catalog.js";
import type { Identified, IdentifiedMatch } from "./identified.js";
import type { Found, Known } from "./known.js";
import { serviceMatch } from "./match.js";
import type { IdentifyNames } from "./names.js";
import { nearNames } from "./near-names.js";
import { readOtherHost } from "./read-host.js";
import { readListOrWords, type WordsFound } from "./read-list.js";
import { errorsIn, readCertain, readMessage } from "./read-message.js";
import { readSetting } from "./read-setting.js";
import { bare, serviceWords } from "./service-words.js";

/** What follows in a line is not read. */
const LONGEST_LINE = 65_536;
const LONGEST_INPUT = 500;
/** Suggestions cost most: a list of thousands of words that nobody knows gets none behind these. */
const MOST_SUGGESTIONS = 50;

/**
 * What each line of a text is, whatever people hold: hosts, URLs, ARNs, names of services, resources and tools,
 * messages. One entry for each line that is not blank, in order; a line that is a list of names, or has several
 * services in it, has one for each. Regions and variants in a line count for all services in it.
 * Never throws; takes time in proportion to the length.
 */
export function identify(
  text: string,
  catalog: Catalog,
  names: IdentifyNames,
): readonly Identified[] {
  const known: Known = { catalog, names, words: serviceWords(catalog, names) };
  const entries: Identified[] = [];
  for (const raw of text.split(/\r\n|[\n\r\u2028\u2029]/)) {
    const line = raw.slice(0, LONGEST_LINE).trim();
    if (line !== "") entries.push(...readLine(known, line));
  }
  let suggestions = 0;
  return entries.map((each) => {
    if (each.kind !== "unknown" || suggestions >= MOST_SUGGESTIONS) return each;
    suggestions++;
    const near = nearNames(known.words.spellings, bare(each.input));
    return { ...each, nearest: near.map(({ cliName }) => cliName) };
  });
}

const PLACELESS: ReadonlySet<Found["kind"]> = new Set(["action", "iac-type", "service"]);

function readLine(known: Known, line: string): readonly Identified[] {
  const whole = readWhole(known, line);
  if (whole !== null) return [entryOf(line, whole)];
  // `connect ETIMEDOUT 3.5.140.2:443` is no list, though Connect is a service.
  const errors = errorsIn(known.names.errorMessages, line);
  const words = errors.length > 0 ? null : readListOrWords(known, line);
  if (words !== null) return words.map((each) => entryOfWords(known, each));
  return [entryOfMessage(known, line, errors)];
}

/** A line that is one thing, or a setting with its value. */
function readWhole(known: Known, line: string): Found | null {
  const word = line.replace(/^["'`<]+|["'`>,;]+$/g, "");
  if (!/\s/.test(word)) {
    const certain = readCertain(known, word);
    if (certain !== null && certain.kind !== "setting") return certain;
    if (word.startsWith("[") && word.includes(":")) return readOtherHost(known, word);
  }
  return readSetting(known, line);
}

function entryOfMessage(known: Known, line: string, errors: readonly string[]): Identified {
  const found = inNamedRegion(known, readMessage(known, line));
  const kinds = kindsOf(found);
  const [only] = kinds;
  const kind = errors.length > 0 || kinds.size > 1 ? "error" : (only ?? "unknown");
  // Beside other things, what an address is says little.
  const saying =
    found.length === 1 ? found : found.filter(({ addresses }) => addresses === undefined);
  const note = saying.find((each) => each.note != null)?.note ?? null;
  return {
    ...entryOf(line, {
      kind,
      matches: distinct(found.flatMap(({ matches = [] }) => matches)),
      note,
      tools: together(found, ({ tools }) => tools),
      resource: found.find(({ resource }) => resource != null)?.resource ?? null,
      hosts: together(found, ({ hosts }) => hosts),
      regions: together(found, ({ regions }) => regions),
      variants: together(found, ({ variants }) => variants),
      addresses: together(found, ({ addresses }) => addresses),
    }),
    errors,
  };
}

/** Places and addresses are said of something else, where there is something else. */
function kindsOf(found: readonly Found[]): ReadonlySet<Found["kind"]> {
  const main = found.filter(({ kind }) => kind !== "region" && kind !== "address");
  return new Set((main.length === 0 ? found : main).map(({ kind }) => kind));
}

/** Services that were named without a region are in the one that the line names, if it names one only. */
function inNamedRegion(known: Known, found: readonly Found[]): readonly Found[] {
  const regions = together(found, (each) => each.regions);
  const [region] = regions;
  if (region === undefined || regions.length > 1) return found;
  return found.map((each) => {
    if (!PLACELESS.has(each.kind)) return each;
    const matches = each.matches?.flatMap(({ service }) => {
      const called = known.words.byCliName.get(service);
      return called === undefined ? [] : [serviceMatch(known.catalog, called, { region })];
    });
    return { ...each, ...(matches === undefined ? {} : { matches }) };
  });
}

function together<T>(
  found: readonly Found[],
  listOf: (each: Found) => readonly T[] | undefined,
): T[] {
  return [...new Set(found.flatMap((each) => listOf(each) ?? []))];
}

/** One for each service, region and hostname; a service that a host has already shown need not be said again. */
function distinct(matches: readonly IdentifiedMatch[]): readonly IdentifiedMatch[] {
  const kept = new Map<string, IdentifiedMatch>();
  const withHosts = new Set(
    matches.filter(({ hostname }) => hostname !== null).map(({ service }) => service),
  );
  for (const match of matches) {
    if (match.hostname === null && withHosts.has(match.service)) continue;
    const key = `${match.service} ${match.region} ${match.hostname}`;
    const first = kept.get(key);
    if (first === undefined || (first.variant === null && match.variant !== null)) {
      kept.set(key, match);
    }
  }
  return [...kept.values()];
}

function entryOfWords(known: Known, words: WordsFound): Identified {
  if ("found" in words) return entryOf(words.input, words.found);
  const { input, services, tools, regions, variants } = words;
  const [variant = null] = variants;
  const places = regions.length === 0 ? [null] : regions;
  const matches = services.flatMap((service) =>
    places.map((region) => serviceMatch(known.catalog, service, { region, variant })),
  );
  const kind =
    services.length > 0
      ? "service"
      : tools.length > 0
        ? "tool"
        : regions.length > 0
          ? "region"
          : variants.length > 0
            ? "variant"
            : "unknown";
  return entryOf(input, { kind, matches, tools, regions, variants });
}

function entryOf(input: string, found: Found): Identified {
  const { kind, matches = [], note = null, tools = [], resource = null } = found;
  const { hosts = [], regions = [], variants = [], addresses = [], nearest = [] } = found;
  return {
    input: input.length > LONGEST_INPUT ? `${input.slice(0, LONGEST_INPUT)}…` : input,
    kind,
    matches,
    note,
    tools,
    errors: [],
    resource,
    hosts,
    regions,
    variants,
    addresses,
    nearest,
  };
}
