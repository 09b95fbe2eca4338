import type { ReleaseSpan } from "../facts/sdk-releases.js";
import { compareVersions } from "../facts/version-interval.js";
import type { Variant } from "./types.js";

/** AWS's rules began to build another hostname. */
export interface RulesChange {
  /** CLI name. */
  readonly service: string;
  readonly variant: Variant;
  /** The first botocore that is known to build `after`; null: none is, only `client`. */
  readonly since: string | null;
  /** The last one that is known to build `before`, where others lie between; absent: none does. */
  readonly seenUntil?: DatedVersion | undefined;
  /** By when `since`, or the client, was released: `YYYY-MM-DD`. */
  readonly date: string;
  /** A client of the SDK for JavaScript v3 that builds `after`: `@aws-sdk/client-organizations@3.1169.0`. */
  readonly client?: string | undefined;
  /** In `region`; null: the rules refused. */
  readonly before: string | null;
  readonly after: string | null;
  readonly region: string;
  /** How many regions of the partition changed alike. */
  readonly regions: number;
  readonly commit?: string | undefined;
}

/** A version of botocore. */
export interface DatedVersion {
  readonly version: string;
  readonly date: string;
}

/** How the hostnames that AWS's rules build came to be those of the catalog. */
export interface RulesHistory {
  /** Outside of these two, only what a change itself says is known. */
  readonly from: DatedVersion;
  readonly to: DatedVersion;
  /** The regions for which the rules were evaluated: those of the partition `aws` in `to`. */
  readonly evaluatedRegions: readonly string[];
  /** In the order in which they came, for each service and variant. */
  readonly changes: readonly RulesChange[];
  /** Those that came after `from`, by name. */
  readonly newServices: readonly NewService[];
}

/** A service that older SDKs do not have. */
export interface NewService {
  /** CLI name. */
  readonly service: string;
  /** The first botocore with its model. */
  readonly since: string;
  readonly date: string;
}

/** Why it is not known which hostname a version builds. */
export type NotKnown =
  /** Nothing tells when it was released, or with which rules. */
  | "undated"
  | "before-records"
  | "after-records"
  /** The records are of the services that botocore has. */
  | "service"
  /** The service came later: the version has no client for it. */
  | "younger"
  /** The hostname changed at about that time. */
  | "near-change"
  /** The records are of the regions of the partition `aws` that AWS listed. */
  | "region"
  /** The records are of hostnames without a bucket, an account or the like in them. */
  | "parameters";

export type NameOfVersion =
  | {
      readonly known: true;
      readonly hostname: string | null;
      /** The change by which it became today's; null: it is today's. */
      readonly changed: RulesChange | null;
    }
  | { readonly known: false; readonly reason: NotKnown };

export interface NameQuestion {
  readonly service: string;
  readonly variant: Variant;
  readonly region: string;
  /** The regions that the catalog lists in its partition. */
  readonly partitionRegions: readonly string[];
  /** What the catalog builds there. */
  readonly todays: string | null;
  /** Null: nothing dates the version. */
  readonly span: ReleaseSpan | null;
  /** Of a client of the SDK for JavaScript v3; null: another SDK is meant. */
  readonly clientVersion: string | null;
  /** The day on which the client whose rules the catalog has was the newest: `YYYY-MM-DD`; null: it has botocore's. */
  readonly clientDate: string | null;
  /** The newest botocore of the records has the service. */
  readonly isInBotocore: boolean;
}

/**
 * Models reach the SDKs on about the same day: a date carries over, give or take this.
 * @source the dates of botocore's and of the JavaScript SDK's releases with the same change
 */
export const DATE_MARGIN_DAYS = 14;

/**
 * The hostname that a version of an SDK builds. Never a guess: in doubt it is not known.
 * See `data/rules-history.json` for what is recorded.
 */
export function nameOfVersion(history: RulesHistory, question: NameQuestion): NameOfVersion {
  const { region, todays, span, clientVersion } = question;
  if (span === null) return { known: false, reason: "undated" };
  if (!question.isInBotocore) return { known: false, reason: "service" };
  const age = ageInDoubt(history, question.service, span);
  if (age !== null) return { known: false, reason: age };
  const chain = chainOf(history, question);
  const dated = chain.filter(({ since }) => since !== null);
  const isRegionRecorded =
    history.evaluatedRegions.includes(region) || isOfNewestRules(history, span);
  const isChainOfRegion = chain.length === 0 || nameAfter(chain, chain.length, question) === todays;
  if (!isRegionRecorded || !isChainOfRegion) return { known: false, reason: "region" };
  const end = chain.at(-1);
  const isClientKnown =
    clientVersion !== null &&
    end?.client !== undefined &&
    compareVersions(clientVersion, clientVersionOf(end.client)) >= 0;
  if (isClientKnown) return { known: true, hostname: todays, changed: null };
  const [first, last] = [passed(dated, span, "from"), passed(dated, span, "to")];
  if (isPast(span, history.to) && !isBeforeClient(span, chain, question)) {
    return { known: false, reason: "after-records" };
  }
  if (first !== last) return { known: false, reason: "near-change" };
  if (isBefore(span, history.from) && first === 0) {
    return { known: false, reason: "before-records" };
  }
  return nameAt(chain, first, question);
}

