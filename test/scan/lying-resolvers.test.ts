import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStoreReader } from "../../packages/egress6/src/adapter/store/open-store.js";
import { egress6 } from "../catalog/run-in-process.js";
import type { Fault } from "../support/dns/faults.js";
import { type DnsServer, type Records, startDnsServer } from "../support/dns/server.js";
import { servedUrl, startEgress6 } from "../support/egress6-process.js";
import { namesOf } from "./truth.js";

const CONTROLS: Readonly<Record<string, Records>> = {
  "ipv4only.arpa": { A: ["192.0.0.170", "192.0.0.171"] },
  "a.root-servers.net": { A: ["198.41.0.4"], AAAA: ["2001:503:ba3e::2:30"] },
};
const IPV4: Records = { A: ["52.94.5.1"] };
const BOTH: Records = { ...IPV4, AAAA: ["2600:1f18:a::5"] };

const FILTER = ["--service", "ec2,s3", "--region", "eu-*", "--variant", "default,dualstack"];
const NAMES = namesOf({
  service: ["ec2", "s3"],
  region: ["eu-*"],
  variant: ["default", "dualstack"],
});

const zone = (records: Records): Record<string, Records> => ({
  ...CONTROLS,
  ...Object.fromEntries(NAMES.map((name) => [name, records])),
});
const FILTERS_AAAA: readonly Fault[] = [{ kind: "nodata", type: "AAAA" }];
const HAS_NO_CONTROLS: readonly Fault[] = [
  { kind: "refused", names: /arpa$|root-servers|^egress6-[0-9a-f]{12}\./ },
];

let folder: string;
let db: string;
let servers: DnsServer[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-lying-"));
  db = join(folder, "store.db");
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

async function serverWith(
  host: string,
  records: Records,
  faults: readonly Fault[] = [],
): Promise<DnsServer> {
  const server = await startDnsServer({ host, records: zone(records), faults });
  servers.push(server);
  return server;
}

const scanArgs = (resolvers: readonly DnsServer[], ...more: readonly string[]) => [
  ...["scan", ...FILTER, "--db", db, "--rate", "unlimited", ...more],
  ...resolvers.flatMap(({ resolver }) => ["--resolver", resolver]),
];

const scan = (resolvers: readonly DnsServer[], ...more: readonly string[]) =>
  egress6(scanArgs(resolvers, ...more), { env: { HOME: "/nonexistent" }, now: Date.now });

function stored() {
  const store = openStoreReader(db);
  try {
    return {
      support: [...(store?.readSupport() ?? [])],
      history: NAMES.map((name) => store?.readHistory(name)),
      changes: store?.readChanges(),
      state: store?.readScans(1)[0]?.state,
    };
  } finally {
    store?.close();
  }
}

const knownIpv6 = () => stored().support.filter(([, { ipv6 }]) => ipv6.known === "yes").length;

describe("egress6 scan, where the resolver filters AAAA", () => {
  it("ends with 3, names resolver, control and remedy, and stores nothing of it", async () => {
    const liar = await serverWith("127.0.0.1", BOTH, FILTERS_AAAA);
    const { code, stderr } = await scan([liar]);
    expect(code).toBe(3);
    expect(stderr).toContain(
      `egress6: ${liar.resolver} says a.root-servers.net AAAA has no records; it has IPv4 and IPv6 addresses. ` +
        "It filters IPv6 addresses. Turn the filter off, or name another resolver",
    );
    expect(stderr).toContain("What it said is not stored");
    expect(stored()).toMatchObject({ support: [], changes: [], state: "failed" });
  });

  it("changes nothing that was known before, and says so in JSON", async () => {
    const honest = await serverWith("127.0.0.1", BOTH);
    expect((await scan([honest])).code).toBe(0);
    const { support, history } = stored();
    const liars = [
      await serverWith("127.0.0.2", BOTH, FILTERS_AAAA),
      await serverWith("127.0.0.3", BOTH, FILTERS_AAAA),
    ];
    const { code, stdout } = await scan(liars, "--json");
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("filters IPv6"),
      changes: [],
      held: [],
      unconfirmedLosses: [],
      resolvers: liars.map(({ resolver }) => ({
        address: resolver,
        state: "lies",
        reasons: expect.arrayContaining([expect.stringContaining("a.root-servers.net AAAA")]),
        nat64Prefixes: [],
      })),
    });
    expect(stored()).toMatchObject({ support, history, changes: [] });
  });

  it("is done by an honest one beside it, and says whose word was not used", async () => {
    const liar = await serverWith("127.0.0.1", BOTH, FILTERS_AAAA);
    const honest = await serverWith("127.0.0.2", BOTH);
    const { code, stderr, stdout } = await scan([liar, honest], "--json");
    expect(code).toBe(0);
    expect(stderr).toMatch(
      new RegExp(`egress6: ${liar.resolver} says .*What it said was not used\\.`),
    );
    expect(JSON.parse(stdout)).toMatchObject({
      state: "done",
      resolvers: [{ state: "lies" }, { state: "vetted", reasons: [] }],
      ipv6: { yes: NAMES.length, no: 0, unknown: 0 },
    });
    for (const [, { ipv4, ipv6 }] of stored().support) {
      expect([ipv4.lastResolver, ipv6.lastResolver]).toEqual([honest.resolver, honest.resolver]);
    }
  });

  it("keeps what it found before that began in mid-scan, and no more", async () => {
    const turning = await serverWith("127.0.0.1", BOTH);
    const running = startEgress6([...scanArgs([turning]), "--rate", "20"]);
    while (stored().support.length === 0) await new Promise((done) => setTimeout(done, 20));
    turning.setFaults(FILTERS_AAAA);
    const { code, stderr } = await running.ended;
    expect(code).toBe(3);
    expect(stderr).toContain(`${turning.resolver} says `);
    const { support, changes } = stored();
    expect(support.length).toBeLessThan(NAMES.length);
    expect(changes).toEqual([]);
    expect(support.filter(([, { ipv6 }]) => ipv6.known === "no")).toEqual([]);
  });
});

