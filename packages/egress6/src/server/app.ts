import { Egress6Error } from "@egress6/core/errors";
import type { ScanStatus } from "@egress6/core/map/scan-status";
import { scanStatusJson } from "@egress6/core/map/scan-status-json";
import { type Context, Hono } from "hono";
import { eventStream } from "./event-stream.js";
import { isAllowedHost } from "./host-check.js";
import { readQuery } from "./query-parameters.js";
import type { ScanHub } from "./scan-hub.js";
import { SECURITY_HEADERS } from "./security-headers.js";
import { contentTypeOf, type SiteFile } from "./site-files.js";
import { type PackedText, packText, TextCache } from "./text-cache.js";

/** Filters as typed; what they mean is the report's business. */
interface TypedFilter {
  readonly service?: readonly string[];
  readonly region?: readonly string[];
  readonly partition?: readonly string[];
  readonly variant?: readonly string[];
}

/** What the server shows. Texts are asked for again only when `version` has changed. */
export interface LiveData {
  /** Equal versions mean equal texts. */
  version(): string;
  mapText(scan: ScanStatus): string;
  catalogText(): string;
  hasService(cliName: string): boolean;
  /** @param cliName of a service there is */
  serviceText(cliName: string): string;
  hostsText(): string;
  /** As `egress6 export --format json`. @throws Egress6Error for a filter that fits nothing known */
  endpointsText(filter: TypedFilter): string;
  /** As `egress6 export --format csv`. */
  csvText(filter: TypedFilter): string;
  /** As `egress6 changes --json`. */
  changesText(filter: TypedFilter, since: string | undefined): string;
  /** The changes as an Atom feed, which names itself by the query. */
  feedText(filter: TypedFilter, query: string): string;
  /** An SVG badge. @throws Egress6Error for a filter that fits nothing known */
  badgeText(filter: Pick<TypedFilter, "service" | "region">): string;
  /** Plain pages, feeds, badges and downloads, by path without the slash at the beginning. */
  readonly documents: ReadonlyMap<string, () => string | Uint8Array>;
}

export interface ServerParts {
  /** The built page, by URL path. */
  readonly siteFiles: ReadonlyMap<string, SiteFile>;
  readonly data: LiveData;
  readonly hub: ScanHub;
  /** Names the server may be called by; null: any. */
  readonly allowedHostnames: ReadonlySet<string> | null;
  /** Told of bugs; the browser only learns that there was one. */
  readonly onFault: (error: unknown) => void;
}

const FILTERS = ["service", "region", "partition", "variant"] as const;
const JSON_TYPE = "application/json; charset=utf-8";
const CSV_TYPE = "text/csv; charset=utf-8";
const ATOM_TYPE = "application/atom+xml; charset=utf-8";
const SVG_TYPE = "image/svg+xml";
const KEPT_TEXTS = 32;
/** Badges are made to be shown on other sites' pages. */
const EMBEDDABLE = { "cross-origin-resource-policy": "cross-origin" };

