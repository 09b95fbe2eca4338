import { once } from "node:events";
import { filterScope, parseFilter } from "@egress6/core/endpoint/filter";
import { scanNames } from "@egress6/core/endpoint/scan-order";
import { Egress6Error } from "@egress6/core/errors";
import { NO_SCAN, type ScanStatus } from "@egress6/core/map/scan-status";
import { observeNames } from "../../adapter/dns/observe-names.js";
import { parseResolvers, systemResolvers } from "../../adapter/dns/resolver-address.js";
import { runScan } from "../../app/run-scan.js";
import { mapReports } from "../../library/site/map-reports.js";
import { type MapSite, openMapSite } from "../../library/site/map-site.js";
import { siteDocuments } from "../../library/site/site-documents.js";
import { SITE_FOLDER } from "../../library/site-folder.js";
import type { ResolverAddress, StoreReader, StoreWriter } from "../../ports.js";
import { duration, plural } from "../../render/words.js";
import { createApp } from "../../server/app.js";
import { allowedHostnames, isLoopback } from "../../server/host-check.js";
import { listen } from "../../server/listen.js";
import { ScanHub } from "../../server/scan-hub.js";
import { readSiteFiles, type SiteFile } from "../../server/site-files.js";
import { demoPage, isTakenAlong, rootSeenFrom } from "../../site/demo/demo-page.js";
import { followStore } from "../../site/follow-store.js";
import { mapPreview, withPreview } from "../../site/map-preview.js";
import { wrongAddressPage } from "../../site/page-documents.js";
import { statusOfRecord } from "../../site/scan-record-status.js";
import { inSlices } from "../../site/slices.js";
import type { CliContext } from "../context.js";
import { storePath } from "../options.js";
import { loadPriceBook } from "../prices/price-book-files.js";
import { createProgress } from "../progress.js";
import { nameFuture } from "../read-store.js";
import { followOtherWriter } from "./follow-other-writer.js";
import { liveData } from "./live-data.js";
import { keepScanning } from "./live-scans.js";
import {
  openDemoStore,
  openForServing,
  openForShowing,
  type ServedStore,
} from "./open-for-serving.js";
import { otherResolver } from "./other-resolver.js";
import { ReportMaker } from "./report-maker.js";

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  /** False with `--no-scan`. */
  readonly scan: boolean;
  readonly demo?: true;
  readonly db?: string;
  readonly resolver?: readonly string[];
  readonly rate: number;
  readonly trustResolver?: true;
}

/** Serves the map until it is interrupted. */
export async function serveMap(options: ServeOptions, context: CliContext): Promise<void> {
  const { stdout, stderr } = context;
  // What was mistyped is said before anything is opened.
  if (options.resolver !== undefined) await parseResolvers(options.resolver);
  const path = storePath(options.db, context.env, context.platform);
  const isDemo = options.demo === true;
  const files = readSiteFiles(SITE_FOLDER);
  const siteFiles = isDemo ? demoFiles(files) : files;
  const startedAt = context.now();
  const served = isDemo
    ? ({ isWritable: false, store: openDemoStore(startedAt), reason: null } as const)
    : (options.scan ? openForServing : openForShowing)(path, context.now);
  const reports = new ReportMaker(
    isDemo ? { demoAt: startedAt } : { storePath: path },
    context.env,
  );
  try {
    nameFuture(served.store, context);
    const site = openMapSite(served.store);
    const hub = new ScanHub();
    hub.setStatus(firstStatus(served));
    const chosen = new ChosenResolver();
    const mayChoose = served.isWritable && isLoopback(options.host);
    const app = createApp({
      siteFiles,
      data: liveData(
        site,
        documentPaths(site, served.store, context),
        reports,
        context.now,
        context.interrupt,
      ),
      hub,
      mapPageFor: (html, search) => {
        const preview = mapPreview(site.catalog, search);
        return preview === null ? html : withPreview(html, preview);
      },
      notFoundPage: (wrong) => {
        const page = wrongAddressPage({ ...site, siteUrl: null }, wrong);
        return isDemo ? demoPage(page, "/") : page;
      },
      otherResolver: mayChoose
        ? otherResolver(context, (address) => chosen.take(address))
        : undefined,
      isOffered: (asked) => !isDemo || !isTakenAlong(asked),
      allowedHostnames: allowedHostnames(options.host),
      onFault: (error) => stderr.write(`egress6: ${faultText(error)}\n`),
    });
    // What every page begins with takes longest the first time: nobody is to wait for it.
    site.data.mapText(hub.status, context.now(), true);
    const server = await listen(app, options.host, options.port);
    stdout.write(openingText(server.url, served, options));
    try {
      if (isDemo) {
        await untilInterrupted(context.interrupt);
      } else if (served.isWritable) {
        await scanWhileServing(site, served.store, hub, chosen, options, context);
      } else {
        await followWhileServing(site, served, path, hub, context);
      }
    } finally {
      await server.close();
    }
  } finally {
    await reports.close();
    served.store.close();
  }
  stderr.write(isDemo ? "Stopped.\n" : "Stopped. Everything observed is kept.\n");
}

/** The resolver that somebody chose on the page, in the place of those of the command line or the system. */
class ChosenResolver {
  resolvers: readonly ResolverAddress[] | null = null;
  onTaken: () => void = () => {};

  take(address: ResolverAddress): void {
    this.resolvers = [address];
    this.onTaken();
  }
}

/** What to open, and what to expect there. */
function openingText(url: string, served: ServedStore, { demo, scan }: ServeOptions): string {
  const expect =
    demo === true
      ? "This is a demo: every answer in it is invented."
      : !scan || !served.isWritable
        ? "It shows what the store knows."
        : served.store.newestTime() === null
          ? "The first scan takes a few minutes. Cells fill in while you watch."
          : "It shows what is known, and scans again when that is due.";
  return `\n  Open ${url} in your browser.\n  ${expect} Ctrl-C stops.\n\n`;
}

