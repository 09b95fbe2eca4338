import { wayOfDesign } from "@egress6/core/plan/way/way";
import type { PlaybookFinding } from "@egress6/core/playbook/finding-steps";
import type { KnownAccount } from "@egress6/core/playbook/known-account";
import { playbookOf } from "@egress6/core/playbook/playbook";
import { compare, type Exact, minus, plus, ZERO } from "@egress6/core/price/exact";
import fc from "fast-check";
import { expect, test } from "vitest";
import { planOf } from "../egress/plan-world.js";

const ZONES = ["a", "b"] as const;
const located = (id: string) => ({ id, region: "us-east-1", account: "210987654321" });

/** An account whose VPC has two subnets, each behind its own gateway. */
const accounts = fc.record({
  hasBlock: fc.boolean(),
  egress6: fc.constantFrom("all", "none", "unknown"),
  acl6: fc.constantFrom("all", "none"),
  flowLog: fc.constantFrom("none", "next-hop", "topology"),
  queryLogs: fc.boolean(),
  hasEndpoint: fc.boolean(),
  dns64: fc.boolean(),
  assigns: fc.boolean(),
});
type Account = typeof accounts extends fc.Arbitrary<infer T> ? T : never;

function accountOf(of: Account): KnownAccount {
  const at = { ...located(""), vpc: "vpc-1", owner: "210987654321" };
  return {
    takenAt: "2026-12-01",
    flowLogs:
      of.flowLog === "none"
        ? []
        : [
            {
              ...located("fl-1"),
              resource: "vpc-1",
              format: null,
              destination: "arn:aws:s3:::logs",
              destinationType: "s3",
              status: "ACTIVE",
              mode: of.flowLog === "next-hop" ? "next-hop" : "topology",
              lacks: of.flowLog === "next-hop" ? [] : ["pkt-dstaddr"],
            },
          ],
    queryLogs: of.queryLogs
      ? [{ ...located("rqlc-1"), destination: null, status: "CREATED", associations: 1 }]
      : [],
    topology: {
      vpcs: [
        {
          ...at,
          id: "vpc-1",
          name: null,
          cidr: "10.0.0.0/16",
          cidrs: ["10.0.0.0/16"],
          ipv6Cidrs: of.hasBlock ? ["2001:db8::/56"] : [],
          isDefault: false,
        },
      ],
      subnets: ZONES.map((zone) => ({
        ...at,
        id: `subnet-${zone}`,
        name: null,
        az: `use1-az${zone}`,
        zoneName: `us-east-1${zone}`,
        cidr: null,
        ipv6Cidr: of.hasBlock ? "2001:db8::/64" : null,
        families: of.hasBlock ? "dual-stack" : "ipv4",
        assignsIpv6: of.assigns,
        mapsPublicIpv4: true,
        dns64: of.dns64,
        routeTable: `rtb-${zone}`,
      })),
      routeTables: ZONES.map((zone) => ({
        ...at,
        id: `rtb-${zone}`,
        main: false,
        subnets: [`subnet-${zone}`],
        routes: [{ destination: "0.0.0.0/0", target: `nat-${zone}` }],
      })),
      natGateways: [],
      egressOnlyGateways: [],
      endpoints: of.hasEndpoint
        ? [
            {
              ...at,
              id: "vpce-1",
              service: "com.amazonaws.us-east-1.sqs",
              type: "interface",
              state: "available",
              ipAddressType: "dualstack",
              dnsRecordIpType: null,
              privateDns: true,
              serviceFamilies: null,
              subnets: ["subnet-a"],
              routeTables: [],
              securityGroups: ["sg-1"],
            },
          ]
        : [],
      securityGroups: [
        {
          ...at,
          id: "sg-1",
          name: "app",
          egress4: "all",
          egress6: of.egress6 as "all",
          isManaged: false,
        },
      ],
      networkAcls: [
        {
          ...located("acl-1"),
          vpc: "vpc-1",
          subnets: ["subnet-a"],
          isDefault: false,
          egress4: "all",
          egress6: of.acl6 as "all",
        },
      ],
      publicIpv4: [],
      compute: [
        {
          ...located("web"),
          arn: "arn:aws:lambda:us-east-1:210987654321:function:web",
          name: "web",
          kind: "lambda",
          vpc: "vpc-1",
          subnets: ["subnet-a", "subnet-b"],
          securityGroups: ["sg-1"],
          running: null,
          platform: null,
          cluster: null,
          ipv6: false,
        },
      ],
    },
  };
}

