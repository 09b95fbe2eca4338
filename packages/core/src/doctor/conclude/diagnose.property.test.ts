import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OUTCOME_KINDS, type Outcome } from "../../observation/outcome.js";
import type { Witness } from "../../observation/witness.js";
import type { WitnessState } from "../../observation/witness-state.js";
import type { ConnectionAttempt } from "../connection.js";
import type { DoctorFacts } from "../doctor-facts.js";
import type { HostObservations } from "../host-observations.js";
import { isFailing } from "../steps/endpoints.js";
import { type DoctorTarget, type NameProbe, type TargetName, targetResult } from "../target.js";
import { diagnose } from "./diagnose.js";

const witness = (state: WitnessState): Witness => ({
  address: "192.0.2.53:53",
  state,
  reasons: [],
  nat64Prefixes: ["64:ff9b::/96"],
  isTrusted: false,
});
const address = fc.constantFrom("2600:1f18:a::1", "fd00::2", "fe80::3", "52.94.5.1");
const routes = fc.oneof(
  fc.constant(null),
  fc.constant({ unread: "not Linux" }),
  fc.constant({ known: { defaults: [], badLines: 1 } }),
  fc.constant({
    known: { defaults: [{ device: "eth0", gateway: "fe80::1", metric: 1 }], badLines: 0 },
  }),
);
const tcp = fc.record({
  kind: fc.constantFrom("connected", "timeout", "no-route", "refused", "forbidden", "failed"),
  ms: fc.integer({ min: 0, max: 5000 }),
  code: fc.constantFrom(null, "ECODE"),
} as const);
const metadataAnswer = fc.record({ tcp, status: fc.constantFrom(null, 200, 401) });
const resolver = fc.record({
  resolver: fc.constant("192.0.2.53:53"),
  state: fc.constantFrom("answers", "failing", "cut-off", "silent", "refused", "no-route"),
  ms: fc.integer({ min: 0, max: 5000 }),
  witness: fc.constantFrom(null, witness("vetted"), witness("unvetted")),
} as const);

