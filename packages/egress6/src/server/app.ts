import { Egress6Error } from "@egress6/core/errors";
import type { CheckedResolver } from "@egress6/core/map/checked-resolver";
import { scanStatusJson } from "@egress6/core/map/encode-scan-status";
import type { ScanStatus } from "@egress6/core/map/scan-status";
import {
  type Answer,
  type App,
  type AppRequest,
  eventsAnswer,
  faultAnswer,
  packedAnswer,
} from "./answer.js";
import { mayAskFromElsewhere } from "./cross-site.js";
import { eventStream } from "./event-stream.js";
import { hostnameIn, isAllowedHost } from "./host-check.js";
import { type PackedText, packText } from "./packed-text.js";
import { type QueryParameters, readQuery } from "./query-parameters.js";
import { parseTarget } from "./request-target.js";
import type { ScanHub } from "./scan-hub.js";
import { contentTypeOf, type SiteFile } from "./site-files.js";
import { type MadeText, TextCache } from "./text-cache.js";

/** Filters as typed; what they mean is the report's business. */
interface TypedFilter {
  readonly service?: readonly string[];
  readonly region?: readonly string[];
  readonly partition?: readonly string[];
  readonly variant?: readonly string[];
}

type Text = MadeText | Promise<MadeText>;

/** What the server shows. Texts are asked for again only when `version` has changed. */
export interface LiveData {
  /** Equal versions mean equal texts. */
  version(): string;
  /** Equal for filters that mean the same. @throws Egress6Error for a filter that fits nothing known */
  scopeOf(filter: TypedFilter): string;
  mapText(scan: ScanStatus): Text;
  catalogText(): Text;
  hasService(cliName: string): boolean;
  /** @param cliName of a service there is */
  serviceText(cliName: string): Text;
  hostsText(): Text;
  /** As `egress6 export --format json`. @throws Egress6Error for a filter that fits nothing known */
  endpointsText(filter: TypedFilter): Text;
  /** As `egress6 export --format csv`. */
  csvText(filter: TypedFilter): Text;
  /** As `egress6 changes --json`. */
  changesText(filter: TypedFilter, since: string | undefined): Text;
  /** What `data/changes.json` leaves out of a month. @param month as `2026-11` */
  changeMonthText(month: string): Text;
  /** The changes as an Atom feed, which names itself by the query. */
  feedText(filter: TypedFilter, query: string): Text;
  /** An SVG badge. @throws Egress6Error for a filter that fits nothing known */
  badgeText(filter: Pick<TypedFilter, "service" | "region">): Text;
  /** Plain pages, feeds, badges and downloads, by path without the slash at the beginning. */
  readonly documents: ReadonlyMap<string, () => Text>;
}

/** What somebody in front of the page may ask of another resolver. */
export interface OtherResolver {
  /** @throws Egress6Error RESOLVER_INVALID (input) */
  check(address: string): Promise<CheckedResolver>;
  /** As `check`; one that passed is asked from now on. */
  use(address: string): Promise<CheckedResolver>;
}

