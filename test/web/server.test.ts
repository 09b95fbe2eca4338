import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Egress6Error } from "@egress6/core/errors";
import { NO_SCAN } from "@egress6/core/map/scan-status";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp, type LiveData } from "../../packages/egress6/src/server/app.js";
import {
  allowedHostnames,
  isAllowedHost,
  isLoopback,
} from "../../packages/egress6/src/server/host-check.js";
import { type ListeningServer, listen } from "../../packages/egress6/src/server/listen.js";
import { ScanHub } from "../../packages/egress6/src/server/scan-hub.js";
import { SECURITY_HEADERS } from "../../packages/egress6/src/server/security-headers.js";
import { readSiteFiles } from "../../packages/egress6/src/server/site-files.js";

const folder = mkdtempSync(join(tmpdir(), "egress6-server-"));
const hub = new ScanHub();
const faults: unknown[] = [];
let version = 1;
let madeMaps = 0;
let server: ListeningServer;

const data: LiveData = {
  version: () => String(version),
  scopeOf: (filter) =>
    Object.entries(filter)
      .map(([axis, words]) => `${axis}=${words}`)
      .join(" ") || "all",
  catalogText: () => "{}",
  mapText: (scan) => {
    madeMaps++;
    return JSON.stringify({ version, scan, padding: "x".repeat(5_000) });
  },
  hasService: (name) => name === "s3",
  serviceText: (name) => JSON.stringify({ service: name }),
  hostsText: () => "{}",
  endpointsText: (filter) => {
    if (filter.service?.includes("nonsense")) {
      throw new Egress6Error("SERVICE_UNKNOWN", "input", "No service is called nonsense.");
    }
    if (filter.service?.includes("bug")) throw new TypeError("a bug");
    return JSON.stringify(filter);
  },
  csvText: () => "service,region\n",
  changesText: (filter, since) => JSON.stringify({ filter, since }),
  changeMonthText: (month) => JSON.stringify({ month }),
  feedText: (filter, query) => `<feed>${JSON.stringify(filter)}${query}</feed>`,
  badgeText: (filter) => `<svg><!--${JSON.stringify(filter)}--></svg>`,
  documents: new Map<string, () => string | Uint8Array>([
    ["services/index.html", () => "<!doctype html><title>services</title>"],
    ["badges/s3.svg", () => "<svg/>"],
    ["feeds/all.atom", () => "<feed/>"],
    ["data/v1/export.sqlite", () => new Uint8Array([83, 81, 76])],
  ]),
};

