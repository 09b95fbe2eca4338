import { describe, expect, it } from "vitest";
import type { StoreReader, StoreWriter } from "../../packages/egress6/src/ports.js";
import { observation, outcome } from "./observations.js";

export interface StoreUnderTest {
  /** A new store that is empty. */
  openEmpty(): StoreWriter;
  /** The same store again, after `close` of the writer, or as after the death of its process. */
  reopen(): StoreWriter;
  read(): StoreReader;
}

/** What every store must do, whatever it is made of. */
export function describeStore(kind: string, make: () => StoreUnderTest): void {
  describe(`${kind} as a store`, () => {
    it("gives back the support of what was recorded", () => {
      const store = make().openEmpty();
      store.record([observation("s3.example", "answer", "nodata", "r:53")], 1000);
      expect(store.readSupport()).toEqual(
        new Map([
          [
            "s3.example",
            {
              ipv4: {
                known: "yes",
                since: 1000,
                lastConfirmed: 1000,
                lastOutcome: "answer",
                lastChecked: 1000,
                lastResolver: "r:53",
                unconfirmedNo: null,
              },
              ipv6: {
                known: "no",
                since: 1000,
                lastConfirmed: 1000,
                lastOutcome: "nodata",
                lastChecked: 1000,
                lastResolver: "r:53",
                unconfirmedNo: null,
              },
            },
          ],
        ]),
      );
    });

    it("keeps what is known over an inconclusive outcome", () => {
      const store = make().openEmpty();
      store.record([observation("s3.example", "answer", "answer")], 1000);
      store.record([observation("s3.example", "timeout", "servfail")], 2000);
      expect(store.readSupport().get("s3.example")).toMatchObject({
        ipv4: { known: "yes", since: 1000, lastOutcome: "timeout", lastChecked: 2000 },
        ipv6: { known: "yes", since: 1000, lastOutcome: "servfail", lastChecked: 2000 },
      });
      expect(store.readChanges()).toEqual([]);
    });

    it("keeps one interval while a question keeps ending the same way, with the latest sample", () => {
      const store = make().openEmpty();
      for (const at of [1000, 2000, 3000]) {
        const a = outcome("answer", { address: `52.94.5.${at / 1000}` });
        store.record([{ name: "s3.example", a, aaaa: outcome("nodata") }], at);
      }
      expect(store.readHistory("s3.example")).toEqual([
        {
          type: "A",
          kind: "answer",
          from: 1000,
          to: 3000,
          addresses: ["52.94.5.3"],
          cname: [],
          attempts: 1,
          resolver: "192.0.2.53:53",
          ms: 1.5,
        },
        expect.objectContaining({ type: "AAAA", kind: "nodata", from: 1000, to: 3000 }),
      ]);
    });

    it("begins a new interval when a question ends another way, and again when it goes back", () => {
      const store = make().openEmpty();
      store.record([observation("s3.example", "answer", "nodata")], 1000);
      store.record([observation("s3.example", "answer", "timeout")], 2000);
      store.record([observation("s3.example", "answer", "nodata")], 3000);
      const aaaa = store.readHistory("s3.example").filter(({ type }) => type === "AAAA");
      expect(aaaa.map(({ kind, from, to }) => [kind, from, to])).toEqual([
        ["nodata", 1000, 1000],
        ["timeout", 2000, 2000],
        ["nodata", 3000, 3000],
      ]);
    });

    it("has no history of a name it never saw", () => {
      expect(make().openEmpty().readHistory("nobody.example")).toEqual([]);
    });

    it("notes a change when the known value turns, never for a first observation", () => {
      const store = make().openEmpty();
      store.record([observation("s3.example", "answer", "nodata")], 1000);
      store.record([observation("s3.example", "answer", "answer")], 2000);
      expect(store.readChanges()).toEqual([
        { name: "s3.example", family: "ipv6", from: "no", to: "yes", at: 2000 },
      ]);
    });

    it("notes a loss only once another resolver confirms it", () => {
      const store = make().openEmpty();
      store.record([observation("s3.example", "answer", "answer", "a:53")], 1000);
      store.record([observation("s3.example", "answer", "nodata", "a:53")], 2000);
      store.record([observation("s3.example", "answer", "nodata", "a:53")], 3000);
      expect(store.readChanges()).toEqual([]);
      expect(store.readSupport().get("s3.example")?.ipv6).toMatchObject({
        known: "yes",
        unconfirmedNo: { at: 2000, resolver: "a:53" },
      });
      store.record([observation("s3.example", "answer", "nodata", "b:53")], 4000);
      expect(store.readChanges()).toEqual([
        { name: "s3.example", family: "ipv6", from: "yes", to: "no", at: 4000 },
      ]);
      expect(store.readSupport().get("s3.example")?.ipv6).toMatchObject({
        known: "no",
        since: 2000,
        unconfirmedNo: null,
      });
    });

    it("gives changes from a moment on, that moment included, oldest first", () => {
      const store = make().openEmpty();
      const names = ["a.example", "b.example"];
      store.record(
        names.map((name) => observation(name, "nodata", "nodata")),
        1000,
      );
      store.record([observation("b.example", "nodata", "answer")], 2000);
      store.record([observation("a.example", "answer", "nodata")], 3000);
      expect(store.readChanges().map(({ name }) => name)).toEqual(["b.example", "a.example"]);
      expect(store.readChanges(3000).map(({ name }) => name)).toEqual(["a.example"]);
      expect(store.readChanges(3001)).toEqual([]);
    });

    it("begins a scan anew after one that was done", () => {
      const store = make().openEmpty();
      const first = store.beginScan("all", 2, 1000);
      expect(first).toMatchObject({ scope: "all", total: 2, state: "running", isResumed: false });
      store.record([observation("a.example", "answer", "nodata")], 1000);
      store.endScan(first.id, "done", 2000);
      const second = store.beginScan("all", 2, 2000);
      expect(second.isResumed).toBe(false);
      expect(second.id).not.toBe(first.id);
      expect(store.namesDone(second)).toEqual(new Set());
    });

    it.each(["interrupted", "failed"] as const)("goes on with a scan that was %s", (state) => {
      const store = make().openEmpty();
      const first = store.beginScan("all", 3, 1000);
      store.record([observation("a.example", "answer", "nodata")], 1500);
      store.endScan(first.id, state, 2000, "a reason");
      expect(store.readScans()[0]).toMatchObject({ state, endedAt: 2000, reason: "a reason" });
      const second = store.beginScan("all", 4, 3000);
      expect(second).toEqual({
        id: first.id,
        scope: "all",
        startedAt: 1000,
        endedAt: null,
        state: "running",
        total: 4,
        reason: null,
        isResumed: true,
      });
      expect(store.namesDone(second)).toEqual(new Set(["a.example"]));
    });

    it("does not go on with a scan of another scope, nor with one of the day before", () => {
      const store = make().openEmpty();
      const day = 24 * 60 * 60 * 1000;
      const first = store.beginScan("all", 3, 1000);
      store.endScan(first.id, "interrupted", 2000);
      expect(store.beginScan("service=s3", 3, 3000).isResumed).toBe(false);
      expect(store.beginScan("all", 3, 1000 + day).isResumed).toBe(false);
    });

    it("asks again after a resume for names whose outcome was inconclusive", () => {
      const store = make().openEmpty();
      const scan = store.beginScan("all", 3, 1000);
      store.record(
        [
          observation("both.example", "answer", "nxdomain"),
          observation("one.example", "answer", "timeout"),
        ],
        1000,
      );
      expect(store.namesDone(scan)).toEqual(new Set(["both.example"]));
    });

    it("asks again after a resume for what a resolver said that could not be vetted", () => {
      const store = make().openEmpty();
      const scan = store.beginScan("all", 1, 1000);
      const { name, a, aaaa } = observation("a.example", "answer", "answer");
      store.record([{ name, a, aaaa: { ...aaaa, witness: "unvetted" } }], 1000);
      expect(store.namesDone(scan)).toEqual(new Set());
      expect(store.readSupport().get(name)?.ipv6.known).toBe("yes");
    });

    it("does not take names of an earlier scan for done, even within one millisecond", () => {
      const store = make().openEmpty();
      const first = store.beginScan("all", 1, 1000);
      store.record([observation("a.example", "answer", "nodata")], 1000);
      store.endScan(first.id, "done", 1000);
      const second = store.beginScan("all", 1, 1000);
      expect(store.namesDone(second)).toEqual(new Set());
      store.record([observation("a.example", "answer", "nodata")], 1000);
      expect(store.namesDone(second)).toEqual(new Set(["a.example"]));
    });

    it("begins anew after a scan that is held, and keeps what waits until it is replaced", () => {
      const made = make();
      const store = made.openEmpty();
      const held = store.beginScan("all", 2, 1000);
      store.record(
        [
          observation("b.example", "answer", "nodata"),
          observation("a.example", "answer", "nodata"),
        ],
        1000,
      );
      expect(store.readHeld()).toEqual([]);
      const b = { name: "b.example", family: "ipv6", from: "no", at: 1500 } as const;
      const a = { name: "a.example", family: "ipv4", from: "yes", at: 1600 } as const;
      store.replaceHeld([b, a]);
      store.endScan(held.id, "held", 2000, "improbable");
      store.close();

      const again = made.reopen();
      expect(again.readScans()[0]).toMatchObject({ state: "held", reason: "improbable" });
      expect(again.readHeld()).toEqual([a, b]);
      expect(again.beginScan("all", 2, 3000).isResumed).toBe(false);
      again.replaceHeld([a]);
      expect(again.readHeld()).toEqual([a]);
    });

    it("gives scans newest first, as many as asked for", () => {
      const store = make().openEmpty();
      for (const scope of ["one", "two", "three"]) {
        store.endScan(store.beginScan(scope, 1, 1000).id, "done", 2000);
      }
      expect(store.readScans(2).map(({ scope }) => scope)).toEqual(["three", "two"]);
      expect(store.readScans()).toHaveLength(3);
    });

    it("has everything after it was closed and opened again", () => {
      const made = make();
      const store = made.openEmpty();
      const scan = store.beginScan("all", 2, 1000);
      store.record([observation("a.example", "answer", "nodata")], 1000);
      store.record([observation("a.example", "answer", "answer")], 2000);
      const before = everythingIn(store);
      store.endScan(scan.id, "done", 3000);
      store.close();
      const again = made.reopen();
      expect(everythingIn(again)).toEqual(before);
      expect(again.readScans()[0]).toMatchObject({ id: scan.id, state: "done", endedAt: 3000 });
    });

    it("knows that a scan whose writer ended without a word was interrupted", () => {
      const made = make();
      const store = made.openEmpty();
      store.beginScan("all", 2, 1000);
      store.close();
      const again = made.reopen();
      expect(again.readScans()[0]).toMatchObject({ state: "interrupted" });
      expect(again.beginScan("all", 2, 2000).isResumed).toBe(true);
    });

    it("tells the latest moment that anything in it is dated to", () => {
      const store = make().openEmpty();
      expect(store.newestTime()).toBeNull();
      const scan = store.beginScan("all", 1, 1000);
      expect(store.newestTime()).toBe(1000);
      store.record([observation("a.example", "answer", "timeout")], 2000);
      expect(store.newestTime()).toBe(2000);
      store.endScan(scan.id, "done", 3000);
      expect(store.newestTime()).toBe(3000);
    });

    it("dates all that comes from the future to a moment, and leaves what is older", () => {
      const store = make().openEmpty();
      store.record([observation("a.example", "answer", "answer", "a:53")], 1000);
      const future = store.beginScan("all", 1, 8000);
      store.record([observation("a.example", "answer", "nodata", "a:53")], 8000);
      store.record([observation("a.example", "answer", "nodata", "b:53")], 8500);
      store.record([observation("b.example", "answer", "nodata", "b:53")], 8600);
      store.endScan(future.id, "done", 9000);
      store.redateAfter(2000);
      expect(store.newestTime()).toBe(2000);
      expect(store.readScans()).toMatchObject([{ startedAt: 2000, endedAt: 2000 }]);
      expect(store.readChanges()).toMatchObject([{ name: "a.example", at: 2000 }]);
      expect(store.readSupport().get("a.example")).toMatchObject({
        ipv4: { known: "yes", since: 1000, lastConfirmed: 2000 },
        ipv6: { known: "no", since: 2000, lastConfirmed: 2000 },
      });
      expect(store.readHistory("a.example").map(({ type, from, to }) => [type, from, to])).toEqual([
        ["A", 1000, 2000],
        ["AAAA", 1000, 1000],
        ["AAAA", 2000, 2000],
      ]);
    });

    it("takes a later observation at its own time, wherever the stored one lies after it", () => {
      const store = make().openEmpty();
      store.record([observation("a.example", "answer", "answer", "a:53")], 9000);
      store.record([observation("a.example", "answer", "nodata", "a:53")], 9000);
      store.record([observation("a.example", "answer", "timeout", "a:53")], 2000);
      expect(store.readSupport().get("a.example")).toMatchObject({
        ipv4: { known: "yes", since: 2000, lastConfirmed: 2000, lastChecked: 2000 },
        ipv6: {
          since: 2000,
          lastConfirmed: 2000,
          lastChecked: 2000,
          unconfirmedNo: { at: 2000, resolver: "a:53" },
        },
      });
      const [a] = store.readHistory("a.example");
      expect(a).toMatchObject({ type: "A", from: 2000, to: 2000 });
    });

    it("lets readers see each batch while the writer goes on", () => {
      const made = make();
      const store = made.openEmpty();
      store.record([observation("a.example", "answer", "nodata")], 1000);
      const reader = made.read();
      expect([...reader.readSupport().keys()]).toEqual(["a.example"]);
      store.record([observation("b.example", "answer", "nodata")], 2000);
      expect([...reader.readSupport().keys()]).toEqual(["a.example", "b.example"]);
      reader.close();
    });

    it("records nothing of a batch that fails half way", () => {
      const store = make().openEmpty();
      const broken = { ...observation("b.example", "answer", "nodata"), name: Symbol("no name") };
      expect(() =>
        // @ts-expect-error what a bug elsewhere could hand over
        store.record([observation("a.example", "answer", "nodata"), broken], 1000),
      ).toThrow();
      expect(store.readSupport().size).toBe(0);
      store.record([observation("c.example", "answer", "nodata")], 2000);
      expect([...store.readSupport().keys()]).toEqual(["c.example"]);
    });
  });
}

function everythingIn(store: StoreReader) {
  return {
    support: store.readSupport(),
    history: store.readHistory("a.example"),
    changes: store.readChanges(),
  };
}