describe("egress6 scan, where the resolver cannot be vetted", () => {
  it("keeps addresses, does not believe that there are none, and ends with 3", async () => {
    const closed = await serverWith("127.0.0.1", IPV4, HAS_NO_CONTROLS);
    const { code, stderr } = await scan([closed]);
    expect(code).toBe(3);
    expect(stderr).toContain(
      `egress6: ${closed.resolver} could not be vetted: ipv4only.arpa and root-servers.net do not resolve there. ` +
        "Names without an answer stay unknown. Add --trust-resolver to take its word.",
    );
    for (const [, { ipv4, ipv6 }] of stored().support) {
      expect([ipv4.known, ipv6.known]).toEqual(["yes", "unknown"]);
    }
  });

  it("takes its word with --trust-resolver, and says so in every form", async () => {
    const closed = await serverWith("127.0.0.1", IPV4, HAS_NO_CONTROLS);
    const json = await scan([closed], "--trust-resolver", "--json");
    expect(json.code).toBe(0);
    expect(json.stderr).toContain("Its word was taken, as --trust-resolver says.");
    expect(JSON.parse(json.stdout)).toMatchObject({
      state: "done",
      ipv6: { yes: 0, no: NAMES.length, unknown: 0 },
      resolvers: [{ address: closed.resolver, state: "unvetted", trusted: true }],
    });
  });

  it("lets another one do the work", async () => {
    const closed = await serverWith("127.0.0.1", IPV4, HAS_NO_CONTROLS);
    const honest = await serverWith("127.0.0.2", IPV4);
    const { code, stderr, stdout } = await scan([closed, honest], "--json");
    expect(code).toBe(0);
    expect(stderr).toContain(`${closed.resolver} could not be vetted, so its "no" did not count`);
    expect(JSON.parse(stdout)).toMatchObject({
      ipv6: { yes: 0, no: NAMES.length, unknown: 0 },
      resolvers: [{ state: "unvetted" }, { state: "vetted" }],
    });
  });
});

