import type { WitnessCause } from "@egress6/core/observation/witness";
import { describe, expect, it, type TestContext } from "vitest";
import { KNOWN_RECORDS } from "../support/dns/controls.mjs";
import type { Fault } from "../support/dns/faults.js";
import {
  advertising,
  denial,
  dns64,
  emptiness,
  emptyZone,
  filterOfAaaa,
  filterOfExisting,
  fromQuery,
  type Lie,
  ofAws,
  ofNames,
  override,
  overTcp,
  policyZone,
  portal,
  proxy,
  rotatingAdvertising,
  sink,
  splitHorizon,
} from "../support/dns/lies.js";
import { observeRun } from "../support/dns/observe.js";
import { type DnsServer, type DnsServerOptions, startDnsServer } from "../support/dns/server.js";
import { AWS_NAMES, AWS_RECORDS, outcomesOf, untruths, wrongFacts } from "./aws-zone.js";

type Ending = Pick<TestContext, "onTestFinished">;

async function start(
  { onTestFinished }: Ending,
  options: Partial<DnsServerOptions> = {},
): Promise<DnsServer> {
  const records = { ...KNOWN_RECORDS, ...AWS_RECORDS };
  const server = await startDnsServer({ records, ...options });
  onTestFinished(() => server.close());
  return server;
}

const NOT_AWS = /^(\.|.*\.(arpa|net))$/;
const COM = /\.amazonaws\.com$/;
const API = /\.api\.aws$/;
const NOT_AWS_NOR_ROOT = /^egress6-|\.(arpa|net)$/;

/** Lies that a control contradicts, and the first thing that is said of it. */
const CONTRADICTED: readonly (readonly [string, Lie, WitnessCause])[] = [
  ["a captive portal", portal("192.168.8.1"), "answers-for-all"],
  ["a captive portal with the SOA of the root", portal("192.168.8.1", "root"), "answers-for-all"],
  ["a captive portal on the internet", portal("52.94.66.66"), "answers-for-all"],
  [
    "a captive portal that begins in mid-run",
    fromQuery(30, portal("192.168.8.1")),
    "answers-for-all",
  ],
  ["an AAAA filter that makes zones up", filterOfAaaa("own"), "filters-aaaa"],
  ["an AAAA filter without SOA", filterOfAaaa("none"), "filters-aaaa"],
  ["an AAAA filter with the SOA of the root", filterOfAaaa("root"), "filters-aaaa"],
  ["an AAAA filter that says so", filterOfAaaa("true", 17), "filters-aaaa"],
  ["an AAAA filter that calls its answers stale", filterOfAaaa("true", 3), "filters-aaaa"],
  ["an AAAA filter that begins in mid-run", fromQuery(30, filterOfAaaa("own")), "filters-aaaa"],
  ["a broken forwarder", emptiness, "empties-answers"],
  ["a sink", ofAws(sink("0.0.0.0", "::")), "answers-missing-names"],
  [
    "a sink that looks real",
    ofAws(sink("52.94.66.66", "2600:1f18:bad::66")),
    "answers-missing-names",
  ],
  ["a blocker that makes zones up", ofAws(denial("own")), "blocks"],
  ["a blocker that says so", ofAws(denial("true", 15)), "blocks"],
  ["a blocker that begins in mid-run", fromQuery(30, ofAws(denial("own"))), "blocks"],
  [
    "a rewriter of missing names",
    advertising("198.41.9.9", "2a00:d78::80"),
    "answers-missing-names",
  ],
  [
    "an override by one page",
    override("blocked.portal.test", "52.94.66.66", "2600:1f18:bad::66"),
    "answers-for-all",
  ],
  [
    "an override of AWS's names",
    ofAws(override("blocked.portal.test", "52.94.66.66", "2600:1f18:bad::66")),
    "answers-missing-names",
  ],
  ["DNS64 for all names", dns64({ prefix: "64:ff9b::/96", isForAllNames: true }), "replaces-aaaa"],
  [
    "DNS64 for all names with a prefix of its own",
    dns64({ prefix: "2a0f:64:64::/96", isForAllNames: true }),
    "replaces-aaaa",
  ],
  ["an AAAA filter of one zone", ofNames(COM, filterOfExisting), "filters-aaaa"],
  ["an AAAA filter of another zone", ofNames(API, filterOfExisting), "filters-aaaa"],
  ["a proxy of one zone", ofNames(API, proxy), "filters-aaaa"],
  ["a forwarder that empties one zone", ofNames(API, emptyZone), "empties-answers"],
  ["a blocker that owns AWS's zones", ofAws(denial("true")), "blocks"],
  ["a blocker that owns a top-level domain", ofNames(COM, denial("top")), "blocks"],
];

