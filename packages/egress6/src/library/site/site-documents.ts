import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { snippetDataJson } from "@egress6/core/audit/snippet-data";
import { settingFactsJson } from "@egress6/core/facts/setting-facts-json";
import { sharedSettingFacts } from "@egress6/core/facts/shared-setting-facts";
import { findDataJson } from "@egress6/core/identify/find-data";
import type { PriceBook } from "@egress6/core/price/price-book";
import { loadAuditFacts } from "../../adapter/fact-files/audit-facts.js";
import { loadAuditRules } from "../../adapter/fact-files/audit-rules.js";
import { loadTargetFacts } from "../../adapter/fact-files/config-targets.js";
import { loadIdentifyNames } from "../../adapter/fact-files/identify-names.js";
import { loadSdkFacts } from "../../adapter/fact-files/sdk-facts.js";
import { loadTerraformModules } from "../../adapter/fact-files/terraform-modules.js";
import { loadToolFacts } from "../../adapter/fact-files/tool-facts.js";
import { DATA_FOLDER } from "../../data-folder.js";
import type { Clock, StoreReader } from "../../ports.js";
import { changesFeeds } from "../../render/changes/feeds.js";
import { DOWNLOADS_FOLDER, downloadsIndexJson } from "../../render/export/downloads.js";
import { writeExportSqlite } from "../../render/export/sqlite.js";
import { pageDocuments, type SiteContent, type SiteDocuments } from "../../site/page-documents.js";
import type { MapReports } from "./map-reports.js";
import type { MapSite } from "./map-site.js";
import { plannerText } from "./planner-text.js";

export interface SiteDocumentsParts {
  readonly site: MapSite;
  readonly store: StoreReader;
  readonly reports: MapReports;
  /** What the planner counts with. */
  readonly prices: PriceBook;
  readonly now: Clock;
  /** Where the site will be, with a slash at the end; null: not known. */
  readonly siteUrl: string | null;
  /** Who runs this copy; null: they did not say. */
  readonly operator: string | null;
}

/** Plain pages, badges, feeds, downloads and facts, by path: the same for a live server and a static site. */
export function siteDocuments({
  site,
  store,
  reports,
  prices,
  now,
  siteUrl,
  operator,
}: SiteDocumentsParts): SiteDocuments {
  const { catalog, evidence, observed } = site;
  const changes = reports.allChanges;
  return new Map<string, () => SiteContent>([
    ...pageDocuments({ catalog, evidence, observed, store, changes, siteUrl, operator }),
    ["data/planner.json", () => plannerText(catalog, observed, prices)],
    ["data/settings.json", settingsText],
    ["data/find.json", () => findText(site)],
    ["data/audit.json", () => auditText(site, prices)],
    ...changesFeeds({ catalog, changes, generatedAt: now, siteUrl }),
    ...downloads({
      "index.json": downloadsIndexJson,
      "export.json": () => reports.endpointsJson({}),
      "export.schema.json": () => readFileSync(new URL("schema/export.schema.json", DATA_FOLDER)),
      "export.csv": () => reports.endpointsCsv({}),
      "export.sqlite": () => {
        // First, as reading them needs most memory.
        const all = changes();
        return bytesOfFile((path) => writeExportSqlite(path, reports.endpoints({}), all));
      },
      "changes.json": () => reports.changesJson({}, undefined),
    }),
  ]);
}

/** What texts are held against, and what was observed of names outside the map. */
function findText({ catalog, observed }: MapSite): string {
  return JSON.stringify(
    findDataJson(catalog, loadIdentifyNames(), loadToolFacts(), observed.support),
  );
}

/** What the rules of `audit` need for a snippet. */
function auditText({ catalog, observed }: MapSite, prices: PriceBook): string {
  return JSON.stringify(
    snippetDataJson({
      facts: loadAuditFacts(catalog, prices),
      modules: loadTerraformModules().modules,
      rules: loadAuditRules().rules,
      observed: observed.support,
    }),
  );
}

function settingsText(): string {
  const { settings, sdks } = loadSdkFacts();
  return JSON.stringify(
    settingFactsJson({
      targets: loadTargetFacts(),
      settings: sharedSettingFacts(settings, sdks),
    }),
  );
}

function downloads(
  files: Readonly<Record<string, () => SiteContent>>,
): readonly [string, () => SiteContent][] {
  return Object.entries(files).map(([file, make]) => [`${DOWNLOADS_FOLDER}/${file}`, make]);
}

/** What only comes as a file, by way of a folder that is gone once it is read. */
function* bytesOfFile(write: (path: string) => void): Generator<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "egress6-"));
  try {
    const path = join(folder, "file");
    write(path);
    yield* bytesIn(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const READ_BYTES = 256 * 1024;

function* bytesIn(path: string): Generator<Uint8Array> {
  const file = openSync(path, "r");
  try {
    for (;;) {
      const bytes = Buffer.alloc(READ_BYTES);
      const length = readSync(file, bytes);
      if (length === 0) return;
      yield bytes.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
