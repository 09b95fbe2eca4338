import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findingSteps } from "@egress6/core/playbook/finding-steps";
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
        services: [{ service: "sqs", gbPerMonth: 100 }],
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
}

test("repairs of findings stand among the steps, in the phase that they belong to", async () => {
  const { stdout } = await plan("--json");
  const { steps, gates } = JSON.parse(stdout);
  const repairs = steps.filter(({ partOf }: Step) => partOf === "findings");
  expect(repairs.map(({ id, phase }: Step) => [id, phase])).toEqual([
    ["fix-e6301-E6301000", 1],
    ["fix-e6401-E6401000", 4],
  ]);
  expect(repairs[0]).toMatchObject({
    change: expect.stringContaining('+   ipv6_cidr_blocks = ["::/0"]'),
    rollback: expect.stringContaining("git revert"),
    check: expect.stringContaining("egress6 prove audit-before.json audit-after.json"),
    place: { file: "infra/sg.tf", line: 4 },
  });
  const phases = steps.map(({ phase }: Step) => phase);
  expect(phases).toEqual(phases.toSorted());
  expect(gates.map(({ after }: { readonly after: number }) => after)).toEqual([...new Set(phases)]);
});

test("as Markdown: the diff as a diff, and a gate behind each phase", async () => {
  const { stdout } = await plan();
  expect(stdout).toContain("- [ ] **Fix E6301 in infra/sg.tf:4**");
  expect(stdout).toMatch(/```diff\n.*\n {4}\+ {3}ipv6_cidr_blocks/);
  expect(stdout.match(/\*\*Gate\.\*\*/g)?.length).toBe(stdout.match(/^## \d/gm)?.length);
});

test("what has no fix, is a note or is made by the plan is no step", () => {
  const found = (ruleId: string, more: object = {}) => ({
    by: "survey" as const,
    ruleId,
    level: "error" as const,
    message: "m",
    fix: "f",
    file: null,
    line: null,
    resource: "sg-1",
    fingerprint: "0123456789",
    ...more,
  });
  expect(findingSteps([found("E6104"), found("E6901"), found("E6301", { fix: null })])).toEqual([]);
  expect(findingSteps([found("E6301")])).toMatchObject([
    { title: "Fix E6301 in sg-1", place: null, evidence: ["survey: sg-1"] },
  ]);
});