describe.concurrent("a resolver that contradicts a control", () => {
  it.for(CONTRADICTED)("tells no fact: %s", async ([, lie, cause], context) => {
    const server = await start(context, { lie });
    const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
    expect(found.size).toBe(AWS_NAMES.length);
    expect(wrongFacts(found)).toEqual([]);
    expect(outcomesOf(found).filter(({ witness }) => witness !== "lies")).toEqual([]);
    expect(witnesses).toMatchObject([
      { address: server.resolver, state: "lies", reasons: expect.anything() },
    ]);
    expect(witnesses[0]?.reasons[0]).toMatchObject({ cause });
  });

  it("does not spoil what another one says", async (context) => {
    const lying = await start(context, { lie: filterOfAaaa("own") });
    const honest = await start(context);
    const { found, witnesses } = await observeRun(AWS_NAMES, [lying, honest]);
    expect(untruths(found)).toEqual([]);
    expect(witnesses.map(({ state }) => state)).toEqual(["lies", "vetted"]);
  });

  it.for([
    ["a captive portal", portal("52.94.66.66")],
    ["an AAAA filter", filterOfAaaa("own")],
    ["a blocker", ofAws(denial("own"))],
  ] as const)("tells no fact where it lies over TCP alone: %s", async ([, lie], context) => {
    const faults: readonly Fault[] = [{ kind: "truncate", names: /^(ec2|s3)\./ }];
    const server = await start(context, { faults, lie: overTcp(lie) });
    const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
    expect(wrongFacts(found)).toEqual([]);
    expect(witnesses).toMatchObject([{ state: "lies" }]);
  });

  it("is not saved by one that lies alike", async (context) => {
    const servers = [
      await start(context, { lie: filterOfAaaa("own") }),
      await start(context, { lie: filterOfAaaa("own") }),
    ];
    const { found, witnesses } = await observeRun(AWS_NAMES, servers);
    expect(wrongFacts(found)).toEqual([]);
    expect(witnesses.map(({ state }) => state)).toEqual(["lies", "lies"]);
  });

  it("is asked no further when that is enough", async (context) => {
    const server = await start(context, { lie: portal("192.168.8.1") });
    const names = Array.from({ length: 2000 }, (_, index) => `n${index}.api.aws`);
    const options = { stopWhenAllLie: true, rate: 500 };
    const { found, witnesses } = await observeRun(names, [server], options);
    expect(found.size).toBe(0);
    expect(witnesses[0]?.state).toBe("lies");
    expect(server.queries.length).toBeLessThan(200);
  });

  it("keeps what it said while it passed", async (context) => {
    const records = Object.fromEntries(
      Array.from({ length: 900 }, (_, index) => [`n${index}.api.aws`, { A: ["52.94.5.1"] }]),
    );
    const server = await start(context, {
      records,
      lie: fromQuery(1200, portal("192.168.8.1")),
    });
    const { found, witnesses } = await observeRun(Object.keys(records), [server], { rate: 500 });
    expect(witnesses[0]?.state).toBe("lies");
    const outcomes = [...found.values()];
    const isFact = outcomes.filter(({ a, aaaa }) => a.kind === "answer" && aaaa.kind === "nodata");
    const isNone = outcomes.filter(
      ({ a, aaaa }) => a.witness === "lies" && aaaa.witness === "lies",
    );
    expect(isFact.length).toBeGreaterThan(300);
    expect(isNone.length).toBeGreaterThan(200);
    expect(isFact.length + isNone.length).toBe(900);
  });
});

