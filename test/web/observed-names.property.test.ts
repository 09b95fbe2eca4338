import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type NameObservation,
  OUTCOME_KINDS,
  type Outcome,
} from "@egress6/core/observation/outcome";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStore } from "../../packages/egress6/src/adapter/store/open-store.js";
import type { StoreWriter } from "../../packages/egress6/src/ports.js";
import { followStore } from "../../packages/egress6/src/site/follow-store.js";
import { ObservedNames } from "../../packages/egress6/src/site/observed-names.js";
import { catalog } from "./site-fixture.js";

const folder = mkdtempSync(join(tmpdir(), "egress6-observed-"));
let store: StoreWriter;
let observed: ObservedNames;
let at = Date.UTC(2026, 10, 23);

beforeAll(() => {
  store = openStore(join(folder, "store.db"));
  observed = new ObservedNames(catalog, store);
});

afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const NAMES = [
  "s3.eu-west-1.amazonaws.com",
  "s3.dualstack.eu-west-1.amazonaws.com",
  "iam.amazonaws.com",
  "iam.global.api.aws",
  "github.com",
];

const outcome: fc.Arbitrary<Outcome> = fc
  .record({
    kind: fc.constantFrom(...OUTCOME_KINDS),
    resolver: fc.constantFrom("192.0.2.1:53", "192.0.2.2:53"),
    attempts: fc.integer({ min: 1, max: 8 }),
  })
  .map((part) => ({
    ...part,
    addresses: part.kind === "answer" ? ["52.94.5.7"] : [],
    cname: [],
    ms: 5,
  }));
const batch: fc.Arbitrary<readonly NameObservation[]> = fc.uniqueArray(
  fc.record({ name: fc.constantFrom(...NAMES), a: outcome, aaaa: outcome }),
  { selector: ({ name }) => name, minLength: 1 },
);

it("what is shown while a scan runs is what the store says afterwards", () => {
  fc.assert(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 4 }), (batches) => {
      const followed = followStore(store, (recorded, time) => observed.follow(recorded, time));
      const scan = followed.beginScan("all", NAMES.length, at);
      for (const recorded of batches) {
        at += 1_000;
        followed.record(recorded, at);
      }
      followed.endScan(scan.id, "done", at);
      expect(observed.support).toEqual(store.readSupport());
    }),
    { numRuns: 60 },
  );
  expect(observed.statusMatrix).toEqual(new ObservedNames(catalog, store).statusMatrix);
});
