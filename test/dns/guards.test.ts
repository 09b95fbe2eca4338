import { describe, expect, it, type TestContext } from "vitest";
import type { Fault } from "../support/dns/faults.js";
import { denial, emptiness, type Lie, portal } from "../support/dns/lies.js";
import { observeRun } from "../support/dns/observe.js";
import { type DnsServer, type DnsServerOptions, startDnsServer } from "../support/dns/server.js";
import { AWS_NAMES, AWS_RECORDS, untruths, wrongFacts } from "./aws-zone.js";

const NAME = "ec2.eu-west-1.amazonaws.com";

type Ending = Pick<TestContext, "onTestFinished">;

async function start(
  { onTestFinished }: Ending,
  options: Partial<DnsServerOptions> = {},
): Promise<DnsServer> {
  const server = await startDnsServer({ records: AWS_RECORDS, ...options });
  onTestFinished(() => server.close());
  return server;
}

// Each of these rules keeps a "no" from being told that is none; each test fails without its rule.

describe.concurrent("a “no” is not believed", () => {
  it("that comes once, at the end of a chain that had to be followed", async (context) => {
    const target = "ec2.elsewhere.test";
    const faults: readonly Fault[] = [
      { kind: "cname-out", names: NAME, target },
      { kind: "nodata", names: target, type: "AAAA", times: 1 },
    ];
    const records = { ...AWS_RECORDS, [target]: AWS_RECORDS[NAME] ?? {} };
    const server = await start(context, { records, faults });
    const { found } = await observeRun([NAME], [server]);
    expect(untruths(found)).toEqual([]);
  });

  it("that denies a name, once, as long as the other type is unknown", async (context) => {
    const faults: readonly Fault[] = [
      { kind: "nxdomain", names: NAME, type: "A", times: 1 },
      { kind: "servfail", names: NAME, type: "AAAA" },
    ];
    const server = await start(context, { faults });
    const { found } = await observeRun([NAME], [server]);
    expect(found.get(NAME)).toMatchObject({ a: { kind: "answer" }, aaaa: { kind: "servfail" } });
  });

  it.for([
    ["nothing is known of its resolver", { kind: "slow", delayMs: 900, names: /^egress6-/ }],
    [
      "its resolver seems to send no SOA",
      { kind: "nxdomain-without-soa", names: /^egress6-.*aws/ },
    ],
  ] as const)(
    "that comes without SOA while %s, which does send them",
    async ([, fault], context) => {
      const faults: readonly Fault[] = [
        fault,
        { kind: "slow", delayMs: 900, names: /^(ipv4only\.arpa|egress6-.*)$/ },
        { kind: "empty", names: NAME, type: "AAAA" },
      ];
      const server = await start(context, { faults });
      const { found, witnesses } = await observeRun([NAME], [server]);
      expect(witnesses[0]?.state).toBe("vetted");
      expect(found.get(NAME)).toMatchObject({
        a: { kind: "answer" },
        aaaa: { kind: "incomplete" },
      });
    },
  );

  it("that comes late and without SOA, twice, before the truth", async (context) => {
    let asked = 0;
    const lie: Lie = (query, truth, truthOf) => {
      if (query.name !== NAME || query.type !== "AAAA") return truth;
      asked += 1;
      return asked <= 2 ? emptiness(query, truth, truthOf) : truth;
    };
    const faults: readonly Fault[] = [
      { kind: "slow", delayMs: 2600, names: NAME, type: "AAAA", times: 2 },
      { kind: "slow", delayMs: 1300, names: NAME, type: "AAAA" },
      { kind: "without-soa" },
    ];
    const server = await start(context, { lie, faults });
    const { found } = await observeRun([NAME], [server]);
    expect(untruths(found)).toEqual([]);
    expect(asked).toBeGreaterThan(2);
  });

  it("of resolvers that are cut off, beside one that is not", async (context) => {
    const cutOff = {
      lie: denial("none"),
      faults: [{ kind: "slow", names: /^\.$/, delayMs: 500 }],
    } as const;
    const servers = [
      await start(context, cutOff),
      await start(context, cutOff),
      await start(context),
    ];
    const { found, witnesses } = await observeRun(AWS_NAMES, servers);
    expect(untruths(found)).toEqual([]);
    expect(witnesses.map(({ state }) => state)).toEqual(["unvetted", "unvetted", "vetted"]);
  });
});

describe.concurrent("a resolver is vetted", () => {
  it("by its own answers, not by those of another one", async (context) => {
    const refusing: Fault = { kind: "refused", names: /^(\.|egress6-.*|.*\.(arpa|net))$/ };
    const closed = await start(context, { faults: [refusing] });
    const honest = await start(context);
    const { witnesses } = await observeRun(AWS_NAMES, [closed, honest]);
    expect(witnesses.map(({ state }) => state)).toEqual(["unvetted", "vetted"]);
    const missingNamesAt = ({ queries }: DnsServer) =>
      new Set(queries.map(({ name }) => name).filter((name) => name.startsWith("egress6-")));
    const atHonest = missingNamesAt(honest);
    expect(atHonest.size).toBeGreaterThan(0);
    expect([...missingNamesAt(closed)].filter((name) => atHonest.has(name))).toEqual([]);
  });

  it("by the worse of the checks before and after: a portal that lets somebody in", async (context) => {
    const names = Array.from({ length: 1200 }, (_, index) => `n${index}.api.aws`);
    const records = Object.fromEntries(
      names.map((name) => [name, { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] }]),
    );
    const inFront = portal("52.94.66.66", "true");
    const lie: Lie = (query, ...truth) => (query.count < 400 ? inFront(query, ...truth) : truth[0]);
    const server = await start(context, { records, lie });
    const { found, witnesses } = await observeRun(names, [server], { rate: 400 });
    const all = [...found.values()];
    const isTrue = all.filter(({ a, aaaa }) => a.kind === "answer" && aaaa.kind === "answer");
    const wrong = all.filter(({ a, aaaa }) =>
      [...a.addresses, aaaa.kind].some((each) => each === "52.94.66.66" || each === "nodata"),
    );
    expect(wrong.filter(({ a }) => a.kind === "answer")).toEqual([]);
    expect(isTrue.length).toBeGreaterThan(500);
    expect(witnesses[0]?.state).toBe("lies");
  });

  it("once more when all names are answered", async (context) => {
    const server = await start(context);
    const answered = new Set<string>();
    server.setLie((query, truth, truthOf) => {
      if (query.name.startsWith("kms.")) answered.add(query.type);
      return answered.size === 2 ? portal("192.168.8.1")(query, truth, truthOf) : truth;
    });
    const names = AWS_NAMES.filter((name) => !name.startsWith("kms."));
    const { found, witnesses } = await observeRun([...names, "kms.eu-west-1.api.aws"], [server]);
    expect(witnesses[0]?.state).toBe("lies");
    expect(wrongFacts(found)).toEqual([]);
    expect([...found.values()].filter(({ a }) => a.kind === "answer")).toEqual([]);
  });
});