beforeAll(async () => {
  const site = join(folder, "site");
  mkdirSync(join(site, "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(site, "index.html"), "<!doctype html><title>page</title>");
  writeFileSync(join(site, "assets", "index-abc.js"), "const page = 1;\n".repeat(200));
  symlinkSync(join(folder, "secret.txt"), join(site, "link.txt"));
  symlinkSync(folder, join(site, "folder"));
  const app = createApp({
    siteFiles: readSiteFiles(site),
    data,
    hub,
    notFoundPage: (path) => `<!doctype html><title>no ${path.slice(1)}</title>`,
    allowedHostnames: allowedHostnames("127.0.0.1"),
    onFault: (error) => faults.push(error),
  });
  server = await listen(app, "127.0.0.1", 0);
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Sends the path as it is, where `fetch` would tidy it up first. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}

const json = (answer: Answer) => JSON.parse(answer.body.toString("utf8"));

describe("every answer", () => {
  it.each([
    ["the page", "/", "GET", 200],
    ["an asset", "/assets/index-abc.js", "GET", 200],
    ["data", "/data/map.json", "GET", 200],
    ["a bad parameter", "/api/endpoints?nonsense=1", "GET", 400],
    ["an unknown path", "/nothing", "GET", 404],
    ["another method", "/", "POST", 405],
    ["a path that cannot be decoded", "/%zz", "GET", 400],
    ["a bug", "/api/endpoints?service=bug", "GET", 500],
  ])("has the security headers: %s", async (_, path, method, status) => {
    const answer = await ask(path, {}, method);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(SECURITY_HEADERS);
  });

  it("is a page for people at a wrong address, and JSON for programs and of data", async () => {
    const people = { accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8" };
    const page = await ask("/lambdaa.html", people);
    expect(page.status).toBe(404);
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers["cache-control"]).toBe("no-store");
    expect(page.body.toString()).toBe("<!doctype html><title>no lambdaa.html</title>");
    for (const [path, headers] of [
      ["/lambdaa.html", {}],
      ["/data/nothing.json", people],
      ["/api/nothing", people],
    ] as const) {
      const answer = await ask(path, headers);
      expect(answer.status).toBe(404);
      expect(json(answer).error.code).toBe("NOT_FOUND");
    }
  });

  it("has them too when the request was not even a request the application could read", async () => {
    const answer = await ask("/", { host: "bad host" });
    expect(answer.status).toBe(400);
    expect(answer.headers).toMatchObject(SECURITY_HEADERS);
  });

  it("allows nothing from elsewhere and nothing inline", () => {
    const policy = SECURITY_HEADERS["content-security-policy"];
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
  });
});

describe("nothing outside the site's folder is served", () => {
  it.each([
    "/../secret.txt",
    "/../../../../../../etc/passwd",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/assets/../../secret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/assets/..%252f..%252fsecret.txt",
    "//secret.txt",
    "/./../secret.txt",
    "/link.txt",
    "/folder/secret.txt",
    "/index.html%00.txt",
    "/%00",
    "/%c0%ae%c0%ae/secret.txt",
    "/data/services/..%2f..%2fsecret.json",
    "/data/services/unknown.json",
    "/data/services/s3.json.bak",
    "/assets/",
    "/assets",
  ])("%s", async (path) => {
    const answer = await ask(path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body.toString()).not.toContain("secret");
    expect(json(answer)).toHaveProperty("error.code");
  });
});

describe("the page and its data", () => {
  it("come with their types", async () => {
    const types = await Promise.all(
      ["/", "/index.html", "/assets/index-abc.js", "/data/map.json", "/data/export.csv"].map(
        async (path) => (await ask(path)).headers["content-type"],
      ),
    );
    expect(types).toEqual([
      "text/html; charset=utf-8",
      "text/html; charset=utf-8",
      "text/javascript; charset=utf-8",
      "application/json; charset=utf-8",
      "text/csv; charset=utf-8",
    ]);
  });

  it("come compressed to who asks for it, and only to them", async () => {
    const plain = await ask("/assets/index-abc.js");
    const zipped = await ask("/assets/index-abc.js", { "accept-encoding": "br, gzip" });
    const refused = await ask("/assets/index-abc.js", { "accept-encoding": "gzip;q=0" });
    expect(zipped.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(zipped.body)).toEqual(plain.body);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(refused.body).toEqual(plain.body);
    expect(zipped.headers["vary"]).toBe("accept-encoding");
  });

  it("are kept for ever when their name changes with them, and checked when not", async () => {
    expect((await ask("/assets/index-abc.js")).headers["cache-control"]).toContain("immutable");
    expect((await ask("/")).headers["cache-control"]).toBe("no-cache");
    expect((await ask("/data/map.json")).headers["cache-control"]).toBe("no-cache");
  });

  it("are not sent again while they are the same", async () => {
    const first = await ask("/data/map.json");
    const etag = String(first.headers["etag"]);
    const again = await ask("/data/map.json", { "if-none-match": etag });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    version++;
    const changed = await ask("/data/map.json", { "if-none-match": etag });
    expect(changed.status).toBe(200);
    expect(json(changed).version).toBe(version);
  });

  it("are made once per change, however many ask", async () => {
    version++;
    const before = madeMaps;
    await Promise.all(Array.from({ length: 20 }, () => ask("/data/map.json")));
    expect(madeMaps - before).toBe(1);
  });

  it("answer HEAD like GET, without a body", async () => {
    const head = await ask("/data/map.json", {}, "HEAD");
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(head.headers["etag"]).toBe((await ask("/data/map.json")).headers["etag"]);
  });
});

describe("the API", () => {
  it("passes filters on: repeated or with commas", async () => {
    const answer = await ask("/api/endpoints?service=s3,ec2&service=sqs&region=eu-*");
    expect(json(answer)).toEqual({ service: ["s3", "ec2", "sqs"], region: ["eu-*"] });
  });

  it("gives changes since a day", async () => {
    expect(json(await ask("/api/changes?since=2026-11-01&variant=fips"))).toEqual({
      filter: { variant: ["fips"] },
      since: "2026-11-01",
    });
  });

  it.each([
    ["/api/endpoints?nonsense=1", "PARAMETER_UNKNOWN"],
    ["/api/endpoints?service=", "PARAMETER_EMPTY"],
    ["/api/endpoints?service=s3,,ec2", "PARAMETER_EMPTY"],
    ["/api/endpoints?service=nonsense", "SERVICE_UNKNOWN"],
    ["/api/changes?since=2026-11-01&since=2026-11-02", "PARAMETER_REPEATED"],
    ["/api/endpoints?__proto__=1", "PARAMETER_UNKNOWN"],
    ["/api/scan?x=1", "PARAMETER_UNKNOWN"],
    ["/api/events?x=1", "PARAMETER_UNKNOWN"],
  ])("%s is refused with a reason", async (path, code) => {
    const answer = await ask(path);
    expect([answer.status, json(answer).error.code]).toEqual([400, code]);
    expect(json(answer).error.message).toMatch(/\w+ .*\./);
  });

  it.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])("does not do %s", async (method) => {
    const answer = await ask("/api/endpoints", {}, method);
    expect([answer.status, answer.headers["allow"]]).toEqual([405, "GET, HEAD"]);
  });

  it("says of a bug that there is one, and not what it is", async () => {
    faults.length = 0;
    const answer = await ask("/api/endpoints?service=bug");
    expect(answer.body.toString()).not.toContain("a bug");
    expect(faults).toEqual([new TypeError("a bug")]);
  });

  it("tells how the scan stands", async () => {
    hub.setStatus({ ...NO_SCAN, phase: "failed", reason: "no resolver answers" });
    expect(json(await ask("/api/scan"))).toMatchObject({
      phase: "failed",
      reason: "no resolver answers",
    });
    hub.setStatus(NO_SCAN);
  });
});

describe("a server on loopback", () => {
  it.each([
    "localhost",
    "localhost:1234",
    "127.0.0.1",
    "127.0.0.1:99",
    "[::1]",
    "[::1]:80",
    "LOCALHOST",
  ])("is known as %s", async (host) => {
    expect((await ask("/", { host })).status).toBe(200);
  });

  it.each([
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "192.0.2.1",
    "127.0.0.2",
  ])("is not known as %s, which may be a foreign name for it", async (host) => {
    const answer = await ask("/data/map.json", { host });
    expect([answer.status, json(answer).error.code]).toEqual([403, "HOST_NOT_ALLOWED"]);
  });

  it("knows the address it was bound to, and any name once it was opened to others", () => {
    expect(isAllowedHost("127.0.0.9:80", allowedHostnames("127.0.0.9"))).toBe(true);
    expect(isAllowedHost("anything.example", allowedHostnames("192.0.2.1"))).toBe(true);
    expect(isAllowedHost(undefined, allowedHostnames("localhost"))).toBe(false);
    expect(["127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "192.0.2.1"].map(isLoopback)).toEqual(
      [true, true, true, false, false, false],
    );
  });
});

describe("events", () => {
  it("begin with how the scan stands, then tell what happens, until the reader goes", async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.setEncoding("utf8").on("data", (text) => {
      received += text;
    });
    const seen = (text: string) => expect.poll(() => received).toContain(text);
    socket.write(`GET /api/events HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
    await seen("event: scan");
    expect(received).toContain("content-type: text/event-stream");
    expect(received).toContain("default-src 'self'");
    hub.publish({
      kind: "cells",
      changes: [
        [12, 6],
        [13, 1],
      ],
    });
    await seen("event: cells\ndata: [12,6,13,1]\n\n");
    hub.publish({ kind: "reload" });
    await seen("event: reload\ndata: {}\n\n");
    expect(hub.listenerCount).toBe(1);
    socket.destroy();
    await expect.poll(() => hub.listenerCount).toBe(0);
  });

  it("do not keep the server from closing", async () => {
    const app = createApp({
      siteFiles: new Map(),
      data,
      hub: new ScanHub(),
      notFoundPage: () => "",
      allowedHostnames: null,
      onFault: () => {},
    });
    const other = await listen(app, "127.0.0.1", 0);
    const response = await fetch(new URL("api/events", other.url));
    await response.body?.getReader().read();
    await other.close();
    await expect(fetch(other.url)).rejects.toThrow();
  });
});

describe("listening", () => {
  const app = () =>
    createApp({
      siteFiles: new Map(),
      data,
      hub,
      notFoundPage: () => "",
      allowedHostnames: null,
      onFault: () => {},
    });

  it("on a port that is in use says so, with the remedy", async () => {
    const port = Number(new URL(server.url).port);
    await expect(listen(app(), "127.0.0.1", port)).rejects.toMatchObject({
      code: "PORT_IN_USE",
      kind: "input",
      message: expect.stringContaining("--port"),
    });
  });

  it("on an address that is not this machine's says so", async () => {
    await expect(listen(app(), "192.0.2.1", 0)).rejects.toMatchObject({
      code: "HOST_INVALID",
      kind: "input",
      message: expect.stringContaining("--host"),
    });
  });
});

it("a folder without a page is refused", () => {
  expect(() => readSiteFiles(join(folder, "nothing"))).toThrow(/There is no page/);
});

describe("plain pages, feeds, badges and downloads", () => {
  it.each([
    ["/services/", "text/html; charset=utf-8", "services"],
    ["/services/index.html", "text/html; charset=utf-8", "services"],
    ["/feeds/all.atom", "application/atom+xml; charset=utf-8", "<feed/>"],
    ["/badges/s3.svg", "image/svg+xml", "<svg/>"],
    ["/data/v1/export.sqlite", "application/vnd.sqlite3", "SQL"],
  ])("%s is served as %s", async (path, type, content) => {
    const answer = await ask(path);
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, type]);
    expect(answer.body.toString()).toContain(content);
  });

  it.each(["/badges/s3.svg", "/api/badge.svg?service=s3"])(
    "%s may be shown on other sites' pages, which nothing else may",
    async (path) => {
      const policy = "cross-origin-resource-policy";
      expect((await ask(path)).headers[policy]).toBe("cross-origin");
      expect((await ask("/feeds/all.atom")).headers[policy]).toBe("same-origin");
    },
  );

  it("makes a feed of what is asked for, which names itself", async () => {
    const feed = await ask("/api/changes.atom?service=s3,sqs");
    expect(feed.headers["content-type"]).toContain("application/atom+xml");
    expect(feed.body.toString()).toBe('<feed>{"service":["s3","sqs"]}?service=s3,sqs</feed>');
  });

  it("makes a badge of a list in a region, and refuses other parameters", async () => {
    const badge = await ask("/api/badge.svg?service=s3,sqs&region=eu-west-1");
    expect(badge.body.toString()).toContain('{"service":["s3","sqs"],"region":["eu-west-1"]}');
    expect((await ask("/api/badge.svg?colour=red")).status).toBe(400);
  });
});