const SUBJECTS: Readonly<Record<string, string>> = {
  E6101: "vpc-1",
  E6102: "subnet-a",
  E6103: "subnet-b",
  E6104: "rtb-a",
  E6105: "vpc-1",
  E6106: "rtb-a",
  E6107: "subnet-a",
  E6108: "subnet-a",
  E6204: "subnet-a",
  E6206: "vpc-1",
  E6210: "vpce-1",
  E6301: "sg-1",
  E6303: "acl-1",
  E6304: "sg-1",
  E6305: "policy",
  E6401: "web",
  E6402: "web",
  E6411: "web",
  E6503: "settings",
};

const findings = fc.uniqueArray(
  fc.record({
    ruleId: fc.constantFrom(...Object.keys(SUBJECTS)),
    by: fc.constantFrom("audit" as const, "survey" as const),
    level: fc.constantFrom("error" as const, "warning" as const, "note" as const),
    isSure: fc.boolean(),
    hasFix: fc.boolean(),
  }),
  { maxLength: 14, selector: ({ ruleId, by }) => `${by}${ruleId}` },
);

const findingOf = (
  {
    ruleId,
    by,
    level,
    isSure,
    hasFix,
  }: { ruleId: string; by: "audit" | "survey" } & Pick<PlaybookFinding, "level" | "isSure"> & {
      hasFix: boolean;
    },
  index: number,
): PlaybookFinding => ({
  by,
  ruleId,
  level,
  isSure,
  message: `${ruleId} was found.`,
  fix: hasFix ? "Mend it.\n  block {\n+   ipv6 = true\n  }" : null,
  file: by === "audit" ? "main.tf" : `arn:aws:ec2:us-east-1:210987654321:x/${SUBJECTS[ruleId]}`,
  line: by === "audit" ? 10 + index : null,
  resource: by === "audit" ? "aws_thing.web" : (SUBJECTS[ruleId] ?? null),
  related: [{ file: null, line: null, resource: "rtb-b" }],
  services: ruleId === "E6206" ? ["s3"] : [],
  fingerprint: `${by}${ruleId}${index}`.padEnd(12, "0"),
});

const worlds = fc.record({
  account: fc.option(accounts, { nil: null }),
  findings,
  kind: fc.constantFrom("lambda", "ecs-fargate", "ec2-nitro"),
  gb: fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 4, maxLength: 4 }),
  seen: fc.dictionary(
    fc.constantFrom("sqs.us-east-1.api.aws", "kms.us-east-1.api.aws", "a.example.com"),
    fc.constantFrom("yes" as const, "no" as const),
  ),
});

/** What takes a command back, written down apart from the code that makes them. */
function inverseOf(command: string): RegExp {
  const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const [, verb = "", rest = ""] = /^aws \S+ (\S+) (.*)$/.exec(command) ?? [];
  const [, group] = /(--group-id .*)$/.exec(rest) ?? [];
  const [, subnet] = /--subnet-id (\S+)/.exec(rest) ?? [];
  switch (verb) {
    case "authorize-security-group-egress":
    case "authorize-security-group-ingress":
      return new RegExp(`${verb.replace("authorize", "revoke")} .*${escaped(group ?? "")}`);
    case "create-route":
      return new RegExp(
        `delete-route .*${escaped(/--route-table-id \S+ --destination-\S+ \S+/.exec(rest)?.[0] ?? "")}`,
      );
    case "create-network-acl-entry":
      return new RegExp(
        `delete-network-acl-entry .*${/--(e|in)gress/.exec(rest)?.[0]} --rule-number`,
      );
    case "modify-subnet-attribute": {
      const [, no = "", flag = ""] = /--(no-)?([a-z0-9-]+)$/.exec(rest) ?? [];
      return new RegExp(`--subnet-id ${subnet} --${no === "" ? "no-" : ""}${flag}$`);
    }
    case "associate-vpc-cidr-block":
    case "associate-subnet-cidr-block":
      return new RegExp(`dis${verb} .*--association-id ASSOCIATION_`);
    case "create-vpc-endpoint":
      return /delete-vpc-endpoints .*ENDPOINT_ID/;
    case "create-egress-only-internet-gateway":
      return /delete-egress-only-internet-gateway .*EGRESS_ONLY_GATEWAY_ID/;
    case "modify-vpc-endpoint":
      return new RegExp(escaped(rest.replace("--add-", "--remove-")));
    case "update-function-configuration":
      return new RegExp(escaped(rest.replace("DualStack=true", "DualStack=false")));
    case "put-account-setting-default":
      return new RegExp(escaped(rest.replace("enabled", "disabled")));
    case "create-flow-logs":
      return /delete-flow-logs .*FLOW_LOG_ID/;
    case "create-resolver-query-log-config":
      return /delete-resolver-query-log-config /;
    case "associate-resolver-query-log-config":
      return new RegExp(`disassociate-resolver-query-log-config ${escaped(rest)}`);
    default:
      throw new Error(`no inverse is known of: ${command}`);
  }
}

