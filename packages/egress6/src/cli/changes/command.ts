import { parseSince } from "@egress6/core/changes/parse-since";
import { parseFilter } from "@egress6/core/endpoint/filter";
import { isoTime } from "@egress6/core/observation/iso-time";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadThirdPartyHosts } from "../../adapter/fact-files/third-party-hosts.js";
import { runChanges } from "../../app/run-changes.js";
import { changesJson } from "../../render/changes/json.js";
import { changesText } from "../../render/changes/text.js";
import { toned } from "../../render/style.js";
import type { CliContext, ExitCode } from "../context.js";
import type { FilterOptions } from "../options.js";
import { storePath } from "../options.js";
import { readStore } from "../read-store.js";

export interface ChangesOptions extends FilterOptions {
  readonly since?: string;
  readonly json?: true;
  readonly db?: string;
}

export function changesCommand(options: ChangesOptions, context: CliContext): ExitCode {
  const { env, platform, stdout, stderr, now } = context;
  const since = options.since === undefined ? undefined : parseSince(options.since, now());
  const catalog = loadCatalog();
  const filter = parseFilter(catalog, options);
  const store = readStore(storePath(options.db, env, platform), context);
  try {
    const hosts = loadThirdPartyHosts();
    const { document, isObserved } = runChanges({ catalog, filter, hosts, store, since });
    if (options.json) stdout.write(changesJson(document));
    if (!isObserved) {
      stderr.write("egress6: Nothing has been observed yet. Run `egress6 scan` first.\n");
      return 3;
    }
    if (options.json) return 0;
    const period = since === undefined ? "" : ` since ${isoTime(since)}`;
    stdout.write(changesText(document, toned) || `No changes${period}.\n`);
    return 0;
  } finally {
    store?.close();
  }
}
