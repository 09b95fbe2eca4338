import { describe, expect, it } from "vitest";
import type { Witness } from "../../observation/witness.js";
import type { ResolverObservation } from "../host-observations.js";
import { resolverJson, resolversFinding } from "./resolvers.js";

const observed = (
  resolver: string,
  witness: Partial<Witness> | null,
  state: ResolverObservation["state"] = "answers",
): ResolverObservation => ({
  resolver,
  state,
  ms: 1,
  witness: witness && {
    address: resolver,
    state: "vetted",
    reasons: [],
    nat64Prefixes: [],
    isTrusted: false,
    ...witness,
  },
});
const PORTAL = {
  cause: "answers-for-all",
  control: "ipv4only.arpa A",
  came: "is 192.168.8.1",
  truth: "it is 192.0.0.170 and 192.0.0.171",
} as const;
const CLOSED = {
  cause: "no-controls",
  control: "ipv4only.arpa and root-servers.net",
  came: "no usable answer",
  truth: "every resolver with a way to public DNS answers these",
} as const;
const honest = observed("10.0.0.2:53", {});
const liar = observed("192.168.8.1:53", { state: "lies", reasons: [PORTAL] });
const closed = (isTrusted: boolean) =>
  observed("10.0.0.3:53", { state: "unvetted", reasons: [CLOSED], isTrusted });
const dead = observed("10.0.0.4:53", null, "refused");

describe("the step DNS resolvers", () => {
  it.each([
    ["a vetted one", [honest], "ok", "answers", null],
    ["a liar", [liar], "failed", "says ipv4only.arpa is 192.168.8.1", "resolver '[fd00"],
    [
      "a liar behind an honest one",
      [honest, liar],
      "failed",
      "192.168.8.1 says",
      "resolver '[fd00",
    ],
    ["an unvetted one", [closed(false)], "note", "could not be vetted", "--trust-resolver"],
    ["an unvetted one that is trusted", [closed(true)], "note", "its word was taken", null],
    ["a dead one beside an honest one", [dead, honest], "note", "1 of 2", null],
    ["a dead one", [dead], "failed", "does not listen", "--enable-dns-support"],
  ] as const)("with %s", (_, resolvers, state, summary, command) => {
    const found = resolversFinding({ resolvers });
    expect(found).toMatchObject({ state, summary: expect.stringContaining(summary) });
    if (command === null) expect(found.remedy).toBeNull();
    else expect(found.remedy?.command).toContain(command);
  });

  it("says which resolvers programs never ask", () => {
    const { details } = resolversFinding({ resolvers: [honest, honest, honest, honest] });
    expect(details.at(-1)).toContain("the first 3 only");
    expect(resolversFinding({ resolvers: [honest, honest, honest] }).details).toHaveLength(3);
  });
});

it("a resolver in JSON has its state, or why nothing is known of it", () => {
  expect([liar, closed(false), dead].map(resolverJson)).toMatchObject([
    { address: "192.168.8.1:53", state: "lies", reasons: [expect.stringContaining("192.168.8.1")] },
    { address: "10.0.0.3:53", state: "unvetted", nat64Prefixes: [] },
    { state: "unvetted", reasons: ["does not listen (connection refused)"], nat64Prefixes: [] },
  ]);
});