describe.concurrent("a resolver that tells no truth about some names", () => {
  const some = /^(s3|ec2)\.eu-west-1\.amazonaws\.com$/;

  it.for([
    ["0.0.0.0", "::", "special-address"],
    ["127.0.0.1", "::1", "special-address"],
    ["169.254.1.1", "fe80::1", "special-address"],
    ["10.0.0.1", "fd00::1", "private"],
    ["198.18.0.1", "::ffff:52.94.5.1", "special-address"],
    ["240.0.0.1", "::52.94.5.1", "special-address"],
    ["192.0.0.8", "100::1", "special-address"],
    ["192.0.2.1", "2001:db8::1", "special-address"],
    ["198.51.100.1", "2002:c000:201::1", "special-address"],
    ["203.0.113.1", "3fff::1", "special-address"],
  ] as const)("as they are sunk to %s and %s", async ([v4, v6, reason], context) => {
    const server = await start(context, { lie: ofNames(some, sink(v4, v6)) });
    const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
    expect(witnesses).toMatchObject([{ state: "vetted", reasons: [] }]);
    expect(wrongFacts(found)).toEqual([]);
    for (const [name, { a, aaaa }] of found) {
      if (!some.test(name)) continue;
      expect(a).toMatchObject({ kind: "incomplete", reason, addresses: [v4] });
      expect(aaaa).toMatchObject({ kind: "incomplete", reason });
    }
    expect(untruths(found)).toHaveLength(4);
  });

  it.for([
    ["that are of its own network", "172.20.3.9", null],
    ["that are of its own network, with AAAA of it", "172.20.3.9", "fd12::9"],
    ["that are of its own network, with AAAA that look global", "100.64.3.9", "2600:1f18:b::9"],
  ] as const)("%s", async ([, v4, v6], context) => {
    const server = await start(context, { lie: ofNames(some, splitHorizon(v4, v6)) });
    const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
    expect(witnesses).toMatchObject([{ state: "vetted", reasons: [] }]);
    expect(wrongFacts(found)).toEqual([]);
    expect(untruths(found)).toHaveLength(4);
    const { a, aaaa } = found.get("ec2.eu-west-1.amazonaws.com") ?? {};
    expect(a).toMatchObject({ kind: "incomplete", reason: "private", addresses: [v4] });
    expect(aaaa).toMatchObject({ kind: "incomplete", reason: "private" });
  });

  it.for([
    ["by a made-up zone", denial("own")],
    ["by its own word", denial("true", 15)],
    ["by a policy zone", denial("foreign")],
    ["by a policy zone and an alias", policyZone],
    ["by the root", denial("root")],
    ["without an SOA", denial("none")],
  ] as const)("as they are blocked %s", async ([, lie], context) => {
    const server = await start(context, { lie: ofNames(some, lie) });
    const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
    expect(witnesses).toMatchObject([{ state: "vetted", reasons: [] }]);
    expect(wrongFacts(found)).toEqual([]);
    expect(untruths(found)).toHaveLength(4);
  });

  it("as they are blocked without an SOA from some query on", async (context) => {
    const lie = fromQuery(30, ofAws(denial("none")));
    const server = await start(context, { lie });
    const { found } = await observeRun(AWS_NAMES, [server]);
    expect(wrongFacts(found)).toEqual([]);
  });

  it("as what it denies without an SOA is from before its first SOA", async (context) => {
    const name = "ec2.eu-west-1.api.aws";
    const faults: readonly Fault[] = [
      { kind: "slow", delayMs: 900, names: /^(ipv4only\.arpa|egress6-.*\.root-servers\.net)$/ },
      { kind: "nxdomain-without-soa", names: /^egress6-/ },
      { kind: "empty", names: name, type: "AAAA" },
    ];
    const server = await start(context, { faults });
    const { found, witnesses } = await observeRun([name], [server]);
    expect(witnesses).toMatchObject([{ state: "vetted" }]);
    expect(found.get(name)).toMatchObject({ a: { kind: "answer" }, aaaa: { kind: "incomplete" } });
  });

  it("as it denies all of one zone", async (context) => {
    const server = await start(context, { lie: ofNames(API, denial("true")) });
    const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
    expect(witnesses).toMatchObject([{ state: "vetted", reasons: [] }]);
    expect(wrongFacts(found)).toEqual([]);
    const unknown = outcomesOf(found).filter(({ kind }) => kind === "incomplete");
    expect(unknown).toHaveLength(2 * AWS_NAMES.filter((name) => API.test(name)).length);
    for (const outcome of unknown) {
      expect(outcome).toMatchObject({ reason: "filtered" });
    }
  });

  it.for([
    [4, "nxdomain"],
    [5, "incomplete"],
  ] as const)("as it denies all %i that are asked for", async ([count, kind], context) => {
    const names = AWS_NAMES.slice(0, count);
    const server = await start(context, { lie: ofAws(denial("true")) });
    const { found } = await observeRun(names, [server]);
    expect(outcomesOf(found).map((outcome) => outcome.kind)).toEqual(
      outcomesOf(found).map(() => kind),
    );
  });

  it("as it has many pages for missing names of one zone", async (context) => {
    const server = await start(context, { lie: ofNames(API, rotatingAdvertising) });
    const { found } = await observeRun(AWS_NAMES, [server]);
    expect(wrongFacts(found)).toEqual([]);
    expect(found.get("swf.eu-west-1.api.aws")?.a).toMatchObject({ reason: "rewritten" });
    expect(found.get("ec2.eu-west-1.amazonaws.com")?.a.kind).toBe("answer");
  });

  it("as it has a page for missing names of one zone", async (context) => {
    const lie = ofNames(/\.api\.aws$/, advertising("52.94.66.66", "2600:1f18:bad::66"));
    const server = await start(context, { lie });
    const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
    expect(witnesses).toMatchObject([{ state: "vetted", reasons: [] }]);
    expect(wrongFacts(found)).toEqual([]);
    expect(found.get("swf.eu-west-1.api.aws")).toMatchObject({
      a: { kind: "incomplete", reason: "rewritten" },
      aaaa: { kind: "incomplete", reason: "rewritten" },
    });
    expect(untruths(found)).toHaveLength(2);
  });
});

