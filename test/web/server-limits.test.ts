import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { gunzipSync } from "node:zlib";
import { NO_SCAN } from "@egress6/core/map/scan-status";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createApp, type LiveData } from "../../packages/egress6/src/server/app.js";
import { mayAskFromElsewhere } from "../../packages/egress6/src/server/cross-site.js";
import { type ListeningServer, listen } from "../../packages/egress6/src/server/listen.js";
import { packText } from "../../packages/egress6/src/server/packed-text.js";
import { parseTarget } from "../../packages/egress6/src/server/request-target.js";
import { ScanHub } from "../../packages/egress6/src/server/scan-hub.js";
import { SECURITY_HEADERS } from "../../packages/egress6/src/server/security-headers.js";
import { TextCache } from "../../packages/egress6/src/server/text-cache.js";
import { seededRandom } from "../support/seeded-random.mjs";

const started: ListeningServer[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of started.splice(0)) await server.close();
});

/** Longer than what the system keeps for a reader who takes nothing. */
const LONG = `${"a line that repeats itself, and packs well\n".repeat(500_000)}end`;

function liveData(over: Partial<LiveData> = {}): LiveData {
  return {
    version: () => "1",
    scopeOf: (filter) => Object.keys(filter).join(" ") || "all",
    mapText: () => "{}",
    catalogText: () => "{}",
    hasService: () => false,
    serviceText: () => "{}",
    hostsText: () => "{}",
    endpointsText: () => LONG,
    csvText: () => "",
    changesText: () => "",
    changeMonthText: () => "",
    feedText: () => "",
    badgeText: () => "<svg/>",
    documents: new Map(),
    ...over,
  };
}

async function start(data: LiveData, limits?: Parameters<typeof listen>[3]) {
  const hub = new ScanHub();
  const faults: unknown[] = [];
  const app = createApp({
    siteFiles: new Map(),
    data,
    hub,
    notFoundPage: () => "",
    allowedHostnames: null,
    onFault: (error) => faults.push(error),
  });
  const server = await listen(app, "127.0.0.1", 0, limits);
  started.push(server);
  return { server, hub, faults };
}

function open(server: ListeningServer): Socket {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname).on("error", () => {});
  sockets.push(socket);
  return socket;
}

const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

describe("whoever pipelines requests", () => {
  it("gets the answers one after the other, in order, all of them", async () => {
    const asked: string[] = [];
    const { server } = await start(
      liveData({
        scopeOf: (filter) => `service=${filter.service}`,
        endpointsText: ({ service = [] }) => {
          asked.push(String(service));
          return `<${service}>`;
        },
      }),
    );
    const socket = open(server);
    let received = "";
    socket.setEncoding("utf8").on("data", (text) => {
      received += text;
    });
    const names = Array.from({ length: 100 }, (_, index) => `s${index}`);
    socket.write(names.map((name) => get(`/api/endpoints?service=${name}`)).join(""));
    await expect.poll(() => received.match(/<s\d+>/g)?.length).toBe(100);
    expect(received.match(/<s\d+>/g)).toEqual(names.map((name) => `<${name}>`));
    expect(asked).toEqual(names);
  });

  it("and reads nothing has no second answer made", async () => {
    let made = 0;
    const { server } = await start(
      liveData({
        scopeOf: (filter) => `service=${filter.service}`,
        endpointsText: () => {
          made++;
          return LONG;
        },
      }),
    );
    const socket = open(server).pause();
    socket.write(Array.from({ length: 40 }, (_, n) => get(`/api/endpoints?service=${n}`)).join(""));
    await expect.poll(() => made).toBe(1);
    // Somebody else is answered all the while.
    expect(await (await fetch(new URL("data/map.json", server.url))).text()).toBe("{}");
    expect(made).toBe(1);
  });

  it("by hundreds at once is cut off", async () => {
    const { server } = await start(liveData());
    const socket = open(server).pause();
    const closed = once(socket, "close");
    socket.write(get("/data/export.json").repeat(1_000));
    socket.resume();
    await closed;
  });
});