export function createApp({ siteFiles, data, hub, allowedHostnames, onFault }: ServerParts): Hono {
  const app = new Hono();
  const texts = new TextCache(KEPT_TEXTS);
  const files = new Map<string, Promise<PackedText>>();

  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!context.res.headers.has(name)) context.header(name, value);
    }
  });
  app.use(async (context, next) => {
    if (!isAllowedHost(context.req.header("host"), allowedHostnames)) {
      return fault(context, 403, "HOST_NOT_ALLOWED", "This server is not known by that name.");
    }
    if (context.req.method !== "GET" && context.req.method !== "HEAD") {
      context.header("allow", "GET, HEAD");
      return fault(context, 405, "METHOD_NOT_ALLOWED", "Only GET and HEAD are allowed.");
    }
    return next();
  });
  app.onError((error, context) => {
    if (error instanceof Egress6Error && error.kind === "input" && !isOfStore(error)) {
      return fault(context, 400, error.code, error.message);
    }
    onFault(error);
    return fault(context, 500, "INTERNAL", "The server failed; its terminal says why.");
  });
  app.notFound((context) => fault(context, 404, "NOT_FOUND", "There is nothing at this address."));

  const answerText = async (
    context: Context,
    type: string,
    make: () => string | Uint8Array,
    version?: string,
  ) => {
    const packed = await texts.get(context.req.url, version ?? data.version(), make);
    return answer(context, packed, type, "no-cache");
  };

  app.get("/data/map.json", (context) =>
    answerText(
      context,
      JSON_TYPE,
      () => data.mapText(hub.status),
      `${data.version()} ${JSON.stringify(hub.status)}`,
    ),
  );
  app.get("/data/catalog.json", (context) =>
    answerText(context, JSON_TYPE, () => data.catalogText(), "shipped"),
  );
  app.get("/data/hosts.json", (context) => answerText(context, JSON_TYPE, () => data.hostsText()));
  app.get("/data/export.json", (context) =>
    answerText(context, JSON_TYPE, () => data.endpointsText({})),
  );
  app.get("/data/export.csv", (context) => answerText(context, CSV_TYPE, () => data.csvText({})));
  app.get("/data/services/:file", (context) => {
    const cliName = /^([a-z0-9-]+)\.json$/.exec(context.req.param("file"))?.[1];
    if (cliName === undefined || !data.hasService(cliName)) return context.notFound();
    return answerText(context, JSON_TYPE, () => data.serviceText(cliName));
  });

  app.get("/api/endpoints", (context) => {
    const filter = readQuery(context.req.url, FILTERS);
    return answerText(context, JSON_TYPE, () => data.endpointsText(filter));
  });
  app.get("/api/changes", async (context) => {
    const { since, ...filter } = readQuery(context.req.url, [...FILTERS, "since"]);
    if (since !== undefined && since.length > 1) {
      throw new Egress6Error("PARAMETER_REPEATED", "input", "Parameter since is given twice.");
    }
    // Not kept: `since` may count back from now.
    const packed = await packText(Buffer.from(data.changesText(filter, since?.[0])));
    return answer(context, packed, JSON_TYPE, "no-cache");
  });
  app.get("/api/changes.atom", (context) => {
    const filter = readQuery(context.req.url, FILTERS);
    const { search } = new URL(context.req.url);
    return answerText(context, ATOM_TYPE, () => data.feedText(filter, search));
  });
  app.get("/api/badge.svg", (context) => {
    const filter = readQuery(context.req.url, ["service", "region"]);
    for (const [name, value] of Object.entries(EMBEDDABLE)) context.header(name, value);
    return answerText(context, SVG_TYPE, () => data.badgeText(filter));
  });
  app.get("/api/scan", async (context) => {
    readQuery(context.req.url, []);
    const packed = await packText(Buffer.from(JSON.stringify(scanStatusJson(hub.status))));
    return answer(context, packed, JSON_TYPE, "no-cache");
  });
  app.get("/api/events", (context) => {
    readQuery(context.req.url, []);
    context.header("content-type", "text/event-stream");
    context.header("cache-control", "no-store");
    return context.req.method === "HEAD" ? context.body(null) : context.body(eventStream(hub));
  });

  const answerDocument = (context: Context, path: string) => {
    const place = path.endsWith("/") ? `${path}index.html` : path;
    const make = data.documents.get(place.slice(1));
    if (make === undefined) return context.notFound();
    if (place.startsWith("/badges/")) {
      for (const [name, value] of Object.entries(EMBEDDABLE)) context.header(name, value);
    }
    return answerText(context, contentTypeOf(place), make);
  };
  app.get("*", async (context) => {
    const path = decodedPath(context.req.url);
    const file = siteFiles.get(path);
    if (file === undefined) return answerDocument(context, path);
    const packed = files.get(path) ?? packText(file.body);
    files.set(path, packed);
    const caching = file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache";
    return answer(context, await packed, file.contentType, caching);
  });
  return app;
}

/** Nothing that was asked for is wrong then, but what the server shows. */
const isOfStore = ({ code }: Egress6Error) => code.startsWith("STORE_");

function decodedPath(url: string): string {
  try {
    const path = decodeURIComponent(new URL(url).pathname);
    if (!path.includes("\0")) return path;
  } catch {
    // Fall through: a path that cannot be decoded is as wrong as one with a NUL.
  }
  throw new Egress6Error("PATH_INVALID", "input", "The address is not a valid path.");
}

function answer(context: Context, packed: PackedText, contentType: string, caching: string) {
  context.header("cache-control", caching);
  context.header("etag", packed.etag);
  context.header("vary", "accept-encoding");
  if (matchesEtag(context.req.header("if-none-match"), packed.etag)) return context.body(null, 304);
  context.header("content-type", contentType);
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(
    context.req.header("accept-encoding") ?? "",
  );
  if (packed.gzipped === null || !takesGzip) return context.body(packed.body);
  context.header("content-encoding", "gzip");
  return context.body(packed.gzipped);
}

const matchesEtag = (header: string | undefined, etag: string) =>
  header?.split(",").some((known) => known.trim() === etag || known.trim() === "*") ?? false;

function fault(
  context: Context,
  status: 400 | 403 | 404 | 405 | 500,
  code: string,
  message: string,
) {
  return context.json({ error: { code, message } }, status, { "cache-control": "no-store" });
}