const host: fc.Arbitrary<HostObservations> = fc.record({
  addresses: fc.option(fc.array(fc.record({ address, device: fc.constant("eth0") })), {
    nil: null,
  }),
  ipv6Routes: routes,
  ipv4Routes: routes,
  resolvers: fc.option(fc.array(resolver, { maxLength: 2 }), { nil: null }),
  metadata: fc.option(fc.record({ ipv6: metadataAnswer, ipv4: metadataAnswer }), { nil: null }),
  metadataSettings: fc.record({
    mode: fc.constantFrom("IPv4", "IPv6", null),
    modeSetting: fc.constantFrom(null, { value: "ipv6", place: "a:1" }),
    endpoint: fc.constantFrom(null, { value: "http://x", place: "b:2" }),
    disabledBy: fc.constantFrom(null, "AWS_EC2_METADATA_DISABLED"),
    containerCredentials: fc.constantFrom(null, "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
  } as const),
  proxies: fc.constant([]),
  settingNotes: fc.constant([]),
  durations: fc.constant({}),
});

const outcome: fc.Arbitrary<Outcome> = fc.constantFrom(...OUTCOME_KINDS).map((kind) => ({
  kind,
  addresses: kind === "answer" ? ["2600:1f18:a::5"] : [],
  cname: [],
  attempts: 1,
  resolver: "192.0.2.53:53",
  ms: 1,
}));
const attempt: fc.Arbitrary<ConnectionAttempt> = fc.record({
  address: fc.constant("2600:1f18:a::5"),
  tcp,
  tls: fc.option(
    fc.record({
      kind: fc.constantFrom("verified", "wrong-name", "untrusted", "expired", "timeout", "failed"),
      ms: fc.integer({ min: 0, max: 5000 }),
      detail: fc.constant("detail"),
    } as const),
    { nil: null },
  ),
});
const PORTAL = {
  cause: "answers-for-all",
  control: "ipv4only.arpa A",
  came: "is 192.168.8.1",
  truth: "it is 192.0.0.170 and 192.0.0.171",
} as const;
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const dns = fc
  .record({ a: outcome, aaaa: outcome })
  .map((outcomes) => ({ name: "x.test", ...outcomes }));
const probe: fc.Arbitrary<NameProbe> = fc.record({
  dns: orNull(dns),
  ipv6: orNull(attempt),
  ipv4: orNull(attempt),
  nat64: orNull(attempt),
});

const names: readonly TargetName[] = [
  { hostname: "x.test", port: 443, isTls: true, variant: "default", isUsed: true },
  { hostname: "x.dual.test", port: 443, isTls: true, variant: "dualstack", isUsed: false },
];
const target = (isNeeded: boolean): DoctorTarget => ({
  kind: "service",
  label: "x",
  isNeeded,
  names,
});
const result = (probes: fc.Arbitrary<NameProbe>, isNeeded = true) =>
  fc
    .array(probes, { minLength: 2, maxLength: 2 })
    .map((pair) => targetResult(target(isNeeded), (name) => pair[names.indexOf(name)] ?? null));
const facts = (probes = probe): fc.Arbitrary<DoctorFacts> =>
  fc.record({
    host,
    targets: fc.array(
      fc.boolean().chain((isNeeded) => result(probes, isNeeded)),
      { maxLength: 4 },
    ),
    isFinished: fc.boolean(),
    region: fc.constantFrom(null, "eu-central-1"),
  });

const answering = (seen: DoctorFacts): DoctorFacts => ({
  ...seen,
  host: {
    ...seen.host,
    resolvers: [{ resolver: "192.0.2.53:53", state: "answers", ms: 1, witness: witness("vetted") }],
  },
});
/** Has all that packets over IPv6 need to leave it. */
const connected = (seen: DoctorFacts): DoctorFacts => ({
  ...seen,
  host: {
    ...seen.host,
    addresses: [{ address: "2600:1f18:a::1", device: "eth0" }],
    ipv6Routes: {
      known: { defaults: [{ device: "eth0", gateway: "fe80::1", metric: 1 }], badLines: 0 },
    },
  },
});

describe("diagnosis", () => {
  it("says broken, with link and remedy, whenever something needed was seen to fail", () => {
    fc.assert(
      fc.property(facts(), (seen) => {
        const { verdict } = diagnose(connected(answering(seen)));
        const isBroken = seen.targets.some(
          ({ state, target: { isNeeded } }) => isNeeded && isFailing(state),
        );
        expect(verdict.state === "broken").toBe(isBroken);
        expect(verdict.brokenLink !== null && verdict.remedy !== null).toBe(isBroken);
      }),
    );
  });

  it("says that it works only when everything needed was reached", () => {
    fc.assert(
      fc.property(facts(), (seen) => {
        const { verdict } = diagnose(seen);
        if (verdict.state !== "works") return;
        expect(seen.isFinished).toBe(true);
        for (const {
          state,
          target: { isNeeded },
        } of seen.targets) {
          if (isNeeded) expect(["ipv6", "nat64"]).toContain(state);
        }
      }),
    );
  });

  it("concludes nothing from names about which no fact was seen", () => {
    const inconclusive = outcome.filter(
      ({ kind }) => !["answer", "nodata", "nxdomain"].includes(kind),
    );
    const unseen = fc.record({
      dns: orNull(fc.record({ name: fc.constant("x.test"), a: inconclusive, aaaa: inconclusive })),
      ipv6: fc.constant(null),
      ipv4: fc.constant(null),
      nat64: fc.constant(null),
    });
    fc.assert(
      fc.property(facts(unseen), (seen) => {
        for (const { state } of seen.targets) expect(state).toBe("unknown");
        const { verdict } = diagnose(connected(answering(seen)));
        const isAnyNeeded = seen.targets.some(({ target: { isNeeded } }) => isNeeded);
        expect(verdict.state === "unknown").toBe(isAnyNeeded || !seen.isFinished);
        expect(verdict.state).not.toBe("broken");
      }),
    );
  });

  it("leaves what was not finished unknown", () => {
    fc.assert(
      fc.property(facts(), (seen) => {
        const { steps } = diagnose({
          ...seen,
          host: {
            ...seen.host,
            addresses: null,
            ipv6Routes: null,
            resolvers: null,
            metadata: null,
          },
        });
        for (const id of ["addresses", "routes", "resolvers", "dns64", "metadata"]) {
          expect(steps.find((step) => step.id === id)?.state).toBe("unknown");
        }
      }),
    );
  });

  it("names the first broken link: address and route before the resolver, whatever that says", () => {
    const liar: Witness = { ...witness("lies"), reasons: [PORTAL] };
    const states = ["answers", "failing", "cut-off", "silent", "refused", "no-route"] as const;
    fc.assert(
      fc.property(facts(), fc.constantFrom(...states), fc.boolean(), (seen, state, lies) => {
        const resolver = { resolver: liar.address, state, ms: 1, witness: lies ? liar : null };
        const host = { ...seen.host, resolvers: [resolver] };
        const without = { ...host, addresses: [{ address: "fe80::3", device: "eth0" }] };
        const { verdict } = diagnose({ ...seen, host: without });
        if (verdict.state === "broken") expect(verdict.brokenLink).toBe("address");
        if (lies) expect(verdict.state).toBe("broken");
        const there = diagnose(connected({ ...seen, host })).verdict;
        if (lies) expect(there).toMatchObject({ state: "broken", brokenLink: "resolver" });
      }),
    );
  });

  it("does not let what is for information alone decide", () => {
    fc.assert(
      fc.property(facts(), result(probe, false), (seen, aside) => {
        const without = diagnose(answering(seen)).verdict.state;
        const beside = { ...seen, targets: [...seen.targets, aside] };
        expect(diagnose(answering(beside)).verdict.state).toBe(without);
      }),
    );
  });
});
