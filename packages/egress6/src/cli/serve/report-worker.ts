import { parentPort, workerData } from "node:worker_threads";
import { Egress6Error } from "@egress6/core/errors";
import { openStoreReader } from "../../adapter/store/open-store.js";
import { mapReports } from "../../library/site/map-reports.js";
import { openMapSite } from "../../library/site/map-site.js";
import { siteDocuments } from "../../library/site/site-documents.js";
import type { StoreReader } from "../../ports.js";
import { type PackedText, packText, type TextSource } from "../../server/packed-text.js";
import { demoPage, rootSeenFrom } from "../../site/demo/demo-page.js";
import { loadPriceBook } from "../prices/price-book-files.js";
import { openDemoStore } from "./open-for-serving.js";
import type { ReportJob, ReportReply, ReportRequest, ReportWorkerData } from "./report-job.js";

/** Makes and packs reports, one after the other, in a thread of its own: see `report-maker.ts`. */
function serveReports(port: NonNullable<typeof parentPort>, data: ReportWorkerData): void {
  const store = storeOf(data);
  const site = openMapSite(store);
  const reports = mapReports(site, store, Date.now);
  const documents = siteDocuments({
    site,
    store,
    reports,
    prices: loadPriceBook(undefined, process),
    now: Date.now,
    siteUrl: null,
    operator: "You see it through egress6 serve, which runs on the computer at this address.",
  });
  const sourceOf = (job: ReportJob): TextSource => {
    switch (job.kind) {
      case "document": {
        const make = documents.get(job.path);
        if (make === undefined) throw new Error(`there is no document ${job.path}`);
        const content = make();
        return "demoAt" in data && job.path.endsWith(".html") && typeof content === "string"
          ? demoPage(content, rootSeenFrom(job.path))
          : content;
      }
      case "month":
        return reports.changeMonth(job.month);
      case "endpoints":
        return reports.endpointsJson(job.filter);
      case "csv":
        return reports.endpointsCsv(job.filter);
      case "changes":
        return reports.changesJson(job.filter, job.since);
      case "feed":
        return reports.changesFeed(job.filter, job.query);
      case "badge":
        return reports.badgeSvg(job.filter);
    }
  };
  let version: string | null = null;
  const make = async (request: ReportRequest): Promise<PackedText> => {
    // What was read at the start is no older than the first request.
    if (request.version !== (version ?? request.version)) site.observed.reload();
    version = request.version;
    return packText(sourceOf(request.job));
  };
  let last: Promise<unknown> = Promise.resolve();
  port.on("message", (request: ReportRequest) => {
    last = last.then(async () => {
      const reply = await make(request).then(
        (packed): ReportReply => ({ id: request.id, packed }),
        (error: unknown) => faultReply(request.id, error),
      );
      port.postMessage(reply, "packed" in reply ? buffersOf(reply.packed) : []);
    });
  });
}

function storeOf(data: ReportWorkerData): StoreReader {
  if ("demoAt" in data) return openDemoStore(data.demoAt);
  const store = openStoreReader(data.storePath, { now: Date.now });
  if (store === null) throw new Error(`${data.storePath} is gone`);
  return store;
}

function faultReply(id: number, error: unknown): ReportReply {
  if (error instanceof Egress6Error) {
    const { code, kind, message } = error;
    return { id, fault: { code, kind, message } };
  }
  return { id, stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** They are handed over, not copied. */
function buffersOf({ plain, gzipped }: PackedText): ArrayBuffer[] {
  return [plain?.buffer, gzipped?.buffer].filter((buffer) => buffer instanceof ArrayBuffer);
}

if (parentPort !== null) serveReports(parentPort, workerData);
