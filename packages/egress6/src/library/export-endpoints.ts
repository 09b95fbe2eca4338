import { parseFilter, type TypedFilter } from "@egress6/core/endpoint/filter";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadEvidence } from "../adapter/fact-files/evidence.js";
import { loadThirdPartyHosts } from "../adapter/fact-files/third-party-hosts.js";
import { runExport } from "../app/run-export.js";
import type { Clock } from "../ports.js";
import { type ExportDocument, exportDocument } from "../render/export/document.js";
import { withStore } from "./known-names.js";

/** Filters are as those of the command: services by any of their names, regions such as `eu-*`. */
export interface ExportArguments extends TypedFilter {
  /** The path of the store; left out: nothing is known. */
  readonly db?: string | undefined;
  readonly now?: Clock | undefined;
}

/**
 * What is known of every endpoint that the filter leaves.
 * @returns what `egress6 export --format json` prints
 * @throws Egress6Error of the filter and of the store
 */
export function exportEndpoints({
  db,
  now = Date.now,
  ...typed
}: ExportArguments = {}): ExportDocument {
  const catalog = loadCatalog();
  const filter = parseFilter(catalog, typed);
  const hosts = loadThirdPartyHosts();
  const evidence = loadEvidence();
  return exportDocument(
    withStore(db, now, (store) => runExport({ catalog, filter, hosts, evidence, store, now })),
  );
}