/** The built pages, each saying that what it shows is invented. */
function demoFiles(files: ReadonlyMap<string, SiteFile>): ReadonlyMap<string, SiteFile> {
  const pages = [...files].map(([path, file]) => {
    if (!file.contentType.startsWith("text/html")) return [path, file] as const;
    const html = demoPage(file.body.toString("utf8"), rootSeenFrom(path.slice(1)));
    return [path, { ...file, body: Buffer.from(html) }] as const;
  });
  return new Map(pages);
}

/** @throws Egress6Error PRICES_UNREADABLE, PRICES_INVALID: now, and not when somebody asks for the planner */
function documentPaths(site: MapSite, store: StoreReader, context: CliContext): Iterable<string> {
  const { now } = context;
  const reports = mapReports(site, store, now);
  const prices = loadPriceBook(undefined, context);
  return siteDocuments({ site, store, reports, prices, now, siteUrl: null, operator: null }).keys();
}

const statusOfStore = (store: StoreReader) => statusOfRecord(store.readScans(1)[0]);

function firstStatus(served: ServedStore): ScanStatus {
  const found = statusOfStore(served.store);
  if (served.isWritable) return found;
  if (served.reason !== null) return { ...found, phase: "elsewhere", reason: served.reason };
  return found === NO_SCAN ? { ...NO_SCAN, phase: "off" } : found;
}

/** Shows what other processes observe, as they do. */
async function followWhileServing(
  site: MapSite,
  { store, reason }: Extract<ServedStore, { isWritable: false }>,
  path: string,
  hub: ScanHub,
  { stderr, interrupt, now }: CliContext,
): Promise<void> {
  if (reason !== null) stderr.write(`egress6: the store is only read: ${reason}.\n`);
  // Of use once something has changed, which may be never.
  let names: readonly string[] | null = null;
  const stop = followOtherWriter(path, async () => {
    try {
      names ??= scanNames(
        site.catalog,
        site.hosts.map(({ host }) => host),
        parseFilter(site.catalog, {}),
      );
      await inSlices(site.observed.reloadNames(names), interrupt);
      if (reason === null) hub.setStatus(statusWhileWritten(store));
      hub.publish({ kind: "reload" });
    } catch (error) {
      if (!(error instanceof Egress6Error)) throw error;
      if (interrupt.aborted) return;
      stderr.write(`egress6: ${error.message}\nThe map stays up with what was read before.\n`);
      hub.setStatus({ ...NO_SCAN, phase: "failed", reason: error.message, endedAt: now() });
    }
  });
  await untilInterrupted(interrupt);
  stop();
}

/** Somebody has just written, so a scan that has not ended is no interrupted one. */
function statusWhileWritten(store: StoreReader): ScanStatus {
  const status = statusOfStore(store);
  return store.readScans(1)[0]?.state === "running"
    ? { ...status, phase: "elsewhere", reason: "another egress6 is scanning" }
    : status;
}

async function scanWhileServing(
  site: MapSite,
  store: StoreWriter,
  hub: ScanHub,
  chosen: ChosenResolver,
  options: ServeOptions,
  context: CliContext,
): Promise<void> {
  const { stderr, interrupt, now } = context;
  const filter = parseFilter(site.catalog, {});
  const followed = followStore(store, (batch, at) => {
    const changes = site.observed.follow(batch, at);
    if (changes.length > 0) hub.publish({ kind: "cells", changes });
  });
  await keepScanning({
    scope: filterScope(filter),
    store,
    now,
    signal: interrupt,
    onStatus: (status) => hub.setStatus(status),
    onWaiting: (scanNow) => {
      chosen.onTaken = scanNow;
    },
    onFailed: (reason, retryMs) =>
      stderr.write(
        `egress6: ${reason}\nThe map stays up; the next try is in ${Math.round(retryMs / 60_000)} minutes.\n`,
      ),
    scan: async (onProgress) => {
      const resolvers =
        chosen.resolvers ??
        (options.resolver === undefined
          ? await systemResolvers()
          : await parseResolvers(options.resolver));
      const line = createProgress(context, "Scanning");
      try {
        const summary = await runScan({
          catalog: site.catalog,
          thirdPartyHosts: site.hosts.map(({ host }) => host),
          filter,
          evidence: site.evidence,
          popular: site.popular,
          observe: observeNames,
          store: followed,
          now,
          resolvers,
          rate: options.rate,
          trustResolver: options.trustResolver ?? false,
          signal: interrupt,
          onBegin: ({ names, resumedNames }) =>
            onProgress({
              total: names,
              done: resumedNames,
              unknown: 0,
              namesPerSecond: 0,
              secondsLeft: null,
            }),
          onProgress: (progress) => {
            line.update(progress);
            const { total, done, unknown, namesPerSecond, secondsLeft } = progress;
            onProgress({ total, done, unknown, namesPerSecond, secondsLeft });
          },
        });
        line.end();
        if (summary.state === "done") {
          stderr.write(
            `Scanned ${plural(summary.names, "name")} in ${duration(summary.durationMs)}.\n`,
          );
          if (summary.reason !== null) stderr.write(`egress6: ${summary.reason}\n`);
        }
        const { state, reason, names, resumedNames, observedNames } = summary;
        return { state, reason, isWhole: resumedNames + observedNames === names };
      } finally {
        line.end();
      }
    },
  });
}

async function untilInterrupted(interrupt: AbortSignal): Promise<void> {
  if (!interrupt.aborted) await once(interrupt, "abort");
}

function faultText(error: unknown): string {
  if (error instanceof Egress6Error) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