describe("answers that wait to be read", () => {
  it("are of so many connections at most: who has taken nothing for longest goes", {
    retry: 1,
  }, async () => {
    const { server } = await start(liveData(), { waiting: 3, patienceMs: 60_000, unpacking: 8 });
    const closed: number[] = [];
    for (let index = 0; index < 5; index++) {
      const socket = open(server).pause();
      socket.write(get("/data/export.json"));
      socket.on("close", () => closed.push(index));
      await once(socket, "connect");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const readers = sockets.slice();
    for (const socket of readers.slice(0, 2)) socket.resume();
    await expect.poll(() => closed.sort()).toEqual([0, 1]);
    // However its end is cut into pieces.
    let received = "";
    readers[4]?.setEncoding("latin1").on("data", (text) => {
      received = `${received}${text}`.slice(-3);
    });
    readers[4]?.resume();
    await expect.poll(() => [received, closed.includes(4)]).toEqual(["end", false]);
  });

  it("are given up when nothing of them is taken for so long", async () => {
    const { server } = await start(liveData(), { waiting: 64, patienceMs: 300, unpacking: 8 });
    const socket = open(server).pause();
    socket.write(get("/data/export.json"));
    await once(socket, "connect");
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const ended = once(socket, "close");
    socket.resume();
    await ended;
    expect(socket.bytesRead).toBeLessThan(LONG.length);
  });

  it("leave long answers a turn for who reads", async () => {
    const { server } = await start(liveData(), { waiting: 64, patienceMs: 60_000, unpacking: 1 });
    open(server).pause().write(get("/data/export.json"));
    const answer = await fetch(new URL("data/export.json", server.url), {
      headers: { "accept-encoding": "identity" },
    });
    expect((await answer.text()).length).toBe(LONG.length);
  });
});

it("cuts off a reader of events that takes none", async () => {
  const { server, hub } = await start(liveData());
  const socket = open(server).pause();
  socket.write(get("/api/events"));
  await expect.poll(() => hub.listenerCount).toBe(1);
  const reason = "x".repeat(100_000);
  for (let n = 0; n < 200 && hub.listenerCount > 0; n++) {
    hub.setStatus({ ...NO_SCAN, phase: "failed", reason });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => hub.listenerCount).toBe(0);
});

describe("a long text", () => {
  it("made piece by piece is the same as whole, and kept compressed only", async () => {
    const pieces = LONG.split(/(?<=\n)/);
    const [whole, pieced] = await Promise.all([packText(LONG), packText(pieces)]);
    expect(pieced).toMatchObject({ plain: null, length: LONG.length, etag: whole.etag });
    expect(gunzipSync(pieced.gzipped ?? "").toString()).toBe(LONG);
  });

  it("is made once for all who ask, under whatever spelling", async () => {
    // Long enough to be kept compressed only; more would only be unpacked again by each who asks.
    const text = LONG.slice(0, 1_000_000);
    let made = 0;
    const { server } = await start(
      liveData({
        scopeOf: ({ region = [] }) => [...new Set(region)].join(),
        endpointsText: () => {
          made++;
          return text;
        },
      }),
    );
    const spellings = Array.from({ length: 34 }, (_, n) =>
      Array(n + 1)
        .fill("*")
        .join(","),
    );
    const answers = await Promise.all(
      spellings.map((region) => fetch(new URL(`api/endpoints?region=${region}`, server.url))),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBe(text.length);
    }
    expect(made).toBe(1);
  });
});

describe("the kept texts", () => {
  it("have so many bytes at most; the one asked for last stays", async () => {
    const cache = new TextCache(1_000_000);
    // Not to be packed any smaller.
    const random = seededRandom(1);
    const noise = () => Buffer.from(Array.from({ length: 100_000 }, () => random() * 256));
    let made = 0;
    const get = (key: number) =>
      cache.get(String(key), "1", () => {
        made++;
        return noise();
      });
    for (let key = 0; key < 20; key++) await get(key);
    await expect.poll(() => cache.bytes).toBeLessThanOrEqual(1_000_000);
    expect(cache.bytes).toBeGreaterThan(500_000);
    await get(19);
    expect(made).toBe(20);
    await get(0);
    expect(made).toBe(21);
  });

  it("do not hold one that could not be made", async () => {
    const cache = new TextCache(1_000_000);
    const failing = cache.get("a", "1", () => Promise.reject(new Error("not now")));
    await expect(failing).rejects.toThrow("not now");
    expect(await cache.get("a", "1", () => "now")).toMatchObject({ length: 3 });
  });
});

describe("a request that a page of another site made", () => {
  const elsewhere = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
  const ask = async (path: string, headers: Readonly<Record<string, string>>) => {
    const { server } = await start(
      liveData({
        documents: new Map<string, () => string>([
          ["badges/s3.svg", () => "<svg/>"],
          ["table.html", () => "<p>"],
        ]),
      }),
    );
    return (await fetch(new URL(path, server.url), { headers })).status;
  };

  it.each([
    ["badges/s3.svg", 200],
    ["api/badge.svg?service=s3&region=eu-west-1", 200],
    ["api/badge.svg", 403],
    ["api/badge.svg?region=eu-*", 403],
    ["api/endpoints?service=s3", 403],
    ["api/changes", 403],
    ["data/map.json", 403],
    ["table.html", 403],
    ["nothing", 403],
  ])("for %s: %i", async (path, status) => {
    expect(await ask(path, elsewhere)).toBe(status);
    expect(await ask(path, { ...elsewhere, "sec-fetch-site": "same-origin" })).not.toBe(403);
  });

  it("is answered with a page when somebody followed a link", () => {
    const followed = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
    };
    const asked = { path: "/table.html", search: "", isPage: true };
    expect(mayAskFromElsewhere(followed, asked)).toBe(true);
    expect(mayAskFromElsewhere({ ...followed, "sec-fetch-dest": "iframe" }, asked)).toBe(false);
    expect(mayAskFromElsewhere(followed, { ...asked, isPage: false })).toBe(false);
  });
});