export interface ServerParts {
  /** The built page, by URL path. */
  readonly siteFiles: ReadonlyMap<string, SiteFile>;
  readonly data: LiveData;
  readonly hub: ScanHub;
  /** The map's page as links to this address are shown with; left out: always the same. */
  readonly mapPageFor?: (html: string, search: string) => string;
  /** In the place of a page that there is not. @param path what was asked for */
  readonly notFoundPage: (path: string) => string;
  /** Left out: this server takes no other resolver. */
  readonly otherResolver?: OtherResolver | undefined;
  /** Whether what is at an address is given away here; left out: everything is. */
  readonly isOffered?: (path: string) => boolean;
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
const MAX_KEPT_BYTES = 64_000_000;
/** Badges are made to be shown on other sites' pages. */
const EMBEDDABLE = { "cross-origin-resource-policy": "cross-origin" };

export function createApp({
  siteFiles,
  data,
  hub,
  mapPageFor,
  notFoundPage,
  otherResolver,
  isOffered = () => true,
  allowedHostnames,
  onFault,
}: ServerParts): App {
  const texts = new TextCache(MAX_KEPT_BYTES);
  const files = new Map<string, Promise<PackedText>>();

  const answerPacked = (
    { headers }: AppRequest,
    packed: PackedText,
    type: string,
    others: Readonly<Record<string, string>> = {},
  ) =>
    packedAnswer(packed, headers, { "content-type": type, "cache-control": "no-cache", ...others });

  interface KeptText {
    /** Texts with the same key and version are the same. */
    readonly key: string;
    readonly version?: string;
    readonly type: string;
    readonly make: () => Text;
    readonly headers?: Readonly<Record<string, string>>;
  }
  const answerText = async (request: AppRequest, text: KeptText) => {
    const { key, version = data.version(), type, make, headers } = text;
    return answerPacked(request, await texts.get(key, version, make), type, headers);
  };
  const answerReport = (
    request: AppRequest,
    kind: string,
    filter: TypedFilter,
    text: Omit<KeptText, "key">,
  ) => answerText(request, { ...text, key: `${kind} ${data.scopeOf(filter)}` });

  type Route = (request: AppRequest, search: string) => Promise<Answer>;
  const routes = new Map<string, Route>([
    [
      "/data/map.json",
      (request) =>
        answerText(request, {
          key: "map",
          version: `${data.version()} ${JSON.stringify(hub.status)}`,
          type: JSON_TYPE,
          make: () => data.mapText(hub.status),
        }),
    ],
    [
      "/data/catalog.json",
      (request) =>
        answerText(request, {
          key: "catalog",
          version: "shipped",
          type: JSON_TYPE,
          make: () => data.catalogText(),
        }),
    ],
    [
      "/data/hosts.json",
      (request) =>
        answerText(request, { key: "hosts", type: JSON_TYPE, make: () => data.hostsText() }),
    ],
    ["/data/export.json", (request) => answerEndpoints(request, {})],
    ["/data/v1/export.json", (request) => answerEndpoints(request, {})],
    ["/data/export.csv", (request) => answerCsv(request)],
    ["/data/v1/export.csv", (request) => answerCsv(request)],
    [
      "/api/endpoints",
      async (request, search) => answerEndpoints(request, readQuery(search, FILTERS)),
    ],
    ["/data/v1/changes.json", (request) => answerChanges(request, "")],
    ["/api/changes", (request, search) => answerChanges(request, search)],
    [
      "/api/changes.atom",
      async (request, search) => {
        const filter = readQuery(search, FILTERS);
        const scope = data.scopeOf(filter);
        const query = scope === "all" ? "" : `?${scope.replaceAll(" ", "&")}`;
        const make = () => data.feedText(filter, query);
        return answerReport(request, "feed", filter, { type: ATOM_TYPE, make });
      },
    ],
    [
      "/api/badge.svg",
      async (request, search) => {
        const filter = readQuery(search, ["service", "region"]);
        const make = () => data.badgeText(filter);
        const text = { type: SVG_TYPE, make, headers: EMBEDDABLE };
        return answerReport(request, "badge", filter, text);
      },
    ],
    [
      "/api/scan",
      async (request, search) => {
        readQuery(search, []);
        const status = JSON.stringify(scanStatusJson(hub.status));
        return answerPacked(request, await packText(status), JSON_TYPE);
      },
    ],
    [
      "/api/events",
      async (_, search) => {
        readQuery(search, []);
        return eventsAnswer(eventStream(hub));
      },
    ],
  ]);

  const answerEndpoints = (request: AppRequest, filter: QueryParameters<keyof TypedFilter>) => {
    const make = () => data.endpointsText(filter);
    return answerReport(request, "endpoints", filter, { type: JSON_TYPE, make });
  };
  const answerCsv = (request: AppRequest) =>
    answerReport(request, "csv", {}, { type: CSV_TYPE, make: () => data.csvText({}) });

  const answerChanges = async (request: AppRequest, search: string) => {
    const { since, ...filter } = readQuery(search, [...FILTERS, "since"]);
    if (since !== undefined && since.length > 1) {
      throw new Egress6Error("PARAMETER_REPEATED", "input", "Parameter since is given twice.");
    }
    const make = () => data.changesText(filter, since?.[0]);
    if (since === undefined) {
      return answerReport(request, "changes", filter, { type: JSON_TYPE, make });
    }
    // Not kept: it may count back from now.
    const packed = await new TextCache(0).get("changes", "", make);
    return answerPacked(request, packed, JSON_TYPE);
  };

  const answerService = async (request: AppRequest, path: string) => {
    const cliName = /^\/data\/services\/([a-z0-9-]+)\.json$/.exec(path)?.[1];
    if (cliName === undefined || !data.hasService(cliName)) return null;
    return answerText(request, {
      key: `service ${cliName}`,
      type: JSON_TYPE,
      make: () => data.serviceText(cliName),
    });
  };

  const answerMonth = async (request: AppRequest, path: string) => {
    const month = /^\/data\/changes\/(20\d{2}-(?:0[1-9]|1[0-2]))\.json$/.exec(path)?.[1];
    if (month === undefined) return null;
    return answerText(request, {
      key: `month ${month}`,
      type: JSON_TYPE,
      make: () => data.changeMonthText(month),
    });
  };

  const answerMapPage = async (request: AppRequest, path: string, search: string) => {
    const file = siteFiles.get(path);
    if (file === undefined || mapPageFor === undefined || search === "") return null;
    if (path !== "/" && path !== "/index.html") return null;
    const html = file.body.toString("utf8");
    const shown = mapPageFor(html, search);
    // Not kept: there are as many as people think of.
    if (shown === html) return null;
    return answerPacked(request, await packText(Buffer.from(shown)), file.contentType);
  };

  const answerFile = async (request: AppRequest, path: string) => {
    const file = siteFiles.get(path);
    if (file === undefined) return null;
    const packed = files.get(path) ?? packText(file.body);
    files.set(path, packed);
    const caching = file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache";
    return answerPacked(request, await packed, file.contentType, { "cache-control": caching });
  };

  const answerDocument = async (request: AppRequest, path: string) => {
    const place = documentAt(path);
    const make = data.documents.get(place);
    if (make === undefined) return null;
    return answerText(request, {
      key: `document ${place}`,
      type: contentTypeOf(place),
      make,
      headers: place.startsWith("badges/") ? EMBEDDABLE : {},
    });
  };

  const isPage = (path: string) =>
    contentTypeOf(path.endsWith("/") ? "index.html" : path).startsWith("text/html") &&
    (siteFiles.has(path) || data.documents.has(documentAt(path)));

  const route = async (request: AppRequest): Promise<Answer> => {
    const { method, target, headers } = request;
    const { authority, path, search } = parseTarget(target);
    const host = authority ?? headers.host;
    if (host !== undefined && hostnameIn(host) === null) {
      return faultAnswer(400, "HOST_INVALID", "The Host header is not a name and a port.");
    }
    if (!isAllowedHost(host, allowedHostnames)) {
      return faultAnswer(403, "HOST_NOT_ALLOWED", "This server is not known by that name.");
    }
    if (path === "/api/resolver" && otherResolver !== undefined) {
      return answerResolver(request, search, otherResolver);
    }
    if (method !== "GET" && method !== "HEAD") {
      const message = "Only GET and HEAD are allowed.";
      return faultAnswer(405, "METHOD_NOT_ALLOWED", message, { allow: "GET, HEAD" });
    }
    if (!mayAskFromElsewhere(headers, { path, search, isPage: isPage(path) })) {
      return faultAnswer(
        403,
        "CROSS_SITE",
        "Pages of other sites may show badges of named services and regions, and nothing else of this server.",
      );
    }
    if (!isOffered(path)) {
      return faultAnswer(404, "NOT_OFFERED", "This server offers no downloads.");
    }
    return (
      (await routes.get(path)?.(request, search)) ??
      (await answerService(request, path)) ??
      (await answerMonth(request, path)) ??
      (await answerMapPage(request, path, search)) ??
      (await answerFile(request, path)) ??
      (await answerDocument(request, path)) ??
      answerMissing(request, path)
    );
  };

  let isChecking = false;

  /** Makes this machine ask an address of somebody's choice: for this server's own pages only, one at a time. */
  const answerResolver = async (
    { method, headers }: AppRequest,
    search: string,
    { check, use }: OtherResolver,
  ): Promise<Answer> => {
    if (method !== "GET" && method !== "POST") {
      const message = "Only GET and POST are allowed.";
      return faultAnswer(405, "METHOD_NOT_ALLOWED", message, { allow: "GET, POST" });
    }
    if (headers["sec-fetch-site"] !== "same-origin") {
      return faultAnswer(
        403,
        "CROSS_SITE",
        "Only pages of this server may have resolvers checked.",
      );
    }
    const { address = [] } = readQuery(search, ["address"]);
    if (address.length !== 1) {
      throw new Egress6Error("PARAMETER_REPEATED", "input", "Give one address of a resolver.");
    }
    if (isChecking) {
      throw new Egress6Error("SERVER_BUSY", "incomplete", "Another resolver is being checked.");
    }
    isChecking = true;
    try {
      const [asked = ""] = address;
      const checked = await (method === "POST" ? use(asked) : check(asked));
      const headers = { "content-type": "application/json", "cache-control": "no-store" };
      return { ...faultless(JSON.stringify(checked)), headers };
    } finally {
      isChecking = false;
    }
  };

  /** People get a page, programs JSON. */
  const answerMissing = async ({ headers }: AppRequest, path: string): Promise<Answer> => {
    const isForPeople =
      /\btext\/html\b/.test(headers.accept ?? "") && !/^\/(api|data)\//.test(path);
    if (!isForPeople) return faultAnswer(404, "NOT_FOUND", "There is nothing at this address.");
    const page = await packText(notFoundPage(path));
    const type = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
    return { ...packedAnswer(page, headers, type), status: 404 };
  };

  return async (request) => {
    try {
      return await route(request);
    } catch (error) {
      if (!(error instanceof Egress6Error) || isOfStore(error)) onFault(error);
      else if (error.kind === "input") return faultAnswer(400, error.code, error.message);
      else return faultAnswer(503, error.code, error.message, { "retry-after": "10" });
      return faultAnswer(500, "INTERNAL", "The server failed; its terminal says why.");
    }
  };
}

const faultless = (text: string): Omit<Answer, "headers"> => ({
  status: 200,
  body: { kind: "bytes", bytes: Buffer.from(text) },
});

/** Nothing that was asked for is wrong then, but what the server shows. */
const isOfStore = ({ code }: Egress6Error) => code.startsWith("STORE_");

/** The path of a document as the site names it. */
function documentAt(path: string): string {
  return (path.endsWith("/") ? `${path}index.html` : path).slice(1);
}
