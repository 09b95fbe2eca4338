import type { Catalog, RulesVersion } from "./catalog.js";
import type { Service } from "./types.js";

/** Which rules the names of this service are of. */
export function rulesOf(catalog: Catalog, service: Service): RulesVersion {
  return catalog.names.get(service.cliName)?.rulesVersion ?? catalog.rules;
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
