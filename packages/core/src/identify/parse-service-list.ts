import type { Catalog } from "../endpoint/catalog.js";
import type { Service } from "../endpoint/types.js";
import { findService, serviceCalled } from "./find-service.js";

export interface ServiceList {
  /** Each once, in the order in which they were first named. */
  readonly services: readonly Service[];
  readonly unknown: readonly UnknownWords[];
}

/** What names no service. */
export interface UnknownWords {
  readonly text: string;
  /** Those that are called nearly so; mostly none. */
  readonly nearest: readonly Service[];
}

/** No service has a name of more words; a name is never looked for in longer stretches. */
const MOST_WORDS = 8;
/** Longer ones are cut: no name is as long, and looking for the nearest costs by length. */
const MOST_CHARACTERS = 60;

/**
 * Reads a list of services in whatever form people have one: CLI names, service ids and display names, package
 * names (`@aws-sdk/client-sqs`), lines of a file or an environment (`AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=…`,
 * `CLOUDWATCH_LOGS`); one per line, or between commas, semicolons or spaces, quoted or not.
 */
export function parseServiceList(catalog: Pick<Catalog, "services">, text: string): ServiceList {
  const services = new Set<Service>();
  const unknown = new Map<string, UnknownWords>();
  for (const item of text.split(/[\n\r,;]+/)) {
    for (const found of servicesOf(catalog, bareItem(item))) {
      if (typeof found !== "string") services.add(found);
      else if (!unknown.has(found)) {
        const match = findService(catalog, found);
        unknown.set(found, { text: found, nearest: "nearest" in match ? match.nearest : [] });
      }
    }
  }
  return { services: [...services], unknown: [...unknown.values()] };
}

/** Without what stands around a name in a list, a manifest, a shell script or a shared config file. */
function bareItem(item: string): string {
  return item
    .replace(/[=:].*$/, "")
    .replace(/["'`[\]{}()]/g, " ")
    .replace(/^\s*(?:[-*•]\s+)?(?:export\s+)?/i, "")
    .replace(/(?:@aws-sdk\/client-|\bAWS_ENDPOINT_URL_)/gi, "")
    .trim();
}

/** The longest names first, from the left; what is between them comes as text. */
function servicesOf(
  catalog: Pick<Catalog, "services">,
  item: string,
): readonly (Service | string)[] {
  const words = item.split(/\s+/).filter((word) => word !== "");
  const found: (Service | string)[] = [];
  let unknown: string[] = [];
  const endUnknown = () => {
    if (unknown.length > 0) found.push(unknown.join(" ").slice(0, MOST_CHARACTERS));
    unknown = [];
  };
  for (let at = 0; at < words.length; ) {
    const named = longestName(catalog, words.slice(at, at + MOST_WORDS));
    if (named === null) {
      unknown.push(words[at] ?? "");
      at++;
      continue;
    }
    endUnknown();
    found.push(named.service);
    at += named.words;
  }
  endUnknown();
  return found;
}

function longestName(
  catalog: Pick<Catalog, "services">,
  words: readonly string[],
): { readonly service: Service; readonly words: number } | null {
  for (let count = words.length; count > 0; count--) {
    const service = serviceCalled(catalog, words.slice(0, count).join(" "));
    if (service !== undefined) return { service, words: count };
  }
  return null;
}