describe.concurrent("DNS64", () => {
  const PREFIXES = [
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "64:ff9b:1:2::/64",
    "2a0f:64::/32",
    "2a0f:64:6400::/40",
    "2a0f:64:64::/48",
    "2a0f:64:64:6400::/56",
    "2a0f:64:64:64::/64",
    "2a0f:64:64::/96",
  ];

  it.for(PREFIXES)(
    "of %s spoils nothing when it tells the truth if asked",
    async (prefix, context) => {
      const server = await start(context, {
        lie: dns64({ prefix, honoursCheckingDisabled: true }),
      });
      const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
      expect(witnesses).toMatchObject([{ state: "vetted", reasons: [], nat64Prefixes: [prefix] }]);
      expect(untruths(found)).toEqual([]);
    },
  );

  it.for(PREFIXES)(
    "of %s is no AAAA, and proves none, when that is all it tells",
    async (prefix, context) => {
      const server = await start(context, { lie: dns64({ prefix }) });
      const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
      expect(witnesses).toMatchObject([{ state: "vetted", nat64Prefixes: [prefix] }]);
      expect(wrongFacts(found)).toEqual([]);
      const { a, aaaa } = found.get("s3.eu-west-1.amazonaws.com") ?? {};
      expect(a).toMatchObject({ kind: "answer" });
      expect(aaaa).toMatchObject({
        kind: "incomplete",
        reason: "synthesized",
        synthesized: [expect.any(String)],
      });
      expect(found.get("ec2.eu-west-1.amazonaws.com")?.aaaa.kind).toBe("answer");
    },
  );

  it.for([true, false])(
    "over AAAA that failed is no proof that there are none (CD honoured: %s)",
    async (honoursCheckingDisabled, context) => {
      const failing = /^(ec2|s3)\.eu-west-1\.amazonaws\.com$/;
      const lie = dns64({ prefix: "64:ff9b::/96", failing, honoursCheckingDisabled });
      const server = await start(context, { lie });
      const { found } = await observeRun(AWS_NAMES, [server]);
      expect(wrongFacts(found)).toEqual([]);
      for (const name of ["ec2.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"]) {
        expect(found.get(name)?.aaaa).toMatchObject({ kind: "incomplete", reason: "synthesized" });
      }
    },
  );

  it("is found out by a name's own addresses, where it hides its prefix", async (context) => {
    const lie = dns64({ prefix: "2a0f:64:64::/96", hidesPrefix: true });
    const server = await start(context, { lie });
    const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
    expect(wrongFacts(found)).toEqual([]);
    expect(witnesses).toMatchObject([{ nat64Prefixes: ["2a0f:64:64::/96"] }]);
    expect(found.get("s3.eu-west-1.amazonaws.com")?.aaaa).toMatchObject({ reason: "synthesized" });
  });

  it("is no AAAA whichever of its prefixes it takes", async (context) => {
    const [one, other] = ["2a0f:64:64::/96", "2a0f:99:99::/96"].map((prefix) => dns64({ prefix }));
    const lie: Lie = (query, ...truth) =>
      (query.count < 40 ? one : other)?.(query, ...truth) ?? truth[0];
    const server = await start(context, { lie });
    const { found } = await observeRun(AWS_NAMES, [server]);
    expect(wrongFacts(found)).toEqual([]);
  });
});

