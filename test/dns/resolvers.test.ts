import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { NameObservation } from "@egress6/core/observation/outcome";
import { describe, expect, it, type TestContext, vi } from "vitest";
import { observeNames } from "../../packages/egress6/src/adapter/dns/observe-names.js";
import type { ObserveProgress } from "../../packages/egress6/src/ports.js";
import { DEAD_RESOLVER } from "../support/dns/dead-resolver.js";
import type { Fault } from "../support/dns/faults.js";
import { observeAll } from "../support/dns/observe.js";
import {
  type DnsServer,
  type DnsServerOptions,
  type Records,
  startDnsServer,
} from "../support/dns/server.js";
import { SILENT_RESOLVER_MS, within } from "../support/time-limits.js";

vi.setConfig(within(SILENT_RESOLVER_MS));

type Ending = Pick<TestContext, "onTestFinished">;

async function start({ onTestFinished }: Ending, options: DnsServerOptions): Promise<DnsServer> {
  const server = await startDnsServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** A port on which something listens and never answers. */
async function startSilence({
  onTestFinished,
}: Ending): Promise<{ readonly host: string; readonly port: number }> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  return { host: "127.0.0.1", port: socket.address().port };
}

const manyNames = (count: number) => Array.from({ length: count }, (_, i) => `n${i}.zone.test`);

function makeRecords(names: readonly string[]): Record<string, Records> {
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      index % 5 === 0 ? { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] } : { A: ["52.94.5.1"] },
    ]),
  );
}

const unlimited = Number.POSITIVE_INFINITY;