describe("a request line", () => {
  it.each([
    ["/a%20b?x=%41", { authority: null, path: "/a b", search: "x=%41" }],
    ["//secret.txt", { authority: null, path: "//secret.txt", search: "" }],
    ["http://host:1/a?b", { authority: "host:1", path: "/a", search: "b" }],
    ["http://host", { authority: "host", path: "/", search: "" }],
  ])("%s is understood", (target, expected) => {
    expect(parseTarget(target)).toEqual(expected);
  });

  it.each(["*", "", "a/b", "/%zz", "/%00", "ftp://host/a"])("%j is refused", (target) => {
    expect(() => parseTarget(target)).toThrow(expect.objectContaining({ code: "PATH_INVALID" }));
  });

  it("leads to an answer whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        try {
          expect(parseTarget(`/${text}`).path.startsWith("/")).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: "PATH_INVALID" });
        }
      }),
    );
  });
});

it("answers 400 mutated requests, or closes, and never with 500", async () => {
  const { server, faults } = await start(liveData({ endpointsText: () => "{}" }));
  const random = seededRandom(7);
  const sample =
    'GET /api/endpoints?service=s3&region=eu-* HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nIf-None-Match: "x"\r\nSec-Fetch-Site: cross-site\r\n\r\n';
  const mutated = () => {
    const bytes = Buffer.from(sample, "latin1");
    for (let change = 0; change < 3; change++) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    }
    return bytes;
  };
  const statuses = new Map<string, number>();
  for (let batch = 0; batch < 8; batch++) {
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const socket = open(server);
        let received = "";
        socket.setEncoding("latin1").on("data", (text) => {
          received += text;
        });
        socket.end(mutated());
        await once(socket, "close");
        const status = received.slice(9, 12);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status !== "") {
          expect(received.toLowerCase()).toContain("content-security-policy: default-src 'self'");
        }
      }),
    );
  }
  expect([...statuses.keys()].filter((status) => /^5/.test(status))).toEqual([]);
  expect(faults).toEqual([]);
  expect(statuses.size).toBeGreaterThan(2);
});

it.each([
  ["without a Host", "GET / HTTP/1.1\r\n\r\n", 400],
  [
    "with both lengths",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
    400,
  ],
  [
    "with a header of 100 KB",
    `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(100_000)}\r\n\r\n`,
    431,
  ],
  ["that is no HTTP", "hello\r\n\r\n", 400],
  ["to a proxy", "CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n", null],
])("a request %s ends with %s %s", async (_, text, status) => {
  const { server } = await start(liveData());
  const socket = open(server);
  let received = "";
  socket.setEncoding("latin1").on("data", (data) => {
    received += data;
  });
  socket.write(text);
  await once(socket, "close");
  expect(received.slice(9, 12)).toBe(status === null ? "" : String(status));
  if (status === null) return;
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    expect(received).toContain(`${name}: ${value}`);
  }
});
