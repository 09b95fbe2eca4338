import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { parseFilter } from "@egress6/core/endpoint/filter";
import { scanNames } from "@egress6/core/endpoint/scan-order";
import type { NameObservation, Outcome, OutcomeKind } from "@egress6/core/observation/outcome";
import type { Witness } from "@egress6/core/observation/witness";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "../../packages/egress6/src/adapter/store/open-store.js";
import { runScan, type ScanRequest } from "../../packages/egress6/src/app/run-scan.js";
import type {
  ObserveNames,
  ObserveOptions,
  StoreWriter,
} from "../../packages/egress6/src/ports.js";
import { observation, outcome } from "../store/observations.js";
import { smallCatalog } from "../support/small-catalog.js";
import { lying, unvetted, vetted } from "./witnesses.js";

/** Two regions, two variants each: 100 names. */
const catalog: Catalog = smallCatalog(
  Object.fromEntries(
    Array.from({ length: 25 }, (_, index) => [
      `svc${index}`,
      { id: `Svc ${index}`, name: `Service ${index}`, names: { standard: `svc${index}` } },
    ]),
  ),
);
const filter = parseFilter(catalog, { variant: ["default", "dualstack"] });
const NAMES = scanNames(catalog, [], filter);

const A = { host: "127.0.0.2", port: 53 };
const B = { host: "127.0.0.3", port: 53 };
const [BY_A, BY_B] = ["127.0.0.2:53", "127.0.0.3:53"];
const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 1);

let folder: string;
let store: StoreWriter;
let now: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-vetted-"));
  store = openStore(join(folder, "store.db"));
  now = START;
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

interface Script {
  readonly see: (name: string, index: number) => NameObservation;
  readonly witnesses: readonly Witness[];
  /** Ends the run after so many names, as when every resolver lies. */
  readonly stopAfter?: number;
}

/** One script for each time that names are asked for. */
function scripted(...scripts: readonly Script[]): ObserveNames {
  let turn = 0;
  return async (names, { onProgress, signal }, onResult) => {
    const script = scripts[Math.min(turn++, scripts.length - 1)];
    if (script === undefined) throw new Error("nothing to play");
    let done = 0;
    for (const name of names) {
      if (done === script.stopAfter || signal?.aborted) break;
      onResult(script.see(name, NAMES.indexOf(name)));
      done += 1;
    }
    const progress = {
      total: names.length,
      done,
      unknown: 0,
      queriesSent: 2 * done,
      namesPerSecond: 1000,
      secondsLeft: null,
    };
    onProgress?.(progress);
    return { ...progress, witnesses: script.witnesses };
  };
}

function scan(observe: ObserveNames, more: Partial<ScanRequest> = {}) {
  return runScan({
    catalog,
    thirdPartyHosts: [],
    filter,
    observe,
    store,
    now: () => now,
    resolvers: [A, B],
    rate: 500,
    ...more,
  });
}

/** Everything has both families, but for the first so many, which have no IPv6. */
const withoutIpv6 = (count: number, resolver = BY_A) => ({
  see: (name: string, index: number) =>
    observation(name, "answer", index < count ? "nodata" : "answer", resolver),
  witnesses: [vetted(BY_A), vetted(BY_B)],
});
const BOTH = withoutIpv6(0);

const lie = (type: "A" | "AAAA"): Outcome => ({
  ...outcome("incomplete", { resolver: BY_A }),
  reason: "rewritten",
  witness: "lies",
  addresses: [type === "A" ? "192.168.8.1" : "fd00::1"],
  cname: ["portal.example"],
});
const lies = (name: string): NameObservation => ({ name, a: lie("A"), aaaa: lie("AAAA") });

const everything = () => ({
  support: store.readSupport(),
  changes: store.readChanges(),
  history: NAMES.map((name) => store.readHistory(name)),
});

