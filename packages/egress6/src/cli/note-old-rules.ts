import type { Catalog } from "@egress6/core/endpoint/catalog";
import { areRulesOld, rulesCurrentOn } from "@egress6/core/endpoint/rules-of";
import type { CliContext } from "./context.js";

const MOST_NAMED = 3;

/**
 * Says once, for all of them, that SDKs may build other names by now.
 * @param services CLI names of what the advice is about
 */
export function noteOldRules(
  catalog: Catalog,
  services: Iterable<string>,
  { stderr, now }: Pick<CliContext, "stderr" | "now">,
): void {
  const wanted = new Set(services);
  const old = catalog.services.filter(
    (service) => wanted.has(service.cliName) && areRulesOld(catalog, service, now()),
  );
  if (old.length === 0) return;
  const dates = old.flatMap((service) => rulesCurrentOn(catalog, service) ?? []).sort();
  const named = old.slice(0, MOST_NAMED).map(({ cliName }) => cliName);
  const rest = old.length > MOST_NAMED ? ` and ${old.length - MOST_NAMED} more` : "";
  stderr.write(
    `note: the rules for ${named.join(", ")}${rest} are of ${dates[0]}. SDKs released since may build other names.\n`,
  );
}
