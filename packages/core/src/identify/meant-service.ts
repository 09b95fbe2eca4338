import type { Catalog } from "../endpoint/catalog.js";
import type { Service } from "../endpoint/types.js";
import { Egress6Error } from "../errors.js";
import { serviceCalled } from "./find-service.js";
import type { Identified, IdentifiedMatch } from "./identified.js";
import { identify } from "./identify.js";
import { isFips } from "./is-fips.js";
import type { IdentifyNames } from "./names.js";
import { quoted } from "./nearest.js";
import { regionOfMatch, serviceOfMatch, withPurposeOfWord } from "./place-match.js";

/** A service by whatever somebody called it: also by a host, a URL, an ARN, a type of resource. */
export interface MeantService {
  /** As it was typed. */
  readonly text: string;
  readonly service: Service;
  /** What the text says besides; null: it is no more than a name of the service. */
  readonly match: IdentifiedMatch | null;
}

/** What names no service. */
export interface UnknownText {
  readonly text: string;
  /** Such as `names.txt:3`; null: it was typed. */
  readonly place: string | null;
  /** CLI names that are nearly the same. */
  readonly nearest: readonly string[];
  /** What it is instead; null: it is not known. */
  readonly note: string | null;
}

/** Something typed, and where. */
export interface TypedText {
  readonly text: string;
  /** Such as `names.txt:3`; null: as an argument. */
  readonly place: string | null;
}

export interface MeantServices {
  /** In the order in which they were named. */
  readonly known: readonly MeantService[];
  readonly unknown: readonly UnknownText[];
}

/** @param loadNames called only for what is no plain name of a service */
export function meantServices(
  catalog: Catalog,
  typed: readonly TypedText[],
  loadNames: () => IdentifyNames,
): MeantServices {
  const known: MeantService[] = [];
  const unknown: UnknownText[] = [];
  for (const { text, place } of typed) {
    const service = serviceCalled(catalog, text);
    if (service !== undefined) {
      known.push({ text, service, match: null });
      continue;
    }
    const entries = identify(text, catalog, loadNames()).map((entry) =>
      withPurposeOfWord(catalog, entry),
    );
    const match = entries.flatMap(({ matches }) => matches)[0];
    const meant = match === undefined ? undefined : serviceOfMatch(catalog, match);
    if (match !== undefined && meant !== undefined) known.push({ text, service: meant, match });
    else {
      const [first] = entries;
      unknown.push({ text, place, nearest: first?.nearest ?? [], note: noteOn(first) });
    }
  }
  return { known, unknown };
}

function noteOn(entry: Identified | undefined): string | null {
  const [tool] = entry?.tools ?? [];
  return tool === undefined
    ? (entry?.note ?? null)
    : `It is a tool: see \`egress6 facts ${tool}\`.`;
}

/** `names.txt:3: There is no AWS service "lgos" in the catalog. Nearest: logs.` */
export function unknownWords({ text, place, nearest, note }: UnknownText): string {
  const where = place === null ? "" : `${place}: `;
  const near = nearest.length === 0 ? null : `Nearest: ${nearest.join(", ")}.`;
  const instead = near ?? note ?? "Give a name as in the AWS CLI, a service id, a host or an ARN.";
  return `${where}There is no AWS service ${quoted(text)} in the catalog. ${instead}`;
}

/** Of a list of which nothing is known. */
export function nothingKnown(unknown: readonly UnknownText[]): Egress6Error {
  return new Egress6Error("SERVICE_UNKNOWN", "input", unknown.map(unknownWords).join("\n"));
}

/** The region that the text fixes; null: none. */
export function fixedRegion({ match }: MeantService): string | null {
  return match?.region ?? null;
}

/** As `fixedRegion`; of a name that serves a whole partition, the home of that. */
export function regionFor(catalog: Catalog, { match }: MeantService): string | null {
  return match === null ? null : regionOfMatch(catalog, match);
}

/**
 * That the region of a host is not the one asked for.
 * @param asked the regions that were asked for; empty: none
 * @param winner whose region counts where the two differ
 */
export function meantWords(
  { text, match }: MeantService,
  asked: readonly string[],
  winner: "host" | "asked",
): readonly string[] {
  if (match === null) return [];
  const { region } = match;
  const isElsewhere = region !== null && asked.length > 0 && !asked.includes(region);
  const regions = asked.join(", ");
  return isElsewhere
    ? [
        `${quoted(text)} is in ${region}, and --region says ${regions}. This is for ${winner === "host" ? region : regions}.`,
      ]
    : [];
}

/** Whether the text names something else than the service's plain endpoint, with names of its own. */
export function isOtherName({ match }: MeantService): boolean {
  return match !== null && (match.purpose !== null || isFips(match.variant));
}
