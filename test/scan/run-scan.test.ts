import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseFilter } from "@egress6/core/endpoint/filter";
import { scanNames } from "@egress6/core/endpoint/scan-order";
import { Egress6Error } from "@egress6/core/errors";
import type { OutcomeKind } from "@egress6/core/observation/outcome";
import { resolverText } from "@egress6/core/observation/resolver-text";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "../../packages/egress6/src/adapter/store/open-store.js";
import { runScan, type ScanRequest } from "../../packages/egress6/src/app/run-scan.js";
import type { ObserveNames, StoreWriter } from "../../packages/egress6/src/ports.js";
import { smallWorld } from "../report/small-world.js";
import { observation } from "../store/observations.js";
import { vetted } from "./witnesses.js";

const { catalog } = smallWorld();
const filter = parseFilter(catalog, { service: ["s3"] });
const NAMES = scanNames(catalog, [], filter);
const FIRST = { host: "192.0.2.1", port: 53 };
const SECOND = { host: "2001:db8::2", port: 53 };

interface Asked {
  readonly names: readonly string[];
  readonly resolvers: readonly string[];
}

/** Answers at once what `aaaaOf` says, always through the first of the resolvers it may use. */
function observeAs(
  aaaaOf: (name: string, resolver: string) => OutcomeKind,
  { stopAfter = Number.POSITIVE_INFINITY, fault = null as Egress6Error | null } = {},
): { observe: ObserveNames; asked: Asked[] } {
  const asked: Asked[] = [];
  const observe: ObserveNames = async (names, { resolvers, onProgress, signal }, onResult) => {
    const [resolver = ""] = resolvers.map(resolverText);
    asked.push({ names, resolvers: resolvers.map(({ host }) => host) });
    const progress = (done: number) => ({
      total: names.length,
      done,
      unknown: 0,
      queriesSent: 2 * done,
      namesPerSecond: 1000,
      secondsLeft: null,
    });
    let done = 0;
    for (const name of names) {
      if (done === stopAfter || signal?.aborted) break;
      onResult(observation(name, "answer", aaaaOf(name, resolver), resolver));
      done += 1;
    }
    onProgress?.(progress(done));
    if (fault !== null) throw fault;
    const witnesses = resolvers.map((address) => vetted(resolverText(address)));
    return { ...progress(done), witnesses };
  };
  return { observe, asked };
}

let folder: string;
let store: StoreWriter;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-scan-"));
  store = openStore(join(folder, "store.db"));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const START = Date.UTC(2026, 10, 1);

function scan(observe: ObserveNames, more: Partial<ScanRequest> = {}) {
  return runScan({
    catalog,
    thirdPartyHosts: [],
    filter,
    observe,
    store,
    // A clock that stands still is the hardest case for "later".
    now: () => START,
    resolvers: [FIRST],
    rate: 500,
    ...more,
  });
}

