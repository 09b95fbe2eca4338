import { filterScope, parseFilter } from "@egress6/core/endpoint/filter";
import { Egress6Error } from "@egress6/core/errors";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadEvidence } from "../../adapter/fact-files/evidence.js";
import { loadThirdPartyHosts } from "../../adapter/fact-files/third-party-hosts.js";
import type { StoreReader } from "../../ports.js";
import { changesAtom } from "../../render/changes/atom.js";
import { type ChangesSource, changesDocument } from "../../render/changes/document.js";
import { exportCsv } from "../../render/export/csv.js";
import {
  type ExportDocument,
  type ExportSource,
  exportDocument,
} from "../../render/export/document.js";
import { exportJson } from "../../render/export/json.js";
import { exportText } from "../../render/export/text.js";
import { type OutputRules, writeOutput } from "../../write-file.js";
import type { CliContext, ExitCode } from "../context.js";
import type { FilterOptions } from "../options.js";
import { storePath } from "../options.js";
import { outputRules, refuseLoneForce } from "../output-rules.js";
import { readStore } from "../read-store.js";
import type { EXPORT_FORMATS } from "./export-formats.js";

export interface ExportOptions extends FilterOptions {
  readonly format: (typeof EXPORT_FORMATS)[number];
  readonly out?: string;
  readonly force?: true;
  readonly db?: string;
}

type Source = ExportSource & ChangesSource;

export async function exportCommand(
  options: ExportOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { format, out } = options;
  refuseLoneForce(out, options, "--out");
  const rules = outputRules(options, context);
  if (format === "sqlite" && out === undefined) {
    throw new Egress6Error(
      "OUT_MISSING",
      "input",
      "A SQLite export is a file: say where with --out FILE, such as --out endpoints.sqlite.",
    );
  }
  const source = readSource(options, context);
  const document = exportDocument(source);
  if (document.meta.notice !== null) context.stderr.write(`egress6: ${document.meta.notice}\n`);
  if (format === "sqlite") {
    await writeSqlite(out ?? "", document, source, rules);
  } else {
    const text = exportAs(format, document, source);
    if (out === undefined) context.stdout.write(text);
    else writeOutput(out, text, rules);
  }
  if (out !== undefined) context.stderr.write(`Wrote ${out}\n`);
  return 0;
}

function readSource(options: ExportOptions, context: CliContext): Source {
  const { env, now } = context;
  const catalog = loadCatalog();
  const filter = parseFilter(catalog, options);
  const store = readStore(storePath(options.db, env, process.platform), context);
  try {
    return {
      catalog,
      filter,
      hosts: loadThirdPartyHosts(),
      evidence: loadEvidence(),
      generatedAt: now(),
      ...(store === null ? { support: new Map(), changes: [] } : allOf(store)),
    };
  } finally {
    store?.close();
  }
}

function allOf(store: StoreReader): Pick<Source, "support" | "changes"> {
  return { support: store.readSupport(), changes: store.readChanges() };
}

function exportAs(
  format: Exclude<ExportOptions["format"], "sqlite">,
  document: ExportDocument,
  source: Source,
): string {
  switch (format) {
    case "json":
      return exportJson(document);
    case "csv":
      return exportCsv(document);
    case "text":
      return exportText(document);
    case "atom":
      return changesAtom(changesDocument(source), {
        scope: filterScope(source.filter),
        isOfSomeRegions: source.filter.regions !== null || source.filter.partitions !== null,
        generatedAt: source.generatedAt,
      });
  }
}

async function writeSqlite(
  out: string,
  document: ExportDocument,
  source: Source,
  rules: OutputRules,
): Promise<void> {
  const { writeExportSqlite } = await import("../../render/export/sqlite.js");
  writeOutput(out, (path) => writeExportSqlite(path, document, changesDocument(source)), rules);
}