describe.concurrent("an honest resolver has the facts beside", () => {
  const some = /^(s3|ec2)\.eu-west-1\.amazonaws\.com$/;

  it.for<readonly [string, Lie]>([
    ["DNS64", dns64({ prefix: "64:ff9b::/96" })],
    ["a private zone", ofNames(some, splitHorizon("172.20.3.9", null))],
    ["a private zone with AAAA", ofNames(some, splitHorizon("172.20.3.9", "2600:1f18:b::9"))],
    ["a filter of one zone", ofNames(COM, filterOfExisting)],
    ["a forwarder that empties one zone", ofNames(API, emptyZone)],
    ["a blocker of one zone", ofNames(API, denial("true"))],
  ])("%s, whichever is named first", async ([, lie], context) => {
    for (const lies of [
      [lie, undefined],
      [undefined, lie],
    ]) {
      const servers = await Promise.all(
        lies.map((each) => start(context, each === undefined ? {} : { lie: each })),
      );
      const { found } = await observeRun(AWS_NAMES, servers);
      expect(untruths(found)).toEqual([]);
    }
  });
});

describe.concurrent("a resolver whose controls cannot be had", () => {
  const CLOSED: readonly (readonly [string, Partial<DnsServerOptions>])[] = [
    ["has no such names", { controls: "none" }],
    ["refuses them", { faults: [refusing("refused")] }],
    ["fails for them", { faults: [refusing("servfail")] }],
    ["is silent about them", { faults: [refusing("drop")] }],
    ["denies them without SOA", { faults: [refusing("nxdomain-without-soa")] }],
    ["denies them as its own root does", { lie: ofNames(NOT_AWS_NOR_ROOT, denial("root")) }],
  ];

  it.for(CLOSED)(
    "counts for what it has, not for what it denies: it %s",
    async ([, options], context) => {
      const server = await start(context, options);
      const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
      expect(witnesses).toMatchObject([{ state: "unvetted", reasons: [{ cause: "no-controls" }] }]);
      expect(wrongFacts(found)).toEqual([]);
      for (const outcome of outcomesOf(found)) {
        expect(outcome.witness).toBe("unvetted");
        expect(["answer", "incomplete"]).toContain(outcome.kind);
      }
      expect(untruths(found)).toHaveLength(14);
      const { a, aaaa } = found.get("s3.eu-west-1.amazonaws.com") ?? {};
      expect(a?.kind).toBe("answer");
      expect(aaaa).toMatchObject({ kind: "incomplete", reason: "unvetted" });
    },
  );

  it.for(CLOSED)(
    "counts for all it says when it is trusted: it %s",
    async ([, options], context) => {
      const server = await start(context, options);
      const { found, witnesses } = await observeRun(AWS_NAMES, [server], { trustResolver: true });
      expect(witnesses).toMatchObject([{ state: "unvetted", isTrusted: true }]);
      expect(untruths(found)).toEqual([]);
    },
  );

  it("is not trusted with a lie", async (context) => {
    const server = await start(context, { lie: filterOfAaaa("own") });
    const { found } = await observeRun(AWS_NAMES, [server], { trustResolver: true });
    expect(wrongFacts(found)).toEqual([]);
  });

  it("says that it is cut off, when it denies everything", async (context) => {
    const server = await start(context, { lie: denial("none") });
    await expect(observeRun(AWS_NAMES, [server])).rejects.toMatchObject({
      code: "RESOLVER_UNREACHABLE",
    });
  });

  function refusing(kind: Fault["kind"]): Fault {
    return { kind, names: (name) => NOT_AWS.test(name) || name.startsWith("egress6-") };
  }
});