describe("a scan", () => {
  it("observes every name of its filter, in the order of the catalog, and stores what it found", async () => {
    const { observe, asked } = observeAs(() => "nodata");
    const summary = await scan(observe);
    expect(asked).toEqual([{ names: NAMES, resolvers: ["192.0.2.1"] }]);
    expect([...store.readSupport().keys()]).toEqual(NAMES);
    expect(summary).toMatchObject({
      state: "done",
      isResumed: false,
      names: NAMES.length,
      observedNames: NAMES.length,
      support: {
        ipv4: { yes: NAMES.length, no: 0, unknown: 0 },
        ipv6: { yes: 0, no: NAMES.length, unknown: 0 },
      },
      changes: [],
      unconfirmedLosses: [],
      inconclusive: {},
    });
    expect(store.readScans()).toEqual([summary.scan]);
  });

  it("goes on where an interrupted one stopped, and asks again for what was inconclusive", async () => {
    const interrupted = await scan(
      observeAs((name) => (name === NAMES[1] ? "timeout" : "nodata"), { stopAfter: 4 }).observe,
    );
    expect(interrupted).toMatchObject({ state: "interrupted", observedNames: 4 });

    const { observe, asked } = observeAs(() => "nodata");
    const begun: unknown[] = [];
    const resumed = await scan(observe, { onBegin: (begin) => begun.push(begin) });
    expect(asked[0]?.names).toEqual([NAMES[1], ...NAMES.slice(4)]);
    expect(begun).toEqual([{ isResumed: true, names: NAMES.length, resumedNames: 3 }]);
    expect(resumed).toMatchObject({ state: "done", isResumed: true, resumedNames: 3 });
    expect(resumed.scan.id).toBe(interrupted.scan.id);
  });

  it("counts progress over the whole scan, and reports nothing that is not stored", async () => {
    await scan(observeAs(() => "nodata", { stopAfter: 4 }).observe);
    const seen: [reported: number, stored: number][] = [];
    await scan(observeAs(() => "nodata").observe, {
      onProgress: ({ done, total }) => {
        expect(total).toBe(NAMES.length);
        seen.push([done, store.readSupport().size]);
      },
    });
    expect(seen).toEqual([[NAMES.length, NAMES.length]]);
  });

  it("keeps what it has and says why when no resolver can be reached", async () => {
    const fault = new Egress6Error("RESOLVER_UNREACHABLE", "incomplete", "nobody answers");
    const summary = await scan(observeAs(() => "nodata", { stopAfter: 2, fault }).observe);
    expect(summary).toMatchObject({ state: "failed", reason: "nobody answers", observedNames: 2 });
    expect(store.readSupport().size).toBe(2);
    expect(store.readScans()[0]).toMatchObject({ state: "failed", reason: "nobody answers" });
  });

  it("stops with the store's fault when that can no longer be written", async () => {
    const fault = new Egress6Error("STORE_WRITE_FAILED", "incomplete", "disk full");
    const full: StoreWriter = {
      ...store,
      record: () => {
        throw fault;
      },
    };
    await expect(scan(observeAs(() => "nodata").observe, { store: full })).rejects.toBe(fault);
  });

  it("never takes a time-out for a loss", async () => {
    await scan(observeAs(() => "answer").observe);
    const summary = await scan(observeAs(() => "timeout").observe);
    expect(summary).toMatchObject({
      state: "done",
      support: { ipv6: { yes: NAMES.length, no: 0, unknown: 0 } },
      inconclusive: { timeout: NAMES.length },
      changes: [],
      unconfirmedLosses: [],
    });
  });
});

describe("a scan whose clock lies behind the store", () => {
  const YEAR = 365 * 86_400_000;
  const fault = { code: "CLOCK_BEHIND", kind: "incomplete" };

  it("stops before anything is asked or changed, with both times and the remedy", async () => {
    await scan(observeAs(() => "nodata").observe, { now: () => START + YEAR });
    const before = [...store.readSupport()];
    const { observe, asked } = observeAs(() => "answer");
    const stopped = scan(observe);
    await expect(stopped).rejects.toMatchObject(fault);
    await expect(stopped).rejects.toThrow(
      /says 2026-11-01T00:00:00Z.*of 2027-11-01T00:00:00Z.*Set the clock.*scan --trust-clock/s,
    );
    expect(asked).toEqual([]);
    expect([...store.readSupport()]).toEqual(before);
    expect(store.readScans()).toHaveLength(1);
  });

  it("also when it is an hour behind the last scan", async () => {
    await scan(observeAs(() => "nodata").observe);
    const late = scan(observeAs(() => "answer").observe, { now: () => START - 3_600_000 });
    await expect(late).rejects.toMatchObject(fault);
  });

  it("dates what is from the future to before itself when it is told that its clock is right", async () => {
    await scan(observeAs(() => "nodata").observe, { now: () => START + YEAR });
    await scan(observeAs(() => "answer").observe, { now: () => START + YEAR });
    const summary = await scan(observeAs(() => "answer").observe, { trustClock: true });
    expect(summary).toMatchObject({ state: "done", changes: [] });
    expect(store.newestTime()).toBe(START);
    expect(store.readChanges().map(({ at }) => at)).toEqual(NAMES.map(() => START - 1));
    for (const { ipv6 } of store.readSupport().values()) {
      expect(ipv6).toMatchObject({ known: "yes", since: START - 1, lastConfirmed: START });
    }
  });

  it("goes on when the clock was only corrected a little, and dates nothing backwards", async () => {
    await scan(observeAs(() => "nodata").observe);
    const summary = await scan(observeAs(() => "answer").observe, { now: () => START - 400 });
    expect(summary.scan).toMatchObject({ startedAt: START, endedAt: START });
    for (const { at } of store.readChanges()) expect(at).toBeGreaterThanOrEqual(START);
    expect(store.readChanges()).toHaveLength(NAMES.length);
  });
});

