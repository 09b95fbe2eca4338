import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NameObservation } from "@egress6/core/observation/outcome";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  missingPrograms,
  type RealServer,
  startKnot,
  startUnbound,
} from "../../bench/dns/real-servers.mjs";
import { observeNames } from "../../packages/egress6/src/adapter/dns/observe-names.js";

const missing = missingPrograms("knotd", "unbound");
const mayBeSkipped = missing.length > 0 && process.env["CI"] === undefined;
const title = mayBeSkipped
  ? `Knot and Unbound (skipped: ${missing.join(" and ")} not installed, apt-get install knot unbound)`
  : "Knot and Unbound";

const MANY = 120;
const ZONE = [
  "$ORIGIN zone.test.",
  "$TTL 60",
  "@ SOA ns admin 1 3600 600 86400 60",
  "@ NS ns",
  "ns A 127.0.0.1",
  "v4 A 52.94.5.1",
  "dual A 52.94.5.2",
  "dual AAAA 2600:1f18:a::2",
  "v6 AAAA 2600:1f18:a::6",
  "text TXT hello",
  "alias CNAME dual",
  "alias4 CNAME v4",
  "dangling CNAME gone",
  "elsewhere CNAME www.other.test.",
  "elsewhere4 CNAME v4.other.test.",
  "loop CNAME loop2",
  "loop2 CNAME loop",
  "under.empty A 52.94.5.3",
  "lame NS ns.unreachable",
  "*.wild AAAA 2600:1f18:a::7",
  ...Array.from({ length: MANY }, (_, index) => `many AAAA 2600:1f18:1::${index.toString(16)}`),
  "",
].join("\n");

const OTHER_ZONE = [
  "$ORIGIN other.test.",
  "$TTL 60",
  "@ SOA ns admin 1 3600 600 86400 60",
  "@ NS ns",
  "ns A 127.0.0.1",
  "www A 52.94.5.9",
  "www AAAA 2600:1f18:a::9",
  "v4 A 52.94.5.8",
  "",
].join("\n");

const NAMES = [
  "v4",
  "dual",
  "v6",
  "text",
  "alias",
  "alias4",
  "dangling",
  "gone",
  "empty",
  "a.wild",
  "elsewhere",
  "elsewhere4",
  "loop",
  "many",
].map((label) => `${label}.zone.test`);

describe.skipIf(mayBeSkipped)(title, () => {
  const folder = mkdtempSync(join(tmpdir(), "egress6-dns-"));
  let knot: RealServer | undefined;
  let unbound: RealServer | undefined;

  beforeAll(async () => {
    const addresses = ["127.0.0.1", "::1"];
    const zones = { "zone.test.": ZONE, "other.test.": OTHER_ZONE };
    knot = await startKnot({ folder, zones, addresses });
    const stubs = { "zone.test.": knot.port, "other.test.": knot.port };
    unbound = await startUnbound({ folder, stubs, addresses });
  });

  afterAll(async () => {
    await Promise.all([knot?.stop(), unbound?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  async function observe(host: string, port = 0, names = NAMES) {
    const found = new Map<string, NameObservation>();
    const resolvers = [{ host, port }];
    await observeNames(names, { resolvers, rate: 500 }, (observation) => {
      found.set(observation.name.replace(/\.zone\.test$/, ""), observation);
    });
    return found;
  }

  const brief = (found: ReadonlyMap<string, NameObservation>) =>
    Object.fromEntries([...found].map(([name, { a, aaaa }]) => [name, `${a.kind} ${aaaa.kind}`]));

  const TRUTH = {
    v4: "answer nodata",
    dual: "answer answer",
    v6: "nodata answer",
    text: "nodata nodata",
    alias: "answer answer",
    alias4: "answer nodata",
    dangling: "nxdomain nxdomain",
    gone: "nxdomain nxdomain",
    empty: "nodata nodata",
    "a.wild": "nodata answer",
    elsewhere: "answer answer",
    elsewhere4: "answer nodata",
    many: "nodata answer",
  };

  it.each(["127.0.0.1", "::1"])("Unbound on %s tells the truth", async (host) => {
    const found = await observe(host, unbound?.port);
    const { loop, ...others } = brief(found);
    expect(others).toEqual(TRUTH);
    expect(loop).toMatch(/^(servfail|incomplete) (servfail|incomplete)$/);
  });

  it.each(["127.0.0.1", "::1"])(
    "Knot on %s tells the truth, and where chains lead is asked for",
    async (host) => {
      const found = await observe(host, knot?.port);
      const { loop, ...others } = brief(found);
      expect(others).toEqual(TRUTH);
      expect(loop).toBe("incomplete incomplete");
      expect(found.get("elsewhere")?.aaaa).toMatchObject({
        addresses: ["2600:1f18:a::9"],
        cname: ["www.other.test"],
      });
    },
  );

  it("an answer too long for a packet comes over TCP, whole", async () => {
    const found = await observe("127.0.0.1", knot?.port, ["many.zone.test"]);
    expect(found.get("many")?.aaaa.addresses).toHaveLength(MANY);
    expect(found.get("many")?.aaaa.attempts).toBeGreaterThanOrEqual(2);
  });

  it("Knot refers to servers of a child zone, refuses foreign names", async () => {
    const found = await observe("127.0.0.1", knot?.port, ["x.lame.zone.test", "foreign.example"]);
    expect(brief(found)).toEqual({ "x.lame": "lame lame", "foreign.example": "refused refused" });
  });
});