describe.concurrent("an honest resolver", () => {
  it.for<readonly [string, Partial<DnsServerOptions>]>([
    ["is quick", {}],
    ["is slow", { faults: [{ kind: "slow", delayMs: 300 }] }],
    ["is very slow", { faults: [{ kind: "slow", delayMs: 1200 }] }],
    ["truncates", { faults: [{ kind: "truncate" }] }],
    ["truncates at times", { faults: [{ kind: "truncate", names: /^(ec2|s3)\./ }] }],
    ["does not know EDNS", { faults: [{ kind: "no-edns" }] }],
    ["drops one in five", { faults: [{ kind: "drop", probability: 0.2 }] }],
    ["fails for one in five", { faults: [{ kind: "servfail", probability: 0.2 }] }],
    [
      "tells only where aliases lead",
      {
        faults: [
          { kind: "cname-out", names: "sts.amazonaws.com", target: "sts.us-east-1.amazonaws.com" },
        ],
      },
    ],
    ["leaves SOA records out", { faults: [{ kind: "without-soa" }] }],
    ["is limited", { mostPerSecond: 40 }],
  ])("is believed although it %s", async ([, options], context) => {
    const server = await start(context, options);
    const { found, witnesses } = await observeRun(AWS_NAMES, [server]);
    expect(untruths(found)).toEqual([]);
    expect(witnesses).toMatchObject([{ state: "vetted", reasons: [], nat64Prefixes: [] }]);
  });

  it.for(["servfail", "drop", "refused"] as const)(
    "is believed although all it has is %s for some time",
    async (kind, context) => {
      const records = Object.fromEntries(
        Array.from({ length: 600 }, (_, index) => [`n${index}.api.aws`, { A: ["52.94.5.1"] }]),
      );
      const server = await start(context, { records });
      setTimeout(() => server.setFaults([{ kind }]), 1000);
      setTimeout(() => server.setFaults([]), 3500);
      const { found, witnesses } = await observeRun(Object.keys(records), [server], { rate: 400 });
      expect(witnesses[0]?.state).toBe("vetted");
      const unknown = [...found.values()].filter(
        ({ a, aaaa }) => a.kind !== "answer" || aaaa.kind !== "nodata",
      );
      expect(unknown).toEqual([]);
    },
  );
});
