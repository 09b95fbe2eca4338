import type { Catalog, RulesVersion } from "./catalog.js";
import type { Service } from "./types.js";

/** `botocore 1.43.62, 2026-07-31` */
export function rulesText({ source, version, date }: RulesVersion): string {
  return `${source} ${version}${date === null ? "" : `, ${date}`}`;
}

/** @param cliName of a service of the catalog; of another one, the rules of the catalog */
export function rulesOfService(catalog: Catalog, cliName: string): RulesVersion {
  return catalog.names.get(cliName)?.rulesVersion ?? catalog.rules;
}

/** Which rules the names of this service are of. */
export function rulesOf(catalog: Catalog, service: Service): RulesVersion {
  return rulesOfService(catalog, service.cliName);
}

/** Which rules build the names of a service in the SDK whose catalog this is; null: not known. */
export function rulesInSdk(catalog: Catalog, cliName: string): RulesVersion | null {
  return catalog.release === undefined
    ? rulesOfService(catalog, cliName)
    : catalog.release.rulesFor(cliName);
}

/** `Names are what AWS's rules (botocore 1.43.62, 2026-07-31) build.`; of a version of an SDK, what says so. */
export function rulesSentence(catalog: Catalog, cliName: string): string {
  const { release, history } = catalog;
  const rules = rulesInSdk(catalog, cliName);
  const todays = rulesText(rulesOfService(catalog, cliName));
  const own = rules === null ? null : rulesText(rules);
  const isOfAFile = own === todays || own === rulesText(catalog.rules);
  if (release === undefined || isOfAFile) {
    return `Names are what AWS's rules (${own ?? todays}) build.`;
  }
  const records =
    history === undefined ? "" : ` (botocore ${history.from.version} to ${history.to.version})`;
  return `Names are those of ${release.client}${own === null ? "" : ` (${own})`}, by our records of how AWS's rules changed${records}; today's are of ${todays}.`;
}

const DAY_MS = 86_400_000;
const OLD_AFTER_DAYS = 60;

/**
 * When it was last known that there are no newer rules for this service: the day on which its client was looked for,
 * else that of the rules themselves. Null: not known.
 */
export function rulesCurrentOn(catalog: Catalog, service: Service): string | null {
  const { source, date } = rulesOf(catalog, service);
  return source === catalog.rules.source ? date : (catalog.clientsChecked ?? date);
}

/** Whether SDKs have had 60 days to change since: what they build may differ. */
export function areRulesOld(catalog: Catalog, service: Service, now: number): boolean {
  const date = rulesCurrentOn(catalog, service);
  return date !== null && now - Date.parse(date) > OLD_AFTER_DAYS * DAY_MS;
}
