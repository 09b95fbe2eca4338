import { type Catalog, endpointOf, partitionOfRegion } from "@egress6/core/endpoint/catalog";
import type { NewService, RulesChange, RulesHistory } from "@egress6/core/endpoint/rules-history";
import type { SdkReleases } from "@egress6/core/facts/sdk-releases";
import { compareVersions } from "@egress6/core/facts/version-interval";

/** What the history is held against. */
export interface HistoryContext {
  readonly catalog: Catalog;
  /** Ids of SDKs. */
  readonly sdks: ReadonlySet<string>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** @returns one sentence for each thing wrong; empty when every chain is whole and ends in the catalog's name */
export function lintRulesHistory(
  history: RulesHistory,
  releases: readonly SdkReleases[],
  { catalog, sdks, today }: HistoryContext,
): readonly string[] {
  const chains = new Map<string, RulesChange[]>();
  for (const change of history.changes) {
    const partition = partitionOfRegion(catalog, change.region)?.id;
    const key = `${change.service} ${change.variant} in ${partition}`;
    chains.set(key, [...(chains.get(key) ?? []), change]);
  }
  const problems = [
    ...[...chains].flatMap(([key, chain]) => chainProblems(key, chain, catalog)),
    ...history.changes.flatMap((change) => changeProblems(change, today)),
    ...history.newServices.flatMap((each) => newServiceProblems(each, history, catalog)),
    ...releases.flatMap((each) => releaseProblems(each, sdks)),
  ];
  return problems.map((problem) => `rules-history: ${problem}`);
}

function chainProblems(
  key: string,
  chain: readonly RulesChange[],
  catalog: Catalog,
): readonly string[] {
  const gaps = chain.flatMap((change, index) => {
    const previous = chain[index - 1];
    if (previous === undefined) return [];
    const at = `${key}, ${change.since ?? change.client}`;
    return [
      ...(change.before === previous.after
        ? []
        : [
            `${at}: begins with ${change.before}, and the one before it ends with ${previous.after}`,
          ]),
      ...(isLater(change, previous) ? [] : [`${at}: out of order`]),
    ];
  });
  const last = chain.at(-1);
  const service = catalog.services.find(({ cliName }) => cliName === last?.service);
  if (last === undefined || service === undefined) {
    return [...gaps, `${key}: the catalog has no such service`];
  }
  const todays = endpointOf(catalog, service, last.region, last.variant)?.hostname ?? null;
  return todays === last.after
    ? gaps
    : [...gaps, `${key}: ends in ${last.after}, and the catalog builds ${todays}`];
}

function isLater(change: RulesChange, previous: RulesChange): boolean {
  if (change.date < previous.date) return false;
  if (previous.since === null) return change.since === null;
  return change.since === null || compareVersions(change.since, previous.since) > 0;
}

function changeProblems(change: RulesChange, today: string): readonly string[] {
  const { service, variant, since, date, client, before, after } = change;
  const at = `${service} ${variant} ${since ?? client}`;
  return [
    ...(since === null && client === undefined ? [`${at}: has neither since nor client`] : []),
    ...(before === after ? [`${at}: changes nothing`] : []),
    ...(date > today ? [`${at}: ${date} is after today, ${today}`] : []),
  ];
}

function newServiceProblems(
  { service, since, date }: NewService,
  { newServices, from, to }: RulesHistory,
  { services }: Catalog,
): readonly string[] {
  const isInRecords =
    compareVersions(since, from.version) > 0 && compareVersions(since, to.version) <= 0;
  return [
    ...(services.some(({ cliName }) => cliName === service)
      ? []
      : [`new service ${service}: the catalog has no such service`]),
    ...(isInRecords && date >= from.date && date <= to.date
      ? []
      : [`new service ${service}: ${since} (${date}) is not within the records`]),
    ...(newServices.filter((each) => each.service === service).length === 1
      ? []
      : [`new service ${service} is there twice`]),
  ];
}

function releaseProblems(
  { sdk, current, releases }: SdkReleases,
  sdks: ReadonlySet<string>,
): readonly string[] {
  const at = `sdk-releases, ${sdk}`;
  const isInOrder = releases.every((release, index) => {
    const previous = releases[index - 1];
    if (previous === undefined) return true;
    return (
      compareVersions(release.version, previous.version) > 0 &&
      (release.date ?? "") >= (previous.date ?? "") &&
      compareVersions(release.botocore ?? "0", previous.botocore ?? "0") >= 0
    );
  });
  return [
    ...(sdks.has(sdk) ? [] : [`${at}: no such SDK`]),
    ...(isInOrder ? [] : [`${at}: out of order`]),
    ...(current === undefined || releases.at(-1)?.version === current
      ? []
      : [`${at}: ${current} is not the last one listed`]),
  ];
}
