import { Egress6Error } from "@egress6/core/errors";
import type { ScanStatus } from "@egress6/core/map/scan-status";
import { expect, it } from "vitest";
import type { ScanRecord, StoreReader } from "../../ports.js";
import { keepScanning, type LiveScans } from "./live-scans.js";

const NOW = Date.UTC(2026, 10, 23, 12);

/** Runs until nothing is due any more. */
async function run(
  scan: LiveScans["scan"],
  scans: () => readonly ScanRecord[] = () => [],
): Promise<{
  statuses: readonly ScanStatus[];
  failures: readonly string[];
  retries: readonly number[];
  runs: number;
}> {
  const stop = new AbortController();
  const statuses: ScanStatus[] = [];
  const failures: string[] = [];
  const retries: number[] = [];
  let runs = 0;
  const store: StoreReader = {
    readSupport: () => new Map(),
    readHistory: () => [],
    readChanges: () => [],
    readScans: () => scans(),
    newestTime: () => null,
    close: () => {},
  };
  const ended = keepScanning({
    scope: "all",
    store,
    now: () => NOW,
    signal: stop.signal,
    scan: (onProgress) => {
      runs++;
      return scan(onProgress);
    },
    onStatus: (status) => statuses.push(status),
    onFailed: (reason, retryMs) => {
      failures.push(reason);
      retries.push(retryMs);
    },
  });
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))]);
  stop.abort();
  await ended;
  return { statuses, failures, retries, runs };
}

it("scans once, shows how far it is, and then how it ended", async () => {
  const scans: ScanRecord[] = [];
  const progress = { total: 2, done: 1, unknown: 0, namesPerSecond: 1, secondsLeft: 1 };
  const { statuses, failures, runs } = await run(
    async (onProgress) => {
      onProgress(progress);
      scans.push({
        id: 1,
        scope: "all",
        startedAt: NOW,
        endedAt: NOW,
        state: "done",
        total: 2,
        reason: null,
      });
      return { state: "done", reason: null };
    },
    () => scans,
  );
  expect([runs, failures]).toEqual([1, []]);
  expect(statuses.map(({ phase }) => phase)).toEqual(["running", "running", "done"]);
  expect(statuses[1]?.progress).toEqual(progress);
});

it("says why a scan failed, and does not try again at once", async () => {
  const { statuses, failures, runs } = await run(async () => {
    throw new Egress6Error("RESOLVER_INVALID", "input", "The system names no DNS resolver.");
  });
  expect(runs).toBe(1);
  expect(failures).toEqual(["The system names no DNS resolver."]);
  expect(statuses.at(-1)).toMatchObject({
    phase: "failed",
    reason: "The system names no DNS resolver.",
    endedAt: NOW,
  });
});

it.each(["failed", "held"] as const)(
  "tries again in an hour after a whole scan that %s",
  async (state) => {
    const { failures, runs, retries } = await run(async () => ({
      state,
      reason: "not believed",
      isWhole: true,
    }));
    expect([runs, failures, retries]).toEqual([1, ["not believed"], [3_600_000]]);
  },
);

it("does not scan what was scanned within a day", async () => {
  const done: ScanRecord = {
    id: 1,
    scope: "all",
    startedAt: NOW - 5_000,
    endedAt: NOW - 1_000,
    state: "done",
    total: 2,
    reason: null,
  };
  expect(
    (
      await run(
        async () => ({ state: "done", reason: null }),
        () => [done],
      )
    ).runs,
  ).toBe(0);
});

it("stays up over a store that was damaged meanwhile, and says so", async () => {
  const damaged = new Egress6Error("STORE_CORRUPT", "input", "The store is damaged.");
  const { statuses, failures, runs } = await run(
    async () => {
      throw damaged;
    },
    () => {
      throw damaged;
    },
  );
  expect([runs, failures]).toEqual([1, ["The store is damaged."]]);
  expect(statuses.at(-1)).toMatchObject({ phase: "failed", reason: "The store is damaged." });
});

it("lets a bug through", async () => {
  const bug = run(async () => {
    throw new TypeError("a bug");
  });
  await expect(bug).rejects.toThrow("a bug");
});
