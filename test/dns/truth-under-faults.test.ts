import type { NameObservation, Outcome, OutcomeKind } from "@egress6/core/observation/outcome";
import { describe, expect, it, type TestContext, vi } from "vitest";
import type { Fault, FaultKind } from "../support/dns/faults.js";
import { observeAll } from "../support/dns/observe.js";
import {
  type DnsServer,
  type DnsServerOptions,
  type Records,
  startDnsServer,
} from "../support/dns/server.js";
import { seededRandom } from "../support/seeded-random.mjs";
import { SILENT_RESOLVER_MS, within } from "../support/time-limits.js";

vi.setConfig(within(SILENT_RESOLVER_MS));

/** A server that ends with the test. */
async function start(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  options: DnsServerOptions,
): Promise<DnsServer> {
  const server = await startDnsServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** Names `LABEL-0.zone.test` …: four fifths with addresses, a fifth with AAAA, some aliases, some missing. */
function makeZone(label: string, count: number): Record<string, Records> {
  const records: Record<string, Records> = {};
  for (let index = 0; index < count; index++) {
    const A = [`52.94.5.${index % 256}`];
    const AAAA = [`2600:1f18:a::${(index + 1).toString(16)}`];
    const kind = index % 10;
    const name = `${label}-${index}.zone.test`;
    if (kind === 0) records[name] = { A, AAAA };
    else if (kind === 1) records[name] = { CNAME: `end.${name}` };
    else if (kind < 9) records[name] = { A };
    if (kind === 1) records[`end.${name}`] = { A, AAAA };
  }
  return records;
}

const namesOf = (label: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${label}-${index}.zone.test`);

function truthOf(
  records: Readonly<Record<string, Records>>,
  name: string,
  type: "A" | "AAAA",
): Pick<Outcome, "kind" | "addresses"> {
  const own = records[name];
  const record = own?.CNAME === undefined ? own : records[own.CNAME];
  if (record === undefined) return { kind: "nxdomain", addresses: [] };
  const addresses = record[type] ?? [];
  return addresses.length > 0 ? { kind: "answer", addresses } : { kind: "nodata", addresses: [] };
}

function expectTruth(
  found: ReadonlyMap<string, NameObservation>,
  records: Readonly<Record<string, Records>>,
  names: readonly string[],
): void {
  const brief = ({ kind, addresses }: Pick<Outcome, "kind" | "addresses">) =>
    `${kind} ${addresses.join(" ")}`;
  const wrong: string[] = [];
  for (const name of names) {
    for (const type of ["A", "AAAA"] as const) {
      const outcome = found.get(name)?.[type === "A" ? "a" : "aaaa"];
      const expected = brief(truthOf(records, name, type));
      const actual = outcome === undefined ? "not reported" : brief(outcome);
      const reason = outcome?.reason ?? "no reason";
      if (actual !== expected)
        wrong.push(`${name} ${type}: ${actual} (${reason}), not ${expected}`);
    }
  }
  expect(wrong).toEqual([]);
}

/** How often a name that has AAAA was reported without. */
function falseNos(
  found: ReadonlyMap<string, NameObservation>,
  records: Readonly<Record<string, Records>>,
): readonly string[] {
  return [...found.values()]
    .filter(({ name }) => truthOf(records, name, "AAAA").kind === "answer")
    .filter(({ aaaa }) => aaaa.kind === "nodata" || aaaa.kind === "nxdomain")
    .map(({ name, aaaa }) => `${name}: ${aaaa.kind}`);
}

const PASSING: readonly Omit<Fault, "names">[] = [
  { kind: "drop", times: 1 },
  { kind: "drop", times: 5 },
  { kind: "drop", times: 2, type: "AAAA" },
  { kind: "servfail", times: 1 },
  { kind: "servfail", times: 5 },
  { kind: "refused", times: 1 },
  { kind: "formerr", times: 2 },
  { kind: "no-edns" },
  { kind: "truncate" },
  { kind: "slow", delayMs: 300 },
  { kind: "slow", delayMs: 1700 },
  { kind: "slow", delayMs: 9000, type: "AAAA" },
  { kind: "wrong-id", times: 2 },
  { kind: "wrong-question", times: 2 },
  { kind: "forgery-first" },
  { kind: "other-port", times: 2 },
  { kind: "lame", times: 3 },
  { kind: "cut", times: 3 },
  { kind: "garbage", times: 3 },
  { kind: "junk", times: 2 },
  { kind: "cname-loop", times: 3 },
  { kind: "empty", times: 2 },
  { kind: "nxdomain", times: 2, type: "A" },
  { kind: "nxdomain", times: 2, type: "AAAA" },
  { kind: "nxdomain-without-soa", times: 1 },
  { kind: "duplicate" },
  { kind: "wrong-owner", times: 3 },
  { kind: "poison" },
];

const LASTING: readonly { readonly fault: Omit<Fault, "names">; readonly ends: OutcomeKind }[] = [
  { fault: { kind: "drop" }, ends: "timeout" },
  { fault: { kind: "other-port" }, ends: "timeout" },
  { fault: { kind: "wrong-id" }, ends: "timeout" },
  { fault: { kind: "wrong-question" }, ends: "timeout" },
  { fault: { kind: "servfail" }, ends: "servfail" },
  { fault: { kind: "formerr" }, ends: "servfail" },
  { fault: { kind: "refused" }, ends: "refused" },
  { fault: { kind: "lame" }, ends: "lame" },
  { fault: { kind: "cut" }, ends: "malformed" },
  { fault: { kind: "garbage" }, ends: "malformed" },
  { fault: { kind: "junk" }, ends: "malformed" },
  { fault: { kind: "cname-loop" }, ends: "incomplete" },
  { fault: { kind: "empty" }, ends: "incomplete" },
  { fault: { kind: "wrong-owner" }, ends: "incomplete" },
  { fault: { kind: "truncate-without-tcp" }, ends: "incomplete" },
  { fault: { kind: "cname-out", target: "refused.elsewhere.test" }, ends: "incomplete" },
];

function labelOf(fault: Omit<Fault, "names">, index: number): string {
  return [index, fault.kind, fault.type, fault.times].join("-").toLowerCase();
}

function aimed(fault: Omit<Fault, "names">, label: string): Fault {
  return { ...fault, names: new RegExp(`^(end\\.)?${label}-\\d+\\.zone\\.test$`) };
}

describe.concurrent("faults that pass", () => {
  const each = 40;
  const labels = PASSING.map(labelOf);
  const records = Object.assign({}, ...labels.map((label) => makeZone(label, each)));
  const faults = PASSING.map((fault, index) => aimed(fault, labels[index] ?? ""));
  const names = labels.flatMap((label) => namesOf(label, each));

  it("end as the truth, with one resolver", async (context) => {
    const server = await start(context, { records, faults });
    expectTruth(await observeAll(names, [server]), records, names);
  });
});

describe.concurrent("faults that stay", () => {
  const each = 20;
  const labels = LASTING.map(({ fault }, index) => labelOf(fault, index));
  const records = Object.assign({}, ...labels.map((label) => makeZone(label, each)));
  const names = labels.flatMap((label) => namesOf(label, each));
  const elsewhere: Fault = { kind: "refused", names: "refused.elsewhere.test" };

  it.for(["A", "AAAA"] as const)(
    "of the %s question end as their own outcome, and leave the other question alone",
    async (type, context) => {
      const faults = LASTING.map(({ fault }, index) =>
        aimed({ ...fault, type }, labels[index] ?? ""),
      );
      const server = await start(context, { records, faults: [elsewhere, ...faults] });
      const found = await observeAll(names, [server]);
      const wrong: string[] = [];
      for (const [index, { ends }] of LASTING.entries()) {
        for (const name of namesOf(labels[index] ?? "", each)) {
          const observation = found.get(name);
          const faulty = type === "A" ? observation?.a : observation?.aaaa;
          const sound = type === "A" ? observation?.aaaa : observation?.a;
          const truth = truthOf(records, name, type === "A" ? "AAAA" : "A");
          if (faulty?.kind !== ends) wrong.push(`${name}: ${faulty?.kind}, not ${ends}`);
          if (sound?.kind !== truth.kind) wrong.push(`${name}: the other is ${sound?.kind}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it("of both questions say nothing about any name", async (context) => {
    const faults = LASTING.map(({ fault }, index) => aimed(fault, labels[index] ?? ""));
    const server = await start(context, { records, faults: [elsewhere, ...faults] });
    const found = await observeAll(names, [server]);
    const kinds = [...found.values()].flatMap(({ a, aaaa }) => [a.kind, aaaa.kind]);
    expect(kinds.filter((kind) => ["answer", "nodata", "nxdomain"].includes(kind))).toEqual([]);
    expect(kinds).toHaveLength(2 * names.length);
  });

  it("of one of two resolvers are healed by the other", async (context) => {
    const faults = LASTING.map(({ fault }, index) => aimed(fault, labels[index] ?? ""));
    const faulty = await start(context, { records, faults: [elsewhere, ...faults] });
    const sound = await start(context, { records });
    expectTruth(await observeAll(names, [faulty, sound]), records, names);
  });
});