describe("egress6 scan, where AWS seems to take back IPv6", () => {
  it("asks for a second operator when both resolvers are one voice", async () => {
    const first = await serverWith("127.0.0.1", BOTH);
    await scan([first]);
    first.setRecords({ ...zone(BOTH), [NAMES[0] ?? ""]: IPV4 });
    const same = await serverWith("127.0.0.1", BOTH);
    same.setRecords({ ...zone(BOTH), [NAMES[0] ?? ""]: IPV4 });
    const { code, stdout } = await scan([first, same]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/1 possible loss, .*second resolver of another operator/);
    expect(stored().changes).toEqual([]);
  });

  it("holds what is improbable although both confirm it, lists it, and ends with 3", async () => {
    const resolvers = [await serverWith("127.0.0.1", BOTH), await serverWith("127.0.0.2", BOTH)];
    await scan(resolvers);
    for (const server of resolvers) server.setRecords(zone(IPV4));
    const held = await scan(resolvers);
    expect(held.code).toBe(3);
    expect(held.stdout).toMatch(new RegExp(`${NAMES.length} changes held and not recorded:\n  - `));
    expect(held.stderr).toMatch(/names that had IPv6 addresses seem to have lost them/);
    expect(knownIpv6()).toBe(NAMES.length);
    expect(stored()).toMatchObject({ changes: [], state: "held" });

    const again = await scan(resolvers, "--json");
    expect(again.code).toBe(3);
    const summary: { state: string; held: readonly object[] } = JSON.parse(again.stdout);
    expect(summary.state).toBe("held");
    expect(summary.held).toHaveLength(NAMES.length);
    expect(summary.held[0]).toEqual({
      name: expect.any(String),
      family: "ipv6",
      from: "yes",
      to: "no",
      at: expect.stringMatching(/Z$/),
    });
    for (const server of resolvers) server.setRecords(zone(BOTH));
    expect((await scan(resolvers)).code).toBe(0);
    expect(knownIpv6()).toBe(NAMES.length);
  });
});

describe("egress6 serve", () => {
  async function scanStatusOf(url: string): Promise<{ phase: string; reason: string | null }> {
    for (;;) {
      const status: { phase: string; reason: string | null } = await (
        await fetch(`${url}api/scan`)
      ).json();
      if (status.phase === "failed") return status;
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  it("says on the page that the resolver lies", async () => {
    const liar = await serverWith("127.0.0.1", BOTH, FILTERS_AAAA);
    const serving = startEgress6(["serve", "--port", "0", "--db", db, "--resolver", liar.resolver]);
    try {
      const status = await scanStatusOf(await servedUrl(serving));
      expect(status.reason).toMatch(new RegExp(`^${liar.resolver} says .* filters IPv6 addresses`));
    } finally {
      serving.kill("SIGTERM");
      await serving.ended;
    }
    expect(stored().support).toEqual([]);
  });

  it("says on the page that changes are held", async () => {
    const resolvers = [await serverWith("127.0.0.1", BOTH), await serverWith("127.0.0.2", BOTH)];
    await scan(resolvers);
    for (const server of resolvers) server.setRecords(zone(IPV4));
    await scan(resolvers);
    const serving = startEgress6(["serve", "--no-scan", "--port", "0", "--db", db]);
    const url = await servedUrl(serving);
    const map: { meta: { scan: object } } = await (await fetch(`${url}data/map.json`)).json();
    serving.kill("SIGTERM");
    await serving.ended;
    expect(map.meta.scan).toMatchObject({
      phase: "held",
      reason: expect.stringContaining("that many at once is improbable"),
    });
  });
});
