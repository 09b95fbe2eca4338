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