describe("a scan whose resolvers all lie", () => {
  it("fails with resolver, control, what came, what is true and a remedy, and stores nothing", async () => {
    const play = scripted({ see: lies, witnesses: [lying(BY_A)], stopAfter: 0 });
    const asked: Partial<ObserveOptions>[] = [];
    const observe: ObserveNames = (names, options, onResult) => {
      asked.push(options);
      return play(names, options, onResult);
    };
    const summary = await scan(observe, { resolvers: [A] });
    expect(asked).toMatchObject([{ stopWhenAllLie: true, trustResolver: false }]);
    expect(summary).toMatchObject({ state: "failed", observedNames: 0, resolvers: [lying(BY_A)] });
    expect(summary.reason).toMatch(
      /^127\.0\.0\.2:53 says ipv4only\.arpa A is 192\.168\.8\.1; it is 192\.0\.0\.170 .*captive portal.*Log in/,
    );
    expect(store.readSupport().size).toBe(0);
    expect(store.readScans()[0]).toMatchObject({ state: "failed", reason: summary.reason });
  });

  it("leaves what was known as it was, whatever they said", async () => {
    await scan(scripted(BOTH));
    const before = everything();
    now += 24 * HOUR;
    const summary = await scan(scripted({ see: lies, witnesses: [lying(BY_A), lying(BY_B)] }));
    expect(summary.state).toBe("failed");
    expect(everything()).toEqual(before);
  });

  it("records no change when the last one turned as well", async () => {
    await scan(scripted(withoutIpv6(5)));
    now += 24 * HOUR;
    const summary = await scan(scripted({ ...BOTH, witnesses: [lying(BY_A), lying(BY_B)] }));
    expect(summary).toMatchObject({ state: "failed", changes: [] });
    expect(store.readChanges()).toEqual([]);
  });

  it("is interrupted, not failed, when it is stopped", async () => {
    const stop = new AbortController();
    const see = (name: string, index: number) => {
      if (index === 10) stop.abort();
      return BOTH.see(name, index);
    };
    const observe = scripted({ see, witnesses: [lying(BY_A), unvetted(BY_B)] });
    const summary = await scan(observe, { signal: stop.signal });
    expect(summary).toMatchObject({ state: "interrupted", reason: null, observedNames: 11 });
  });

  it("keeps what stood before one turned, and is gone on with by the next scan", async () => {
    const turning = scripted({ ...BOTH, witnesses: [lying(BY_A)], stopAfter: 60 });
    const summary = await scan(turning, { resolvers: [A] });
    expect(summary).toMatchObject({ state: "failed", observedNames: 60 });
    expect(store.readSupport().size).toBe(60);
    const resumed = await scan(scripted(BOTH));
    expect(resumed).toMatchObject({ state: "done", isResumed: true, resumedNames: 60 });
  });
});

describe("a scan with one liar among its resolvers", () => {
  const dropped = NAMES[0] ?? "";
  const half = NAMES[1] ?? "";
  const mixed: Script = {
    see: (name, index) => {
      if (name === dropped) return lies(name);
      const honest = observation(name, "answer", "answer", BY_B);
      return index === 1 ? { ...honest, aaaa: lie("AAAA") } : honest;
    },
    witnesses: [lying(BY_A), vetted(BY_B)],
  };

  it("is done by the others, and says whose word was not used", async () => {
    const summary = await scan(scripted(mixed));
    expect(summary.state).toBe("done");
    expect(summary.reason).toMatch(/^127\.0\.0\.2:53 says .*What it said was not used\.$/);
    expect(summary.resolvers.map(({ state }) => state)).toEqual(["lies", "vetted"]);
  });

  it("stores nothing that the liar said, and reports no name as done of which it said all", async () => {
    const done: number[] = [];
    await scan(scripted(mixed), { onProgress: (progress) => done.push(progress.done) });
    expect(done).toEqual([NAMES.length - 1]);
    expect(store.readSupport().has(dropped)).toBe(false);
    expect(store.readSupport().get(half)).toMatchObject({
      ipv4: { known: "yes" },
      ipv6: { known: "unknown", lastOutcome: "incomplete" },
    });
    expect(
      store.readHistory(half).map(({ kind, addresses, cname }) => [kind, addresses.length, cname]),
    ).toEqual([
      ["answer", 1, []],
      ["incomplete", 0, []],
    ]);
  });

  it("has no loss confirmed by a resolver that begins to lie", async () => {
    await scan(scripted(BOTH));
    now += 24 * HOUR;
    const confirming = { see: lies, witnesses: [lying(BY_B)] };
    const summary = await scan(scripted(withoutIpv6(1), confirming));
    expect(summary).toMatchObject({ state: "done", changes: [] });
    expect(summary.unconfirmedLosses).toHaveLength(1);
    expect(summary.resolvers.map(({ state }) => state)).toEqual(["vetted", "lies"]);
  });

  it("does not ask a liar to confirm a loss", async () => {
    await scan(scripted(BOTH));
    now += 24 * HOUR;
    const first = { ...withoutIpv6(1), witnesses: [vetted(BY_A), lying(BY_B)] };
    const summary = await scan(scripted(first, withoutIpv6(1, BY_B)));
    expect(summary).toMatchObject({ state: "done", changes: [] });
  });
});

