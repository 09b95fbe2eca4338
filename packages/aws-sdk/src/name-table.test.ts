import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { LookUpResult } from "./look-up.js";
import { offersIpv6 } from "./name-state.js";
import { NameTable } from "./name-table.js";

const NAME = "sts.eu-central-1.api.aws";
const PATIENCE_MS = 50;

/** A table whose clock stands still, and whose look-ups end when told to. */
function tableWith() {
  let now = 0;
  const open: ((result: LookUpResult) => void)[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const table = new NameTable(
    (_name, _timeoutMs, signal) => {
      signals.push(signal);
      return new Promise((resolve) => open.push(resolve));
    },
    () => now,
  );
  return {
    table,
    open,
    signals,
    wait: (ms: number) => {
      now += ms;
    },
    answer: async (result: LookUpResult) => {
      open.shift()?.(result);
      await setImmediate();
    },
    ipv6: () => table.peek(NAME, PATIENCE_MS)?.ipv6,
    isOffered: () => offersIpv6(table.known(NAME), now),
  };
}

describe("the table of names", () => {
  test("knows nothing at first, and asks nothing by itself", () => {
    const { ipv6, open } = tableWith();
    expect(ipv6()).toBeUndefined();
    expect(open).toHaveLength(0);
  });

  test("lets all who ask at the same time share one look-up", async () => {
    const { table, open, answer } = tableWith();
    const asked = Array.from({ length: 200 }, () => table.ask(NAME, PATIENCE_MS));
    expect(open).toHaveLength(1);
    await answer({ outcome: "answer", ttlSeconds: 60 });
    expect(new Set((await Promise.all(asked)).map(({ ipv6 }) => ipv6))).toEqual(new Set(["yes"]));
  });

  test("uses what is old, and asks anew on the side, once", async () => {
    const { table, open, answer, wait, ipv6 } = tableWith();
    void table.ask(NAME, PATIENCE_MS);
    await answer({ outcome: "answer", ttlSeconds: 60 });
    wait(59_999);
    expect([ipv6(), open.length]).toEqual(["yes", 0]);
    wait(1);
    expect([ipv6(), ipv6(), open.length]).toEqual(["yes", "yes", 1]);
    await answer({ outcome: "nxdomain" });
    expect([ipv6(), open.length]).toEqual(["no", 0]);
  });

  test("keeps what it knew when a later look-up says nothing", async () => {
    const { table, answer, wait, ipv6 } = tableWith();
    void table.ask(NAME, PATIENCE_MS);
    await answer({ outcome: "answer", ttlSeconds: 5 });
    wait(5000);
    expect(ipv6()).toBe("yes");
    await answer({ outcome: "servfail" });
    expect(ipv6()).toBe("yes");
  });

  test("does not wait for a look-up longer than its time-out, and believes no seed over what it knows", async () => {
    const { table, ipv6 } = tableWith();
    expect(await table.ask(NAME, 10)).toMatchObject({ ipv6: "unknown", outcome: "timeout" });
    table.seed({ [NAME]: "yes" });
    expect(ipv6()).toBe("unknown");
  });

  test("keeps an answer whose time-to-live is no number for a minute", async () => {
    const { table, open, answer, wait, ipv6 } = tableWith();
    void table.ask(NAME, PATIENCE_MS);
    await answer({ outcome: "answer", ttlSeconds: Number.NaN });
    wait(59_999);
    expect([ipv6(), open.length]).toEqual(["yes", 0]);
    wait(1);
    expect([ipv6(), open.length]).toEqual(["yes", 1]);
  });

  test("leaves a name alone that did not answer a request, unless it has answered one before", async () => {
    for (const hasAnswered of [false, true]) {
      const { table, answer } = tableWith();
      void table.ask(NAME, PATIENCE_MS);
      await answer({ outcome: "answer", ttlSeconds: 600 });
      if (hasAnswered) table.noteSuccess(NAME);
      table.noteSilence(NAME);
      expect(offersIpv6(table.known(NAME), 1)).toBe(hasAnswered);
    }
  });

  test("counts failures anew once the name has worked again", async () => {
    const { table, answer, wait, isOffered } = tableWith();
    void table.ask(NAME, PATIENCE_MS);
    await answer({ outcome: "answer", ttlSeconds: 3600 });
    const avoidedMinutes = () => {
      table.noteConnectFailure(NAME);
      for (let minutes = 0; ; minutes++) {
        if (isOffered()) return minutes;
        wait(60_000);
      }
    };
    expect([avoidedMinutes(), avoidedMinutes()]).toEqual([1, 2]);
    table.noteSuccess(NAME);
    expect([avoidedMinutes(), avoidedMinutes()]).toEqual([1, 2]);
  });

  test("ends a look-up that all who waited for it have left, and learns nothing of it", async () => {
    const { table, answer, open, signals, ipv6 } = tableWith();
    const [one, two] = [new AbortController(), new AbortController()];
    void table.ask(NAME, PATIENCE_MS, one.signal);
    void table.ask(NAME, PATIENCE_MS, two.signal);
    one.abort();
    expect(signals[0]?.aborted).toBe(false);
    two.abort();
    expect(signals[0]?.aborted).toBe(true);
    await answer({ outcome: "nxdomain" });
    expect(ipv6()).toBeUndefined();
    void table.ask(NAME, PATIENCE_MS);
    expect(open).toHaveLength(1);
    await answer({ outcome: "answer" });
    expect(ipv6()).toBe("yes");
  });

  test("ends no look-up for which somebody waits without a way to leave, or on the side", async () => {
    const { table, answer, wait, signals, ipv6 } = tableWith();
    const leaver = new AbortController();
    void table.ask(NAME, PATIENCE_MS);
    void table.ask(NAME, PATIENCE_MS, leaver.signal);
    leaver.abort();
    await answer({ outcome: "answer", ttlSeconds: 5 });
    wait(5000);
    expect(ipv6()).toBe("yes");
    void table.ask(NAME, PATIENCE_MS, AbortSignal.abort());
    await answer({ outcome: "nxdomain" });
    expect(ipv6()).toBe("no");
    expect(signals).toHaveLength(2);
  });

  test("forgets the oldest of very many names", async () => {
    const table = new NameTable(
      () => Promise.resolve({ outcome: "nodata" }),
      () => 0,
    );
    for (let n = 0; n <= 1000; n++) await table.ask(`n${n}.example`, PATIENCE_MS);
    expect(table.peek("n0.example", PATIENCE_MS)).toBeUndefined();
    expect(table.peek("n1.example", PATIENCE_MS)).toBeDefined();
  });
});
