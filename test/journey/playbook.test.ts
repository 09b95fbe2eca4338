import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findingStep, type PlaybookFinding } from "@egress6/core/playbook/finding-steps";
import { afterAll, beforeAll, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-playbook-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const finding = (ruleId: string, level: string, more: object = {}) => ({
  ruleId,
  level,
  kind: "fail",
  fingerprint: `${ruleId}0000000000`,
  message: `${ruleId} was found.`,
  fix: 'Let IPv6 out.\n  egress {\n+   ipv6_cidr_blocks = ["::/0"]\n  }',
  file: "infra/sg.tf",
  line: 4,
  resource: "aws_security_group.app",
  suppressed: null,
  ...more,
});

function files(): readonly string[] {
  const audit = join(folder, "audit.json");
  writeFileSync(
    audit,
    JSON.stringify({
      meta: {},
      inventory: [],
      findings: [
        finding("E6401", "error", { fix: "Set it." }),
        finding("E6301", "error"),
        finding("E6305", "error", { fix: "Let IPv6 out." }),
        finding("E6201", "note"),
        finding("E6303", "error", {
          suppressed: { kind: "external", reason: "later", until: null },
        }),
        finding("E6101", "error", { fix: null }),
      ],
      workload: {
        region: "us-east-1",
        azs: 2,
        compute: [{ name: "web", kind: "ecs-fargate", subnets: "ipv4", count: 2 }],
        hosts: [{ host: "with.example", gbPerMonth: 100, ipv6: "yes" }],
        existing: { natGateways: 2 },
      },
    }),
  );
  return [audit];
}

const plan = (...words: readonly string[]) =>
  egress6(["plan", ...files(), "--steps", "--design", "ipv6-nat-zonal", ...words], {
    env: { EGRESS6_DB: join(folder, "none.db"), EGRESS6_PRICES: join(folder, "none.json") },
  });

interface Step {
  readonly id: string;
  readonly phase: number;
  readonly partOf: string;
  readonly change: string;
  readonly requires: readonly string[];
}

test("what a step of the plan makes gets the patch of the code; other repairs stand among the steps", async () => {
  const { stdout } = await plan("--json");
  const { steps, gates } = JSON.parse(stdout);
  const filters = steps.find(({ id }: Step) => id === "filters");
  expect(filters).toMatchObject({
    change: expect.stringContaining('+   ipv6_cidr_blocks = ["::/0"]'),
    rollback: expect.stringContaining("git revert"),
    check: expect.stringContaining("no longer reports E6301"),
    place: { file: "infra/sg.tf", line: 4 },
    fixes: [{ by: "audit", ruleId: "E6301", where: "infra/sg.tf:4" }],
    unblocks: null,
  });
  const repairs = steps.filter(({ partOf }: Step) => partOf === "findings");
  expect(repairs.map(({ id, phase }: Step) => [id, phase])).toEqual([
    ["fix-e6305-E6305000", 2],
    ["fix-e6401-E6401000", 2],
  ]);
  const [policy, other] = repairs;
  expect(policy).toMatchObject({
    title: "Let IPv6 out (infra/sg.tf:4)",
    usdPerMonth: { low: "0", high: "0" },
    frees: { bytesPerMonth: 0 },
    requires: ["vpc-ipv6"],
    unblocks: { bytesPerMonth: 100_000_000_000 },
  });
  // A route before the policy would lock its callers out.
  const ids = steps.map(({ id }: Step) => id);
  const routes = steps.filter(({ id }: Step) => id.startsWith("route-"));
  expect(routes.length).toBeGreaterThan(0);
  for (const { id, requires } of routes) {
    expect(requires).toContain(policy.id);
    expect(ids.indexOf(id)).toBeGreaterThan(ids.indexOf(policy.id));
  }
  expect(policy.unblocks.steps).toEqual(expect.arrayContaining(routes.map(({ id }: Step) => id)));
  expect(other.unblocks.steps).toEqual([]);
  const phases = steps.map(({ phase }: Step) => phase);
  expect(phases).toEqual(phases.toSorted());
  expect(gates.map(({ after }: { readonly after: number }) => after)).toEqual([...new Set(phases)]);
});

test("as Markdown: the diff as a diff, and a gate behind each phase", async () => {
  const { stdout } = await plan();
  expect(stdout).toContain("- [ ] **Let IPv6 out of the security groups and network ACLs**");
  expect(stdout).toMatch(/```diff\n.*\n.*\n {4}\+ {3}ipv6_cidr_blocks/);
  expect(stdout).toMatch(/frees nothing by itself; \d+ steps\s+rest on\s+it: .*100\s+GB/);
  expect(stdout.match(/\*\*Gate\.\*\*/g)?.length).toBe(stdout.match(/^## \d/gm)?.length);
});

test("what has no fix, is not sure, is a note or is made by the plan is no step", () => {
  const found = (ruleId: string, more: Partial<PlaybookFinding> = {}): PlaybookFinding => ({
    by: "survey",
    ruleId,
    level: "error",
    isSure: true,
    message: "m",
    fix: "Do it: `aws ec2 do-it --id sg-1`. Then look.",
    file: null,
    line: null,
    resource: "sg-1",
    related: [],
    services: [],
    fingerprint: "0123456789",
    ...more,
  });
  for (const none of [
    found("E6104"),
    found("E6901"),
    found("E6301", { fix: null }),
    found("E6301", { isSure: false }),
    found("E6301", { level: "note" }),
  ]) {
    expect(findingStep(none, null)).toBeNull();
  }
  expect(findingStep(found("E6301"), null)).toMatchObject({
    title: "Do it (sg-1)",
    place: null,
    evidence: ["survey: sg-1, E6301"],
    change: { text: "Do it. Then look.", commands: ["aws ec2 do-it --id sg-1"] },
  });
});