describe.concurrent("a contradiction about whether the name exists", () => {
  const names = namesOf("n", 40);
  const records = makeZone("n", 40);
  const denial = (type: "A" | "AAAA") => aimed({ kind: "nxdomain", type }, "n");

  it.for(["A", "AAAA"] as const)(
    "that stays is a conflict (%s says NXDOMAIN)",
    async (type, context) => {
      const server = await start(context, { records, faults: [denial(type)] });
      const found = await observeAll(names, [server]);
      for (const name of names) {
        const { a, aaaa } = found.get(name) ?? {};
        const [said, other] = type === "A" ? [a, aaaa] : [aaaa, a];
        const truth = truthOf(records, name, type === "A" ? "AAAA" : "A").kind;
        const expected =
          truth === "nxdomain" ? "nxdomain" : truth === "nodata" ? "conflict" : truth;
        expect(other?.kind).toBe(expected);
        expect(said?.kind).toBe(truth === "nxdomain" ? "nxdomain" : "conflict");
      }
    },
  );

  it("is settled by the resolver that tells the truth", async (context) => {
    const lying = await start(context, { records, faults: [denial("AAAA")] });
    const honest = await start(context, { records });
    expectTruth(await observeAll(names, [lying, honest]), records, names);
  });
});

describe.concurrent("many faults at random", () => {
  /** What is lost, late or unreadable, of any question. */
  const losses: readonly FaultKind[] = [
    "drop",
    "drop",
    "drop",
    "servfail",
    "refused",
    "truncate",
    "slow",
    "wrong-id",
    "wrong-question",
    "forgery-first",
    "other-port",
    "cut",
    "garbage",
    "junk",
    "duplicate",
    "poison",
  ];
  /** What a resolver that says it of a control is caught by, and rightly: here only of the names. */
  const falsehoods: readonly FaultKind[] = ["lame", "cname-loop", "empty", "wrong-owner"];
  const count = 1000;
  const names = namesOf("n", count);
  const records = makeZone("n", count);

  /** @param delayMs of a slow answer */
  function randomFaults(probability: number, delayMs: () => number): readonly Fault[] {
    return [
      ...losses.map((kind) => ({ kind, probability, delayMs: delayMs() })),
      ...falsehoods.map((kind) => aimed({ kind, probability }, "n")),
    ];
  }

  it.for([1, 2])("lose no address and end as the truth (seed %i)", async (seed, context) => {
    const random = seededRandom(seed);
    const faults = randomFaults(0.02, () => 2000 * random());
    const liar = aimed({ kind: "nxdomain", type: "AAAA", probability: 0.02 }, "n");
    const server = await start(context, { records, seed, faults: [...faults, liar] });
    const found = await observeAll(names, [server]);
    expect(falseNos(found, records)).toEqual([]);
    expectTruth(found, records, names);
  });

  it("that hit half of the queries still make no false “no”", async (context) => {
    const faults = randomFaults(0.035, () => 300);
    const servers = [
      await start(context, { records, seed: 7, faults }),
      await start(context, { records, seed: 8, faults, host: "::1" }),
    ];
    const found = await observeAll(names, servers);
    expect(falseNos(found, records)).toEqual([]);
    expect(found.size).toBe(count);
  });
});
