import { describe, expect, it } from "vitest";
import { type DoctorTarget, targetResult } from "../target.js";
import { dns64Finding } from "./dns64.js";

const target: DoctorTarget = {
  kind: "host",
  label: "ipv4.test",
  isNeeded: true,
  names: [{ hostname: "ipv4.test", port: 443, isTls: true, variant: null, isUsed: true }],
};
const answering = (nat64Prefixes: readonly string[]) =>
  ({
    resolver: "127.0.0.1:53",
    state: "answers",
    ms: 1,
    witness: {
      address: "127.0.0.1:53",
      state: "vetted",
      reasons: [],
      nat64Prefixes,
      isTrusted: false,
    },
  }) as const;
const findingFor = (address: string, nat64Prefixes: readonly string[]) => {
  const nat64 = { address, tcp: { kind: "timeout", ms: 1, code: null }, tls: null } as const;
  const result = targetResult(target, () => ({ dns: null, ipv6: null, ipv4: null, nat64 }));
  const { summary, state, remedy } = dns64Finding({ resolvers: [answering(nat64Prefixes)] }, [
    result,
  ]);
  return { state, summary, remedy: `${remedy?.text} ${remedy?.command}` };
};

describe("DNS64 without NAT64", () => {
  it.each([[["64:ff9b::/96"]], [[]]])(
    "in a VPC's prefix is mended by AWS's commands, found on resolvers %j",
    (prefixes) => {
      const { state, summary, remedy } = findingFor("64:ff9b::345e:507", prefixes);
      expect(state).toBe("failed");
      expect(summary).toContain("64:ff9b::/96");
      expect(remedy).toContain("aws ec2 modify-subnet-attribute");
      expect(remedy).toContain("aws ec2 create-route");
    },
  );

  it.each([
    ["2a0e:64:64::345e:507", "2a0e:64:64::/96"],
    ["64:ff9b:1::345e:507", "64:ff9b:1::/96"],
  ])("in another prefix is not the VPC's, and its owner has the route: %s", (address, prefix) => {
    const { summary, remedy } = findingFor(address, [prefix]);
    expect(summary).toContain(prefix);
    expect(remedy).toContain(`The resolver 127.0.0.1 makes addresses in ${prefix}`);
    expect(remedy).not.toMatch(/aws ec2|64:ff9b::\/96/);
  });
});

it.each([
  ["vetted", "ok"],
  ["unvetted", "unknown"],
  ["lies", "unknown"],
] as const)(
  "that no prefix was found says something of a vetted resolver alone: %s",
  (state, found) => {
    const { witness, ...resolver } = answering([]);
    const resolvers = [{ ...resolver, witness: { ...witness, state } }];
    expect(dns64Finding({ resolvers }, [])).toMatchObject({ state: found });
  },
);
