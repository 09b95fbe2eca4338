import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeReport } from "../../packages/egress6/src/library/write-report.js";
import { egress6 } from "../catalog/run-in-process.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-report-"));
  writeFileSync(
    join(folder, "shop.json"),
    JSON.stringify({
      inventory: [],
      findings: [
        {
          ruleId: "E6301",
          level: "error",
          kind: "fail",
          fingerprint: "0123456789ab",
          message: "Security group <b>app</b> lets no IPv6 out.",
          fix: "Let it out.",
          file: "sg.tf",
          line: 3,
          resource: null,
          suppressed: null,
        },
      ],
      meta: {},
      workload: {
        name: "shop <script>alert(1)</script>",
        region: "us-east-1",
        azs: 2,
        compute: [
          { kind: "ecs-fargate", subnets: "ipv4", evidence: [{ by: "audit", ref: "ecs.tf:9" }] },
        ],
        services: [{ service: "sqs", gbPerMonth: 5 }],
        hosts: [{ host: "with.example", gbPerMonth: 900, ipv6: "yes" }],
        existing: { natGateways: 2 },
      },
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const report = (out: string, ...words: readonly string[]) =>
  egress6(["report", join(folder, "shop.json"), "--out", join(folder, out), ...words], {
    env: { EGRESS6_DB: join(folder, "none.db"), EGRESS6_PRICES: join(folder, "none.json") },
    now: () => Date.UTC(2026, 11, 1),
  });

test("is one page without script or request, with all parts and nothing of foreign text as markup", async () => {
  const { code, stdout, stderr } = await report("report.html");
  expect([code, stdout, stderr]).toEqual([0, "", expect.stringContaining("Wrote ")]);
  const page = readFileSync(join(folder, "report.html"), "utf8");
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(page).not.toMatch(/<script|<b>app|<img|<link|src=|url\(|@import/);
  // Nothing is asked for, whatever a browser makes of it: the page forbids it.
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect([...page.matchAll(/href="([^"]*)"/g)].every(([, to]) => /^#s\d+$/.test(to ?? ""))).toBe(
    true,
  );
  for (const part of [
    "Where you are",
    "What blocks IPv6 in code and account",
    "Designs",
    "Evidence of each figure",
    "Steps, phase 1: Filters",
    "audit: sg.tf:3, E6301",
    "<b>Gate.</b>",
    "What each change saves",
    "Can you drop public IPv4?",
    "Written on 2026-12-01.",
    "code, ecs.tf:9",
  ]) {
    expect(page).toContain(part);
  }
});

test("shows the network of today and of the design, and the costs, each with the same in words", async () => {
  await report("pictures.html", "--design", "ipv6-nat-zonal");
  const page = readFileSync(join(folder, "pictures.html"), "utf8");
  const labels = [...page.matchAll(/<svg[^>]* role="img" aria-label="([^"]+)"/g)].map(
    ([, label]) => label,
  );
  expect(labels).toEqual([
    expect.stringMatching(/^Today\. A VPC in 2 zones\..* One NAT gateway in each zone\./),
    expect.stringMatching(/^Then: IPv6.* egress-only internet gateway\./),
    expect.stringMatching(/^Cost a month: \$[\d.]+ today, \$[\d.]+ with/),
  ]);
  // What a picture says stands beside it, too, and each bar in the table.
  for (const label of labels.slice(0, 2)) {
    for (const sentence of (label ?? "").split(/(?<=\.) /).slice(1)) {
      expect(page).toContain(`<li>${sentence}</li>`);
    }
  }
  const bars = [...page.matchAll(/class="bar (?:less|more)"/g)].length;
  const table = page.slice(page.indexOf("What each change saves</h2>"));
  const rows = [...table.slice(0, table.indexOf("</table>")).matchAll(/<tr>/g)].length - 1;
  expect(bars).toBeGreaterThan(0);
  expect(rows).toBeGreaterThanOrEqual(bars);
  // Headings go down by one, and each chapter of the list is there.
  const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
  expect(levels[0]).toBe(1);
  for (const [index, level] of levels.entries()) {
    expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  }
  for (const [, id] of page.matchAll(/href="#(s\d+)"/g)) expect(page).toContain(`id="${id}"`);
});

test("the library writes the same page", async () => {
  await report("of-command.html");
  const file = join(folder, "shop.json");
  const options = { now: () => Date.UTC(2026, 11, 1), db: join(folder, "none.db") };
  expect(await writeReport([file], options)).toBe(
    readFileSync(join(folder, "of-command.html"), "utf8"),
  );
  expect(await writeReport([file], { ...options, format: "markdown" })).toContain("## Network.");
});

test("the same as Markdown; a file that is there stays", async () => {
  expect((await report("report.md")).code).toBe(0);
  const text = readFileSync(join(folder, "report.md"), "utf8");
  expect(text).toMatch(/^# Off public IPv4: shop/);
  expect(text).toContain("## Where you are");
  expect((await report("report.md")).code).toBe(2);
  expect((await report("report.md", "--force")).code).toBe(0);
});

test("without a place for it, or with a design that is none: 2", async () => {
  const missing = await egress6(["report", join(folder, "shop.json")], { env: {} });
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("--out")]);
  expect((await report("other.html", "--design", "none")).code).toBe(2);
});