const isAll = (values: readonly (Exact | null)[]): values is readonly Exact[] =>
  values.every((value) => value !== null);

test("steps are complete, in a safe order, undone exactly, and save together what the plan says", () => {
  let counted = 0;
  fc.assert(
    fc.property(worlds, ({ account, findings: drawn, kind, gb, seen }) => {
      const plan = planOf(
        JSON.stringify({
          region: "us-east-1",
          azs: 2,
          compute: [{ name: "web", kind, subnets: "dual-stack", count: 2 }],
          services: ["sqs", "s3"].map((service, index) => ({ service, gbPerMonth: gb[index] })),
          hosts: [{ host: "a.example.com", gbPerMonth: gb[2] }],
          existing: {
            natGateways: 2,
            vpc: "vpc-1",
            subnets: ZONES.map((zone) => ({
              id: `subnet-${zone}`,
              kind: "ipv4",
              az: `us-east-1${zone}`,
              routeTable: `rtb-${zone}`,
              compute: ["web"],
            })),
            routes: ZONES.map((zone) => ({
              routeTable: `rtb-${zone}`,
              destination: "0.0.0.0/0",
              target: `nat-${zone}`,
            })),
          },
        }),
        { ipv6: seen },
      );
      const all = drawn.map(findingOf);
      const known = account === null ? null : accountOf(account);
      const way = wayOfDesign(plan, undefined);
      const { steps, gates } = playbookOf(way, plan, all, known);

      // Ids are distinct, phases in order, and what a step requires comes before it.
      const ids = steps.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const phases = steps.map(({ phase }) => phase);
      expect(phases).toEqual([...phases].sort());
      expect(gates.map(({ after }) => after)).toEqual([...new Set(phases)]);
      for (const [index, { requires }] of steps.entries()) {
        for (const id of requires) {
          expect(ids.indexOf(id), `${ids[index]} requires ${id}`).toBeLessThan(index);
          expect(ids).toContain(id);
        }
      }

      // Each sure finding that has a fix is repaired by a step, and none twice but by parts of one repair.
      const repaired = new Set(steps.flatMap(({ fixes }) => fixes.map((each) => each.fingerprint)));
      for (const each of all) {
        const isLeft = ["E6104", "E6105"].includes(each.ruleId);
        if (each.isSure && each.fix !== null && each.level !== "note" && !isLeft) {
          expect(repaired, `${each.by} ${each.ruleId}`).toContain(each.fingerprint);
        }
      }

      // All steps together save what the plan says: repairs add nothing, whatever rests on them.
      for (const scenario of ["low", "high"] as const) {
        const saved = steps.map(({ saves }) => saves[scenario]);
        const today = plan.existingCost?.[scenario] ?? null;
        const then = way.design[scenario];
        if (!isAll(saved) || today === null || then === null) continue;
        counted += 1;
        expect(compare(saved.reduce(plus, ZERO), minus(today, then))).toBe(0);
      }
      const total = steps.reduce((sum, { freed }) => sum + (freed ?? 0n), 0n);
      for (const { partOf, saves, freed, unblocks } of steps) {
        if (partOf !== "findings") {
          expect(unblocks).toBeNull();
          continue;
        }
        expect([saves, freed]).toEqual([{ low: ZERO, high: ZERO }, 0n]);
        expect(unblocks === null || (unblocks.bytes ?? 0n) <= total).toBe(true);
      }

      // Each command of a repair, and of what a survey knows, is taken back by one with the same arguments.
      for (const step of steps) {
        const ofAccount = step.partOf === "findings" || ["filters", "measure"].includes(step.id);
        if (!ofAccount || known === null) continue;
        const commands = step.change.commands.filter((line) => /^aws (?!\S+ describe)/.test(line));
        const isCode = step.rollback.commands.includes("git revert COMMIT");
        for (const command of isCode ? [] : commands) {
          const inverse = inverseOf(command);
          expect(
            step.rollback.commands.some((each) => inverse.test(each)),
            `${command}\n${step.rollback.commands.join("\n")}`,
          ).toBe(true);
        }
      }
    }),
    { numRuns: 40 },
  );
  expect(counted).toBeGreaterThan(20);
});