describe.concurrent("resolvers that do not answer", () => {
  it("that refuse the port are reported with address, reason and remedy", async () => {
    const resolvers = [DEAD_RESOLVER];
    const observing = observeNames(manyNames(5000), { resolvers, rate: unlimited }, () => {
      throw new Error("nothing was answered, nothing can be reported");
    });
    await expect(observing).rejects.toMatchObject({
      code: "RESOLVER_UNREACHABLE",
      kind: "incomplete",
      message: expect.stringMatching(/127\.0\.0\.1:1 \(connection refused.*--resolver/),
    });
  });

  it("that refuse the port are known as such also when it is stopped early, by who asks what was seen", async () => {
    const stop = new AbortController();
    let reports = 0;
    const options = {
      resolvers: [DEAD_RESOLVER],
      rate: unlimited,
      signal: stop.signal,
      onProgress: () => {
        reports += 1;
        if (reports === 3) stop.abort();
      },
      onUnfinished: () => {},
    };
    await expect(observeNames(["a.test"], options, () => {})).rejects.toMatchObject({
      code: "RESOLVER_UNREACHABLE",
      cause: { code: "ECONNREFUSED" },
    });
    expect(stop.signal.aborted).toBe(true);
  });

  it.sequential("that refuse the port are no answer about a name, however often the process stands still", async () => {
    const standStill = () => {
      const until = performance.now() + 150;
      while (performance.now() < until);
    };
    const observing = observeNames(
      ["dual.test"],
      { resolvers: [DEAD_RESOLVER], rate: unlimited, onProgress: standStill },
      () => {
        throw new Error("nothing was answered, nothing can be reported");
      },
    );
    await expect(observing).rejects.toMatchObject({ code: "RESOLVER_UNREACHABLE" });
  });

  it("that keep silent are given up long before every name was tried", async (context) => {
    const resolvers = [await startSilence(context), await startSilence(context)];
    const observing = observeNames(manyNames(60_000), { resolvers, rate: 2000 }, () => {
      throw new Error("nothing was answered, nothing can be reported");
    });
    await expect(observing).rejects.toMatchObject({
      code: "RESOLVER_UNREACHABLE",
      message: expect.stringContaining("no answer over UDP"),
    });
  });

  it("are not what a name is whose servers never answer", async (context) => {
    const server = await start(context, {
      records: {},
      faults: [{ kind: "drop", names: "dead.test" }],
    });
    const found = await observeAll(["dead.test"], [server]);
    expect(found.get("dead.test")?.a.kind).toBe("timeout");
    expect(found.get("dead.test")?.aaaa).toMatchObject({ kind: "timeout", attempts: 7 });
  });

  it("cost little beside one that does", async (context) => {
    const names = manyNames(1600);
    const server = await start(context, { records: makeRecords(names), host: "::1" });
    const dead = await startSilence(context);
    const resolvers = [dead, { host: server.address, port: server.port }];
    const kinds: string[] = [];
    const { queriesSent } = await observeNames(names, { resolvers, rate: 800 }, ({ a, aaaa }) => {
      kinds.push(a.kind, aaaa.kind);
    });
    expect(kinds.filter((kind) => kind === "answer")).toHaveLength(1920);
    expect(kinds.filter((kind) => kind === "nodata")).toHaveLength(1280);
    // Some 20 time-outs tell; those under way at that moment come on top. Half would be 1600.
    expect(queriesSent - server.queries.length).toBeLessThan(1000);
  });
});

describe.concurrent("an observation", () => {
  it("keeps to the rate", async (context) => {
    const names = manyNames(120);
    const server = await start(context, { records: makeRecords(names) });
    await observeAll(names, [server], { rate: 200 });
    const [first] = server.queries;
    const inFirstSecond = server.queries.filter(({ at }) => at - (first?.at ?? 0) < 1000);
    expect(inFirstSecond.length).toBeLessThanOrEqual(210);
    expect(server.queries.length).toBeGreaterThanOrEqual(240);
  });

  it("spreads its questions over several resolvers, IPv4 and IPv6", async (context) => {
    const names = manyNames(200);
    const records = makeRecords(names);
    const servers = [
      await start(context, { records }),
      await start(context, { records, host: "::1" }),
    ];
    const found = await observeAll(names, servers);
    for (const { queries } of servers) expect(queries.length).toBeGreaterThanOrEqual(200);
    const askedOfIpv6 = [...found.values()].filter(({ aaaa }) =>
      aaaa.resolver.startsWith("[::1]:"),
    );
    expect(askedOfIpv6.length).toBeGreaterThan(50);
  });

  it("ends as the truth although the resolver drops what exceeds its limit", async (context) => {
    const names = manyNames(700);
    const records = makeRecords(names);
    const server = await start(context, { records, mostPerSecond: 200 });
    const found = await observeAll(names, [server], { rate: 800 });
    const answers = [...found.values()].filter(({ aaaa }) => aaaa.kind === "answer");
    expect(answers).toHaveLength(140);
    expect([...found.values()].filter(({ aaaa }) => aaaa.kind === "nodata")).toHaveLength(560);
  });

  it("reports what was final when it was stopped, and nothing after", async (context) => {
    const names = manyNames(2000);
    const server = await start(context, { records: makeRecords(names) });
    const stop = new AbortController();
    const reported: string[] = [];
    const resolvers = [{ host: server.address, port: server.port }];
    const progress = await observeNames(
      names,
      { resolvers, rate: 2000, signal: stop.signal },
      ({ name }) => {
        reported.push(name);
        if (reported.length === 300) stop.abort();
      },
    );
    expect(progress).toMatchObject({ done: 300, total: 2000 });
    expect(reported).toHaveLength(300);
  });

  it("tells what was seen until then of names that are not final when it was stopped", async (context) => {
    const records = { "half.test": { A: ["52.94.5.1"] } };
    const faults: readonly Fault[] = [
      { kind: "servfail", names: "error.test" },
      { kind: "drop", names: "silent.test" },
      { kind: "servfail", names: "half.test", type: "AAAA" },
    ];
    const server = await start(context, { records, faults });
    const stop = new AbortController();
    const unfinished = new Map<string, readonly string[]>();
    const found = new Map<string, readonly string[]>();
    await observeNames(
      ["missing.test", "error.test", "silent.test", "half.test"],
      {
        resolvers: [{ host: server.address, port: server.port }],
        rate: unlimited,
        signal: stop.signal,
        onProgress: () => {
          const isAsked = (name: string) =>
            server.queries.filter((query) => query.name === name).length > 2;
          if (found.size > 0 && ["error.test", "half.test"].every(isAsked)) stop.abort();
        },
        onUnfinished: ({ name, a, aaaa }) => unfinished.set(name, [a.kind, aaaa.kind]),
      },
      ({ name, a, aaaa }) => found.set(name, [a.kind, aaaa.kind]),
    );
    expect([...found]).toEqual([["missing.test", ["nxdomain", "nxdomain"]]]);
    expect(Object.fromEntries(unfinished)).toEqual({
      "error.test": ["servfail", "servfail"],
      "silent.test": ["timeout", "timeout"],
      "half.test": ["answer", "servfail"],
    });
  });

  it("asks nothing when it was stopped before, or has no names", async (context) => {
    const server = await start(context, { records: {} });
    const stopped = AbortSignal.abort();
    expect((await observeAll(["a.test"], [server], { signal: stopped })).size).toBe(0);
    expect((await observeAll([], [server])).size).toBe(0);
    expect(server.queries).toEqual([]);
  });

  it("passes on what its caller throws", async (context) => {
    const server = await start(context, { records: {} });
    const resolvers = [{ host: server.address, port: server.port }];
    const observing = observeNames(["a.test"], { resolvers, rate: unlimited }, () => {
      throw new Error("disk full");
    });
    await expect(observing).rejects.toThrow("disk full");
  });

  it("ends its progress with every name done", async (context) => {
    const names = manyNames(300);
    const server = await start(context, { records: makeRecords(names) });
    const seen: ObserveProgress[] = [];
    await observeAll(names, [server], { rate: 900, onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toMatchObject({
      total: 300,
      done: 300,
      unknown: 0,
      secondsLeft: 0,
    });
    const counts = seen.map(({ done }) => done);
    expect(counts).toEqual(counts.toSorted((one, other) => one - other));
  });

  // On a busy machine an answer may be too late, and is asked for once more.
  it("follows a chain that leaves the zone, and tells it", { retry: 2 }, async (context) => {
    const target = "edge.elsewhere.test";
    const server = await start(context, {
      records: {
        "www.zone.test": { CNAME: target },
        [target]: { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] },
      },
      faults: [{ kind: "cname-out", names: "www.zone.test", target }],
    });
    const found = await observeAll(["www.zone.test"], [server]);
    expect(found.get("www.zone.test")?.aaaa).toMatchObject({
      kind: "answer",
      addresses: ["2600:1f18:a::1"],
      cname: [target],
      attempts: 2,
    });
  });

  it("does not take an alias that leads nowhere for a missing name", async (context) => {
    const server = await start(context, {
      records: {},
      faults: [{ kind: "cname-out", names: "www.zone.test", target: "gone.elsewhere.test" }],
    });
    const found = await observeAll(["www.zone.test"], [server]);
    expect(found.get("www.zone.test")?.aaaa).toMatchObject({
      kind: "incomplete",
      cname: ["gone.elsewhere.test"],
    });
  });

  it("believes an empty answer of a resolver that never sends SOA records", async (context) => {
    const server = await start(context, {
      records: { "v4only.zone.test": { A: ["52.94.5.1"] } },
      faults: [{ kind: "without-soa" }],
    });
    const found = await observeAll(["v4only.zone.test"], [server]);
    expect(found.get("v4only.zone.test")?.aaaa.kind).toBe("nodata");
  });

  it("does not believe an empty answer of a resolver that does send them", async (context) => {
    const server = await start(context, {
      records: { "dual.zone.test": { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] } },
      faults: [{ kind: "empty", names: "dual.zone.test", type: "AAAA" }],
    });
    const found = await observeAll(["dual.zone.test"], [server]);
    expect(found.get("dual.zone.test")?.aaaa.kind).toBe("incomplete");
  });

  it("takes nothing from a resolver that denies every name, even the root", async (context) => {
    const server = await start(context, {
      records: {},
      faults: [{ kind: "nxdomain-without-soa", names: /^/ }],
    });
    const found: NameObservation[] = [];
    const run = observeNames(
      ["s3.eu-west-1.amazonaws.com", "ec2.eu-west-1.amazonaws.com"],
      { resolvers: [{ host: server.address, port: server.port }], rate: 500 },
      (observation) => found.push(observation),
    );
    await expect(run).rejects.toMatchObject({
      code: "RESOLVER_UNREACHABLE",
      message: expect.stringContaining("cannot reach public DNS"),
    });
    expect(found.map(({ a, aaaa }) => [a.kind, aaaa.kind])).toEqual([
      ["incomplete", "incomplete"],
      ["incomplete", "incomplete"],
    ]);
  });

  it.for([["gone.zone.test"], ["gone.zone.test", "dual.zone.test"]])(
    "believes a missing name of a resolver without SOA records (of %j)",
    async (names, context) => {
      const server = await start(context, {
        records: { "dual.zone.test": { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] } },
        faults: [{ kind: "without-soa" }],
      });
      const found = await observeAll(names, [server]);
      expect(found.get("gone.zone.test")?.aaaa.kind).toBe("nxdomain");
      for (const name of names.slice(1)) expect(found.get(name)?.aaaa.kind).toBe("answer");
    },
  );

  it("believes no missing name of a resolver that denies what every resolver knows", async (context) => {
    const server = await start(context, {
      records: { "dual.zone.test": { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] } },
      faults: [{ kind: "nxdomain-without-soa", names: /^(?!dual)/ }],
    });
    const names = ["gone.zone.test", "dual.zone.test"];
    const found = await observeAll(names, [server]);
    expect(found.get("gone.zone.test")?.aaaa).toMatchObject({
      kind: "incomplete",
      reason: "unvetted",
      witness: "unvetted",
    });
    expect(found.get("dual.zone.test")?.aaaa).toMatchObject({
      kind: "answer",
      witness: "unvetted",
    });
    const trusted = await observeAll(names, [server], { trustResolver: true });
    expect(trusted.get("gone.zone.test")?.aaaa).toMatchObject({
      kind: "nxdomain",
      witness: "unvetted",
    });
  });

  it("believes no missing name of a resolver that has nothing at the root", async (context) => {
    const server = await start(context, {
      records: {},
      faults: [{ kind: "empty", names: /^\.?$/ }, { kind: "without-soa" }],
    });
    const found = await observeAll(["gone.zone.test"], [server]);
    expect(found.get("gone.zone.test")?.aaaa).toMatchObject({
      kind: "incomplete",
      reason: "filtered",
      witness: "lies",
    });
  });
});
