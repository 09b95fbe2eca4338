import { parseServiceDetails } from "@egress6/core/map/service-details";
import type { NameSupport } from "@egress6/core/verdict/support";
import { supportOfDetails } from "../map/support-of-details.js";
import { loadJson } from "./load-json.js";

/** What was observed of these services, when and by whom. By the name that was looked up. */
export async function loadObserved(
  cliNames: readonly string[],
): Promise<ReadonlyMap<string, NameSupport>> {
  const details = await Promise.all(
    cliNames.map(async (name) => parseServiceDetails(await loadJson(`data/services/${name}.json`))),
  );
  return new Map(details.flatMap(({ names }) => [...supportOfDetails(names)]));
}