describe("a scan whose resolvers cannot be vetted", () => {
  const see = (name: string, index: number): NameObservation => {
    const no = { ...outcome("incomplete", { resolver: BY_A }), reason: "unvetted" } as const;
    const { a, aaaa } = observation(name, "answer", "answer", BY_A);
    const witness = "unvetted" as const;
    return { name, a: { ...a, witness }, aaaa: { ...(index < 10 ? no : aaaa), witness } };
  };

  it("keeps what they have, leaves unknown what they deny, and fails with the way out", async () => {
    const summary = await scan(scripted({ see, witnesses: [unvetted(BY_A)] }), { resolvers: [A] });
    expect(summary).toMatchObject({
      state: "failed",
      reason:
        "127.0.0.2:53 could not be vetted: ipv4only.arpa and root-servers.net do not resolve there. " +
        "Names without an answer stay unknown. Add --trust-resolver to take its word.",
      support: { ipv6: { yes: NAMES.length - 10, no: 0, unknown: 10 } },
    });
  });

  it("asks everything again when it is repeated", async () => {
    await scan(scripted({ see, witnesses: [unvetted(BY_A)] }), { resolvers: [A] });
    const summary = await scan(scripted(BOTH));
    expect(summary).toMatchObject({ state: "done", resumedNames: 0, observedNames: NAMES.length });
  });

  it("is done when the user takes their word, and says so", async () => {
    const trusting = scripted({ see, witnesses: [unvetted(BY_A, true)] });
    const summary = await scan(trusting, { resolvers: [A], trustResolver: true });
    expect(summary).toMatchObject({ state: "done" });
    expect(summary.reason).toMatch(/Its word was taken, as --trust-resolver says\.$/);
    expect(store.readScans()[0]?.reason).toBe(summary.reason);
  });

  it("is done when another one is vetted", async () => {
    const witnesses = [unvetted(BY_A), vetted(BY_B)];
    const summary = await scan(scripted({ ...BOTH, witnesses }));
    expect(summary).toMatchObject({ state: "done", reason: null });
  });
});

describe("private answers", () => {
  it("move nothing, and their addresses are not kept", async () => {
    await scan(scripted(BOTH));
    now += 24 * HOUR;
    const noFact = {
      ...outcome("incomplete"),
      reason: "private",
      addresses: ["172.20.3.9"],
    } as const;
    const see = (name: string) => ({ name, a: noFact, aaaa: noFact });
    const summary = await scan(scripted({ see, witnesses: BOTH.witnesses }));
    expect(summary).toMatchObject({
      state: "done",
      changes: [],
      unconfirmedLosses: [],
      support: { ipv4: { yes: NAMES.length }, ipv6: { yes: NAMES.length } },
      inconclusive: { incomplete: 2 * NAMES.length },
    });
    const [, last] = store.readHistory(NAMES[0] ?? "").filter(({ type }) => type === "A");
    expect(last).toMatchObject({ kind: "incomplete", addresses: [] });
  });
});

