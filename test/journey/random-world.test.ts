import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { audit } from "../../packages/egress6/src/library/audit.js";
import { flows } from "../../packages/egress6/src/library/flows.js";
import { plan } from "../../packages/egress6/src/library/plan.js";
import { prove } from "../../packages/egress6/src/library/prove.js";
import { survey } from "../../packages/egress6/src/library/survey.js";
import { type JourneyWorld, writeWorld } from "../../scripts/lib/journey-world.mjs";
import { randomWorld, writeCode } from "./random-world.js";

const folder = mkdtempSync(join(tmpdir(), "egress6-world-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BEFORE = { isAfter: false, day: "2026-10-05", seed: 1 };
const AFTER = { isAfter: true, day: "2026-11-09", seed: 2 };

/** What commands say of a world, as files. */
async function lookAt(world: JourneyWorld, name: string, of: typeof BEFORE) {
  const base = join(folder, name);
  writeWorld(world, base, of);
  const file = (kind: string, document: object): string => {
    const path = join(base, `${kind}.json`);
    writeFileSync(path, JSON.stringify(document));
    return path;
  };
  const surveyed = file("survey", survey({ from: [join(base, "account")] }));
  const logs = await flows([join(base, "AWSLogs")], { topology: [surveyed], env: {} });
  return { base, file, surveyed, logs, flowed: file("flows", logs) };
}

const MB = 1024 ** 2;
/** Both directions, as gateways count them: a fiftieth goes up. Each call is rounded. */
const sentBytes = (megabytes: number): number => megabytes * MB * 1.02;

/** Ran over 1 to 80 once. */
const SEEDS = [1, 5, 69];

test.each(SEEDS)("a world of code, account and logs by seed %i", async (seed) => {
  const world = randomWorld(seed);
  const before = await lookAt(world, `before-${seed}`, BEFORE);
  const code = join(before.base, "infra");
  writeCode(world, code);
  const audited = before.file("audit", await audit(["."], { cwd: code }));
  const constraints = join(before.base, "constraints.yaml");
  writeFileSync(
    constraints,
    "name: world\nregion: us-east-1\nconstraints: { mustBePrivate: true, mustBeManaged: true, redundancy: single-az }\n",
  );
  const files = [audited, before.surveyed, before.flowed, constraints];
  const goes = world.traffic.some(({ after }) => after === "ipv6");
  const planned = await plan(files, { steps: goes ? "ipv6-nat-zonal" : true });
  const saved = before.file("plan", planned);

  // The bytes of the plan are those of the gateways, and those are what was sent.
  const truth = world.traffic.reduce((sum, { megabytes }) => sum + sentBytes(megabytes), 0);
  const total = Number(before.logs.totals.bytes);
  expect(Math.abs(total - truth)).toBeLessThan(1000);
  const months = (730 * 3600) / before.logs.meta.window.coveredSeconds;
  const joined = [...planned.workload.services, ...planned.workload.hosts].reduce(
    (sum, { gbPerMonth }) =>
      sum + (typeof gbPerMonth === "number" ? gbPerMonth : Number(gbPerMonth ?? 0)),
    0,
  );
  expect(joined).toBeCloseTo((total / 2 ** 30) * months, 3);

  // What is blocked are the hosts without IPv6, and they alone.
  const without = world.traffic.filter(({ after }) => after === "nat").map(({ host }) => host);
  const blocked = planned.destinations
    .filter(({ kind, ipv6 }) => kind === "host" && ipv6.support === "no")
    .map(({ name }) => name);
  expect(blocked.sort()).toEqual([...new Set(without)].sort());
  const ofLogs = before.logs.destinations.flatMap(({ class: of, host }) =>
    of === "v4-only" && host !== null ? [host] : [],
  );
  expect(blocked).toEqual([...new Set(ofLogs)].sort());

  // Each compute is one, whoever names it.
  const names = [...new Set(world.interfaces.map(({ name }) => name))].sort();
  expect(planned.workload.compute.map(({ name }) => name).sort()).toEqual(names);

  // Steps: what each requires comes before it; nothing goes before its replacement is there.
  const steps = planned.steps ?? [];
  const ids = steps.map(({ id }) => id);
  for (const [index, { requires }] of steps.entries()) {
    for (const id of requires) expect(ids.indexOf(id)).toBeLessThan(index);
  }
  const phaseOf = (wanted: RegExp) => steps.filter(({ id }) => wanted.test(id));
  if (goes) {
    expect(phaseOf(/^route-/).length).toBeGreaterThan(0);
    const first = ids.findIndex((id) => id.startsWith("route-"));
    for (const id of ["filters", "vpc-ipv6", "egress-only-gateway"]) {
      expect(ids.indexOf(id), id).toBeGreaterThanOrEqual(0);
      expect(ids.indexOf(id)).toBeLessThan(first);
    }
  }
  const removed = phaseOf(/^remove-nat/);
  for (const { id, phase } of removed) {
    expect(phase).toBe(5);
    expect(ids.indexOf(id)).toBeGreaterThan(
      ids.findLastIndex((each) => /^(route|lead)-/.test(each)),
    );
  }

  // After the change that the plan asks for, every promise is kept.
  const options = { plan: saved };
  const after = await lookAt(world, `after-${seed}`, AFTER);
  const proof = prove(before.flowed, after.flowed, options);
  expect(proof.promise?.items.filter(({ state }) => state !== "met")).toEqual([]);
  expect(proof.isWorse).toBe(false);
  expect(proof.leaks.map(({ name }) => name).sort()).toEqual([...new Set(without)].sort());

  // After a change that leaves one of them on the gateway, that one is named.
  const movable = world.traffic.findIndex(({ after: way }) => way !== "nat");
  if (movable < 0) return;
  const broken = {
    ...world,
    traffic: world.traffic.map((each, index) =>
      index === movable ? { ...each, after: "nat" as const } : each,
    ),
  };
  const left = await lookAt(broken, `broken-${seed}`, AFTER);
  const failed = prove(before.flowed, left.flowed, options);
  const notMet = failed.promise?.items.filter(({ state }) => state === "not met") ?? [];
  const host = world.traffic[movable]?.host ?? "";
  expect(failed.isWorse).toBe(true);
  expect(notMet).toHaveLength(1);
  expect(notMet[0]?.what).toContain(host.includes(".s3.") ? "s3" : host);
});
