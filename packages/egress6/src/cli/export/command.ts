import { changesDocument } from "@egress6/core/changes/changes-document";
import { filterScope, parseFilter } from "@egress6/core/endpoint/filter";
import { Egress6Error } from "@egress6/core/errors";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadEvidence } from "../../adapter/fact-files/evidence.js";
import { loadThirdPartyHosts } from "../../adapter/fact-files/third-party-hosts.js";
import { type ExportReport, runExport } from "../../app/run-export.js";
import { changesAtom } from "../../render/changes/atom.js";
import { exportCsv } from "../../render/export/csv.js";
import { type ExportDocument, exportDocument } from "../../render/export/document.js";
import { exportJson } from "../../render/export/json.js";
import { exportText } from "../../render/export/text.js";
import { type OutputRules, writeOutput } from "../../write-file.js";
import type { CliContext, ExitCode } from "../context.js";
import type { FilterOptions } from "../options.js";
import { storePath } from "../options.js";
import { outputRules, refuseLoneForce } from "../output-rules.js";
import { readStore } from "../read-store.js";
import { usageFault } from "../usage-fault.js";
import type { EXPORT_FORMATS } from "./export-formats.js";

export interface ExportOptions extends FilterOptions {
  readonly format: (typeof EXPORT_FORMATS)[number];
  readonly json?: true;
  readonly out?: string;
  readonly force?: true;
  readonly db?: string;
}

export async function exportCommand(
  options: ExportOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { format, out } = options;
  if (options.json && format !== "json") {
    throw usageFault(`--json is --format json, and --format is ${format}: give one.`);
  }
  refuseLoneForce(out, options, "--out");
  const rules = outputRules(options, context);
  if (format === "sqlite" && out === undefined) {
    throw new Egress6Error(
      "OUT_MISSING",
      "input",
      "A SQLite export is a file: say where with --out FILE, for example --out endpoints.sqlite.",
    );
  }
  const report = readReport(options, context);
  const document = exportDocument(report);
  if (document.meta.notice !== null) context.stderr.write(`egress6: ${document.meta.notice}\n`);
  if (format === "sqlite") {
    await writeSqlite(out ?? "", document, report, rules);
  } else {
    const text = exportAs(format, document, report);
    if (out === undefined) context.stdout.write(text);
    else writeOutput(out, text, rules);
  }
  if (out !== undefined) context.stderr.write(`Wrote ${out}\n`);
  return 0;
}

function readReport(options: ExportOptions, context: CliContext): ExportReport {
  const { env, platform, now } = context;
  const catalog = loadCatalog();
  const filter = parseFilter(catalog, options);
  const store = readStore(storePath(options.db, env, platform), context);
  try {
    const evidence = loadEvidence();
    return runExport({ catalog, filter, hosts: loadThirdPartyHosts(), evidence, store, now });
  } finally {
    store?.close();
  }
}

function exportAs(
  format: Exclude<ExportOptions["format"], "sqlite">,
  document: ExportDocument,
  report: ExportReport,
): string {
  switch (format) {
    case "json":
      return exportJson(document);
    case "csv":
      return exportCsv(document);
    case "text":
      return exportText(document);
    case "atom":
      return changesAtom(changesDocument(report), {
        scope: filterScope(report.filter),
        isOfSomeRegions: report.filter.regions !== null || report.filter.partitions !== null,
        generatedAt: report.generatedAt,
      });
  }
}

async function writeSqlite(
  out: string,
  document: ExportDocument,
  report: ExportReport,
  rules: OutputRules,
): Promise<void> {
  const { writeExportSqlite } = await import("../../render/export/sqlite.js");
  writeOutput(out, (path) => writeExportSqlite(path, document, changesDocument(report)), rules);
}