describe("a scan in which improbably many names turn", () => {
  const losing = (count: number) => scripted(withoutIpv6(count), withoutIpv6(count, BY_B));
  const gaining = (count: number) => scripted(withoutIpv6(NAMES.length - count));
  const later = (ms: number) => {
    now += ms;
  };

  it("records losses up to the brake", async () => {
    await scan(scripted(BOTH));
    later(24 * HOUR);
    expect(await scan(losing(20))).toMatchObject({ state: "done", reason: null, held: [] });
    expect(store.readChanges()).toHaveLength(20);
  });

  it("holds losses beyond it: nothing changes, and the list is kept", async () => {
    await scan(scripted(BOTH));
    later(24 * HOUR);
    const summary = await scan(losing(21));
    expect(summary).toMatchObject({ state: "held", changes: [] });
    expect(summary.held).toHaveLength(21);
    expect(summary.held[0]).toEqual({ name: NAMES[0], family: "ipv6", from: "yes", at: now + 1 });
    expect(summary.reason).toMatch(
      /^21 of 100 names that had IPv6 addresses seem to have lost them: that many at once is improbable, so 21 changes are held\./,
    );
    expect(store.readChanges()).toEqual([]);
    expect(store.readHeld()).toHaveLength(21);
    expect(store.readScans()[0]).toMatchObject({ state: "held", reason: summary.reason });
    expect(summary.support.ipv6).toEqual({ yes: NAMES.length, no: 0, unknown: 0 });
  });

  it("holds gains beyond a quarter of the known no, and reports none of them as done", async () => {
    await scan(gaining(0));
    later(24 * HOUR);
    expect(await scan(gaining(25))).toMatchObject({ state: "done" });
    later(24 * HOUR);
    const done: number[] = [];
    const summary = await scan(gaining(46), { onProgress: (each) => done.push(each.done) });
    expect(summary).toMatchObject({ state: "held", changes: [] });
    expect(summary.held).toHaveLength(21);
    expect(done).toEqual([NAMES.length - 21]);
  });

  it("records what the next scan sees again an hour later", async () => {
    await scan(scripted(BOTH));
    later(24 * HOUR);
    await scan(losing(50));
    later(HOUR + 10);
    const summary = await scan(losing(50));
    expect(summary).toMatchObject({ state: "done", isResumed: false, held: [], reason: null });
    expect(store.readChanges()).toHaveLength(50);
    expect(store.readHeld()).toEqual([]);
  });

  it("drops what the next scan does not see again", async () => {
    await scan(scripted(BOTH));
    later(24 * HOUR);
    await scan(losing(50));
    later(HOUR + 10);
    expect(await scan(scripted(BOTH))).toMatchObject({ state: "done", held: [] });
    expect(store.readHeld()).toEqual([]);
    expect(store.readChanges()).toEqual([]);
  });

  it("drops at once what a scan within the hour sees as it was", async () => {
    await scan(scripted(BOTH));
    later(24 * HOUR);
    await scan(losing(50));
    later(HOUR / 2);
    expect(await scan(scripted(BOTH))).toMatchObject({ state: "done" });
    expect(store.readHeld()).toEqual([]);
    later(HOUR);
    expect(await scan(losing(50))).toMatchObject({ state: "held", changes: [] });
  });

  it("takes nothing for confirmed that an interrupted scan saw as it was", async () => {
    await scan(scripted(BOTH));
    later(24 * HOUR);
    await scan(losing(50));
    later(HOUR / 2);
    await scan(scripted({ ...BOTH, stopAfter: 40 }));
    later(23.9 * HOUR);
    expect(await scan(losing(50))).toMatchObject({ state: "done", isResumed: true });
    later(24 * HOUR);
    expect(await scan(losing(50))).toMatchObject({ state: "held" });
    expect(store.readChanges()).toHaveLength(10);
  });

  it("drops what cannot be seen again an hour later, and not before", async () => {
    await scan(scripted(BOTH));
    later(24 * HOUR);
    await scan(losing(50));
    const silent = {
      see: (name: string, index: number) =>
        observation(name, "answer", index < 50 ? "timeout" : "answer", BY_A),
      witnesses: BOTH.witnesses,
    };
    later(HOUR / 2);
    await scan(scripted(silent));
    expect(store.readHeld()).toHaveLength(50);
    later(HOUR);
    await scan(scripted(silent));
    expect(store.readHeld()).toEqual([]);
  });

  it("takes no confirmation from a resolver that cannot be vetted, unless the user does", async () => {
    await scan(gaining(0));
    later(24 * HOUR);
    await scan(gaining(50));
    later(2 * HOUR);
    const see = (name: string, index: number) => {
      const { a, aaaa } = withoutIpv6(50).see(name, index);
      const witness = "unvetted" as const;
      return { name, a: { ...a, witness }, aaaa: { ...aaaa, witness } };
    };
    const doubtful = await scan(scripted({ see, witnesses: [unvetted(BY_A)] }));
    expect(doubtful).toMatchObject({ state: "held", changes: [] });
    expect(doubtful.reason).toMatch(/still held.*127\.0\.0\.2:53 could not be vetted/);
    const trusted = scripted({ see, witnesses: [unvetted(BY_A, true)] });
    expect(await scan(trusted, { trustResolver: true })).toMatchObject({ state: "done" });
    expect(store.readChanges()).toHaveLength(50);
  });

  it("goes on holding within the hour, also the few that a scan of less sees", async () => {
    await scan(scripted(BOTH));
    later(24 * HOUR);
    await scan(losing(50));
    const since = store.readHeld()[0]?.at ?? 0;
    later(HOUR / 2);
    const narrow = parseFilter(catalog, { service: ["svc0"], variant: ["default", "dualstack"] });
    const summary = await scan(losing(50), { filter: narrow });
    expect(summary.state).toBe("held");
    expect(summary.held.length).toBeLessThan(20);
    expect(summary.reason).toMatch(/^\d+ changes that an earlier scan saw are still held\./);
    expect(store.readChanges()).toEqual([]);
    expect(store.readHeld()).toHaveLength(50);
    later(HOUR / 2 + 10);
    expect(await scan(losing(50))).toMatchObject({ state: "done" });
    expect(store.readChanges().length).toBe(50);
    expect(store.readHeld()).toEqual([]);
    expect(since).toBeGreaterThan(START);
  });

  it("has no history to compare first facts with", async () => {
    expect(await scan(losing(100))).toMatchObject({ state: "done", held: [] });
  });

  it("cannot be got around by interrupting it", async () => {
    await scan(gaining(0));
    later(24 * HOUR);
    let summary = await scan(scripted({ ...withoutIpv6(100), stopAfter: 50 }));
    expect(summary).toMatchObject({ state: "interrupted", observedNames: 50 });
    const part = { ...BOTH, stopAfter: 15 };
    for (let run = 0; run < 4; run++) {
      summary = await scan(scripted(part));
      expect(summary).toMatchObject({ state: "interrupted", isResumed: true, changes: [] });
    }
    summary = await scan(scripted(BOTH));
    expect(summary).toMatchObject({ state: "held", isResumed: true, changes: [] });
    expect(summary.held).toHaveLength(50);
    expect(store.readChanges()).toEqual([]);
  });

  it("confirms a loss of a name that has gained something in the same scan", async () => {
    const [name = ""] = NAMES;
    const see = (a: OutcomeKind, aaaa: OutcomeKind, by: string) => (each: string) =>
      each === name ? observation(each, a, aaaa, by) : observation(each, "answer", "answer", by);
    const { witnesses } = BOTH;
    await scan(scripted({ see: see("nodata", "answer", BY_A), witnesses }));
    later(24 * HOUR);
    const summary = await scan(
      scripted(
        { see: see("answer", "nodata", BY_A), witnesses },
        { see: see("answer", "nodata", BY_B), witnesses },
      ),
    );
    expect(summary.changes.map(({ family, to }) => [family, to])).toEqual([
      ["ipv4", "yes"],
      ["ipv6", "no"],
    ]);
  });

  it("tells of no change where something turned and turned back", async () => {
    const [name = ""] = NAMES;
    const see = (a: OutcomeKind, aaaa: OutcomeKind, by: string) => (each: string) =>
      each === name ? observation(each, a, aaaa, by) : observation(each, "answer", "answer", by);
    const { witnesses } = BOTH;
    await scan(scripted({ see: see("answer", "answer", BY_A), witnesses }));
    later(24 * HOUR);
    await scan(scripted({ see: see("answer", "nodata", BY_A), witnesses }), { resolvers: [A] });
    later(24 * HOUR);
    const summary = await scan(
      scripted(
        { see: see("nodata", "nodata", BY_B), witnesses },
        { see: see("answer", "answer", BY_A), witnesses },
      ),
    );
    expect(summary).toMatchObject({ state: "done", changes: [], unconfirmedLosses: [] });
    expect(store.readChanges()).toEqual([]);
  });

  it("gives back nothing that was turning when it is interrupted, and is told of it again", async () => {
    await scan(gaining(0));
    later(24 * HOUR);
    await scan(scripted({ ...withoutIpv6(95), stopAfter: 97 }));
    expect(store.readChanges()).toEqual([]);
    expect(await scan(scripted(withoutIpv6(95)))).toMatchObject({ state: "done", isResumed: true });
    expect(store.readChanges()).toHaveLength(5);
  });
});
