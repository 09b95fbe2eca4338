import { describe, expect, it } from "vitest";
import type { Outcome, OutcomeKind } from "../observation/outcome.js";
import type { ConnectionAttempt } from "./connection.js";
import { addressesToTry, type DoctorTarget, type NameProbe, targetResult } from "./target.js";

const outcome = (kind: OutcomeKind, addresses: readonly string[] = []): Outcome => ({
  kind,
  addresses,
  cname: [],
  attempts: 1,
  resolver: "10.0.0.2:53",
  ms: 1,
});
const noFact = (reason: Outcome["reason"], ...addresses: readonly string[]): Outcome => ({
  ...outcome("incomplete", addresses),
  ...(reason === undefined ? {} : { reason }),
});
const V4 = "52.94.5.7";
const V6 = "2600:1f18:a::7";
const MADE_UP = "2a0e:64:64::345e:507";
const answer = outcome("answer", [V4]);
const NOTHING = { ipv6: [], ipv4: [], nat64: [] };

describe("addresses to try", () => {
  it.each([
    [
      "of a name with both",
      answer,
      outcome("answer", [V6]),
      { ...NOTHING, ipv6: [V6], ipv4: [V4] },
    ],
    [
      "made up by DNS64",
      answer,
      { ...noFact("synthesized", MADE_UP), synthesized: [MADE_UP] },
      { ...NOTHING, ipv4: [V4], nat64: [MADE_UP] },
    ],
    [
      "made up by DNS64, and admitted to be",
      answer,
      { ...outcome("nodata"), synthesized: [MADE_UP] },
      { ...NOTHING, ipv4: [V4], nat64: [MADE_UP] },
    ],
    [
      "made up by DNS64, before its prefix was known",
      answer,
      outcome("answer", [MADE_UP]),
      { ...NOTHING, ipv4: [V4], nat64: [MADE_UP] },
    ],
    [
      "of a private endpoint",
      noFact("private", "172.20.3.9", "0.0.0.0"),
      noFact("private", "fd12::9", "::"),
      { ...NOTHING, ipv6: ["fd12::9"], ipv4: ["172.20.3.9"] },
    ],
    [
      "that no host has",
      noFact("special-address", "0.0.0.0"),
      noFact("special-address", "::"),
      NOTHING,
    ],
    [
      "of a liar",
      { ...noFact("rewritten", V4), witness: "lies" as const },
      noFact("rewritten", V6),
      NOTHING,
    ],
    [
      "made up by a DNS64 for all names",
      { ...noFact("synthesized", V4), witness: "lies" as const },
      { ...noFact("synthesized", MADE_UP), synthesized: [MADE_UP], witness: "lies" as const },
      NOTHING,
    ],
    [
      "of an unvetted resolver",
      { ...answer, witness: "unvetted" as const },
      noFact("unvetted"),
      { ...NOTHING, ipv4: [V4] },
    ],
  ])("%s", (_, a, aaaa, tried) => {
    const found = addressesToTry({ name: "x.test", a, aaaa }, ["2a0e:64:64::/96"]);
    expect(found).toEqual(tried);
  });

  it("of the hosts file are taken as they stand there, as programs do", () => {
    const aaaa = { ...outcome("answer", ["64:ff9b::345e:507"]), attempts: 0 };
    expect(addressesToTry({ name: "x.test", a: outcome("nodata"), aaaa }, [])).toMatchObject({
      ipv6: ["64:ff9b::345e:507"],
      nat64: [],
    });
  });
});

describe("a service that private DNS answers for", () => {
  const target: DoctorTarget = {
    kind: "service",
    label: "ec2",
    isNeeded: true,
    names: [
      { hostname: "own.test", port: 443, isTls: true, variant: "default", isUsed: true },
      { hostname: "dual.test", port: 443, isTls: true, variant: "dualstack", isUsed: false },
    ],
  };
  const attempt = (address: string, kind: "connected" | "timeout"): ConnectionAttempt => ({
    address,
    tcp: { kind, ms: 1, code: null },
    tls: kind === "connected" ? { kind: "verified", ms: 1, detail: null } : null,
  });
  const own = (ipv4: ConnectionAttempt | null): NameProbe => ({
    dns: { name: "own.test", a: noFact("private", "172.20.3.9"), aaaa: noFact("private") },
    ipv6: null,
    ipv4,
    nat64: null,
  });
  const dual = (kind: "connected" | "timeout"): NameProbe => ({
    dns: { name: "dual.test", a: outcome("nodata"), aaaa: outcome("answer", [V6]) },
    ipv6: attempt(V6, kind),
    ipv4: null,
    nat64: null,
  });
  const reached = attempt("172.20.3.9", "connected");
  const silent = attempt("172.20.3.9", "timeout");

  it.each([
    // A switch to the public name would leave the endpoint, which works.
    ["reached", own(reached), dual("connected"), "private"],
    ["reached, as nothing else", own(reached), dual("timeout"), "private"],
    ["not reached, as the public name is", own(silent), dual("connected"), "needs-setting"],
    ["not reached, nor is anything else", own(silent), dual("timeout"), "unreachable"],
    ["not tried yet", own(null), dual("connected"), "unknown"],
  ])("%s", (_, ofOwn, ofDual, state) => {
    const result = targetResult(target, ({ isUsed }) => (isUsed ? ofOwn : ofDual));
    expect(result.state).toBe(state);
    // Neither yes nor no: it says nothing of the name elsewhere.
    expect(result.names[0]?.reach).toMatchObject({
      ipv6: { reach: "unknown" },
      ipv4: { reach: "unknown" },
    });
  });
});