/** Whether an SDK is too old for a service, or may be; null: it has the service. */
function ageInDoubt(
  history: RulesHistory,
  service: string,
  span: ReleaseSpan,
): "younger" | "near-change" | null {
  const born = newServiceIn(history, service);
  if (born === null) return null;
  const isBorn = (end: "from" | "to") =>
    span.by === "botocore"
      ? compareVersions(span[end], born.since) >= 0
      : shiftedDay(span[end], end === "from" ? -DATE_MARGIN_DAYS : DATE_MARGIN_DAYS) >= born.date;
  if (!isBorn("to")) return "younger";
  return isBorn("from") ? null : "near-change";
}

/** The day and version with which a service came, where that was after the records begin. */
export const newServiceIn = (history: RulesHistory, wanted: string): NewService | null =>
  history.newServices.find(({ service }) => service === wanted) ?? null;

/** A hostname that SDKs call which were released before a day. */
export interface FormerName {
  /** Null: they have no such hostname. */
  readonly hostname: string | null;
  /** SDKs released before that day call it: `YYYY-MM-DD`. */
  readonly until: string;
}

type Place = Pick<NameQuestion, "service" | "variant" | "region" | "partitionRegions" | "todays">;

/** The hostnames that older SDKs call in place of today's, the one given up last first. */
export function formerNames(history: RulesHistory, place: Place): readonly FormerName[] {
  const names = new Map<string | null, FormerName>();
  if (!history.evaluatedRegions.includes(place.region)) return [];
  for (const change of chainOf(history, place)) {
    const hostname = inRegion(change.before, change.region, place.region);
    if (hostname === place.todays) continue;
    names.delete(hostname);
    names.set(hostname, { hostname, until: change.seenUntil?.date ?? change.date });
  }
  return [...names.values()].reverse();
}

/** The changes of one hostname, oldest first; empty in a region that was none of those that changed. */
function chainOf(
  { changes, evaluatedRegions }: RulesHistory,
  { service, variant, region, partitionRegions, todays }: Place,
): readonly RulesChange[] {
  const chain = changes.filter(
    (change) =>
      change.service === service &&
      change.variant === variant &&
      partitionRegions.includes(change.region),
  );
  const last = chain.at(-1);
  if (last === undefined) return [];
  // All but the home region, whose hostname was that one before, count as all.
  const isOfFew =
    evaluatedRegions.includes(last.region) && last.regions < evaluatedRegions.length - 1;
  return isOfFew && inRegion(last.after, last.region, region) !== todays ? [] : chain;
}

function nameAt(
  chain: readonly RulesChange[],
  passedChanges: number,
  question: Pick<NameQuestion, "region" | "todays">,
): NameOfVersion {
  const hostname = nameAfter(chain, passedChanges, question);
  const changed = hostname === question.todays ? null : (chain.at(-1) ?? null);
  return { known: true, hostname, changed };
}

function nameAfter(
  chain: readonly RulesChange[],
  passedChanges: number,
  { region, todays }: Pick<NameQuestion, "region" | "todays">,
): string | null {
  const [last, next] = [chain[passedChanges - 1], chain[passedChanges]];
  if (last !== undefined) return inRegion(last.after, last.region, region);
  return next === undefined ? todays : inRegion(next.before, next.region, region);
}

/** What a hostname of one region is in another. */
function inRegion(hostname: string | null, from: string, to: string): string | null {
  return hostname?.replaceAll(from, to) ?? null;
}

/** How many of the changes an SDK surely has (`from`), or may have (`to`). */
function passed(dated: readonly RulesChange[], span: ReleaseSpan, end: "from" | "to"): number {
  const days = end === "from" ? -DATE_MARGIN_DAYS : DATE_MARGIN_DAYS;
  return dated.filter(({ since, seenUntil, date }) => {
    const isInDoubt = end === "to" && seenUntil !== undefined;
    if (span.by === "date") {
      return (isInDoubt ? seenUntil.date : date) <= shiftedDay(span[end], days);
    }
    return isInDoubt
      ? compareVersions(seenUntil.version, span.to) < 0
      : since !== null && compareVersions(since, span[end]) <= 0;
  }).length;
}

/** Whether its rules are those that all records lead to. */
export function isOfNewestRules({ to: { version } }: RulesHistory, span: ReleaseSpan): boolean {
  return (
    span.by === "botocore" &&
    compareVersions(span.from, version) === 0 &&
    compareVersions(span.to, version) === 0
  );
}

function isBefore(span: ReleaseSpan, { version, date }: DatedVersion): boolean {
  return span.by === "botocore"
    ? compareVersions(span.from, version) < 0
    : shiftedDay(span.from, -DATE_MARGIN_DAYS) < date;
}

function isPast(span: ReleaseSpan, { version, date }: DatedVersion): boolean {
  return span.by === "botocore"
    ? compareVersions(span.to, version) > 0
    : shiftedDay(span.to, DATE_MARGIN_DAYS) > date;
}

/** Whether a client that came later builds what the records end in, so that it held all the time between. */
function isBeforeClient(
  span: ReleaseSpan,
  chain: readonly RulesChange[],
  { clientDate, clientVersion }: Pick<NameQuestion, "clientDate" | "clientVersion">,
): boolean {
  if (clientDate === null || span.by !== "date" || chain.at(-1)?.since === null) return false;
  const margin = clientVersion === null ? DATE_MARGIN_DAYS : 0;
  return shiftedDay(span.to, margin) <= clientDate;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function shiftedDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** `3.1169.0` of `@aws-sdk/client-organizations@3.1169.0`. */
export function clientVersionOf(client: string): string {
  return client.slice(client.lastIndexOf("@") + 1);
}
