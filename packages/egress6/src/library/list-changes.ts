import { parseSince } from "@egress6/core/changes/parse-since";
import { parseFilter } from "@egress6/core/endpoint/filter";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadThirdPartyHosts } from "../adapter/fact-files/third-party-hosts.js";
import { runChanges } from "../app/run-changes.js";
import { type ChangesJson, datedChanges } from "../render/changes/json.js";
import type { ExportArguments } from "./export-endpoints.js";
import { withStore } from "./known-names.js";

export interface ChangesArguments extends ExportArguments {
  /** A day, a time, or back from now: `2026-11-01`, `2026-11-01T10:00Z`, `7d`. */
  readonly since?: string | undefined;
}

/**
 * What changed, oldest first.
 * @returns what `egress6 changes --json` prints
 * @throws Egress6Error SINCE_INVALID, and those of the filter and of the store
 */
export function listChanges({
  db,
  now = Date.now,
  since,
  ...typed
}: ChangesArguments = {}): ChangesJson {
  const from = since === undefined ? undefined : parseSince(since, now());
  const catalog = loadCatalog();
  const filter = parseFilter(catalog, typed);
  const hosts = loadThirdPartyHosts();
  const { document } = withStore(db, now, (store) =>
    runChanges({ catalog, filter, hosts, store, since: from }),
  );
  return datedChanges(document);
}