describe("a loss", () => {
  const lost = NAMES[2] ?? "";
  const losing = (name: string) => (name === lost ? "nodata" : "answer");
  beforeEach(async () => {
    await scan(observeAs(() => "answer").observe);
  });

  it("does not count when both resolvers are one voice, and nobody is asked in vain", async () => {
    const { observe, asked } = observeAs(losing);
    const resolvers = [FIRST, { ...FIRST, port: 5353 }];
    const summary = await scan(observe, { resolvers });
    expect(asked).toHaveLength(1);
    expect(summary).toMatchObject({ changes: [], voices: 1 });
    const again = await scan(observe, { resolvers: [{ ...FIRST, port: 5353 }] });
    expect(again.changes).toEqual([]);
    expect(again.unconfirmedLosses).toEqual([{ name: lost, family: "ipv6" }]);
  });

  it("does not count when the system names both resolvers, in one network", async () => {
    const { observe, asked } = observeAs(losing);
    const resolvers = ["127.0.0.53", "192.168.1.1"].map(
      (host) => ({ host, port: 53, origin: "system" }) as const,
    );
    const summary = await scan(observe, { resolvers });
    expect(asked).toHaveLength(1);
    expect(summary).toMatchObject({ changes: [], voices: 1 });
  });

  it("does not count when there is one resolver only", async () => {
    const summary = await scan(observeAs(losing).observe);
    expect(summary.changes).toEqual([]);
    expect(summary.unconfirmedLosses).toEqual([{ name: lost, family: "ipv6" }]);
    expect(summary.support.ipv6).toEqual({ yes: NAMES.length, no: 0, unknown: 0 });
  });

  it("counts when the other resolver confirms it, in the same scan", async () => {
    const { observe, asked } = observeAs(losing);
    const summary = await scan(observe, { resolvers: [FIRST, SECOND] });
    expect(asked[1]).toEqual({ names: [lost], resolvers: ["2001:db8::2"] });
    expect(summary.unconfirmedLosses).toEqual([]);
    expect(summary.changes).toMatchObject([{ name: lost, family: "ipv6", from: "yes", to: "no" }]);
    expect(summary.support.ipv6).toEqual({ yes: NAMES.length - 1, no: 1, unknown: 0 });
  });

  it("is forgotten when the other resolver still has the address", async () => {
    const { observe } = observeAs((name, resolver) =>
      name === lost && resolver === "192.0.2.1:53" ? "nodata" : "answer",
    );
    const summary = await scan(observe, { resolvers: [FIRST, SECOND] });
    expect(summary).toMatchObject({ changes: [], unconfirmedLosses: [] });
  });

  it("stays unconfirmed when the other resolver does not answer", async () => {
    const first = observeAs(losing).observe;
    const fault = new Egress6Error("RESOLVER_UNREACHABLE", "incomplete", "nobody answers");
    const observe: ObserveNames = (names, options, onResult) =>
      options.resolvers.includes(FIRST) ? first(names, options, onResult) : Promise.reject(fault);
    const summary = await scan(observe, { resolvers: [FIRST, SECOND] });
    expect(summary).toMatchObject({ state: "done", changes: [] });
    expect(summary.unconfirmedLosses).toEqual([{ name: lost, family: "ipv6" }]);
  });
});
