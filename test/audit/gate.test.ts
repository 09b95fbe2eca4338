import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { sarifFaults } from "../support/sarif-schema.js";

const OPEN_GROUP = `resource "aws_security_group" "NAME" {
  vpc_id = "vpc-0123456789abcdef0"

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`;
const group = (name: string) => OPEN_GROUP.replace("NAME", name);

let folder: string;
const at = (name: string) => join(folder, name);
const write = (name: string, text: string) => {
  mkdirSync(join(at(name), ".."), { recursive: true });
  writeFileSync(at(name), text);
};
const audit = (...args: readonly string[]) =>
  egress6(["audit", ...args], { cwd: folder, now: () => Date.UTC(2026, 11, 1) });
const git = (...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: "pipe",
  });

interface Found {
  readonly ruleId: string;
  readonly kind: string;
  readonly level: string;
  readonly resource: string;
  readonly fingerprint: string;
  readonly suppressed: { readonly kind: string; readonly reason: string } | null;
}
async function findings(...args: readonly string[]): Promise<readonly Found[]> {
  const { stdout } = await audit(...args, "--format", "json");
  return JSON.parse(stdout).findings;
}

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "egress6-gate-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the exit code", () => {
  test("is 1 for an error, by default", async () => {
    write("main.tf", group("app"));
    expect((await audit(".")).code).toBe(1);
    expect((await audit(".", "--fail-on", "never")).code).toBe(0);
  });

  test("is 0 where nothing is found, and where it is below the threshold", async () => {
    write("main.tf", 'resource "aws_subnet" "a" {\n  map_public_ip_on_launch = true\n}\n');
    expect((await audit(".")).code).toBe(0);
    expect((await audit(".", "--fail-on", "warning")).code).toBe(1);
  });

  test("is 3 for an unread file of a pull request, not for one that was there before", async () => {
    const chart = "apiVersion: v1\nkind: X\nname: {{ .Values.name }}\n";
    write("main.tf", 'resource "aws_vpc" "main" {\n  ipv6_ipam_pool_id = "p"\n}\n');
    write("chart/templates/old.yaml", chart);
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "base");
    expect((await audit(".")).code).toBe(3);
    expect((await audit(".", "--new-since", "HEAD")).code).toBe(0);
    write("chart/templates/new.yaml", chart);
    expect((await audit(".", "--new-since", "HEAD")).code).toBe(3);
    write(
      ".egress6.yaml",
      'audit:\n  ignore:\n    - id: E6902\n      paths: ["chart/**"]\n      reason: rendered in the pipeline\n',
    );
    expect((await audit(".", "--new-since", "HEAD")).code).toBe(0);
    expect((await audit(".")).code).toBe(0);
  });

  test("is 3 where a file is not read, and the findings of the rest are kept", async () => {
    write("main.tf", 'resource "aws_subnet" "a" {\n  map_public_ip_on_launch = true\n}\n');
    write("broken.tf", 'resource "aws_vpc" {{{');
    const { code, stdout } = await audit(".", "--format", "json");
    expect(code).toBe(3);
    const { meta, findings } = JSON.parse(stdout);
    expect(meta.skipped.map(({ file }: { file: string }) => file)).toContain("broken.tf");
    expect(findings.map(({ ruleId }: Found) => ruleId)).toContain("E6204");
  });

  test("is 2 for a path that is not there, and for a wrong baseline", async () => {
    expect((await audit("missing")).code).toBe(2);
    write("main.tf", group("app"));
    write("notes.json", "[]");
    const { code, stderr } = await audit(".", "--baseline", "notes.json");
    expect(code).toBe(2);
    expect(stderr).toContain("notes.json is not a baseline");
  });
});

describe("a comment", () => {
  test.each([
    ["above the block", (text: string) => `# egress6:ignore E6301 internal only\n${text}`],
    ["with other marks", (text: string) => `// egress6:ignore E6204,E6301 internal only\n${text}`],
    [
      "in the block",
      (text: string) => text.replace("  egress {", "  # egress6:ignore E6301 ours\n  egress {"),
    ],
    [
      "that still holds",
      (text: string) => `# egress6:ignore E6301 until=2026-12-01 until today\n${text}`,
    ],
  ])("%s suppresses", async (_, change) => {
    write("main.tf", change(group("app")));
    const { code } = await audit(".");
    expect(code).toBe(0);
    const [found] = await findings(".");
    expect(found?.suppressed).toMatchObject({ kind: "in-source" });
  });

  test("no longer suppresses after its day", async () => {
    write("main.tf", `# egress6:ignore E6301 until=2026-11-30 until then\n${group("app")}`);
    expect((await audit(".")).code).toBe(1);
  });

  test("without a reason, or of another rule, suppresses nothing and is said", async () => {
    write("main.tf", `# egress6:ignore E6301\n${group("app")}`);
    const { code, stderr } = await audit(".");
    expect(code).toBe(1);
    expect(stderr).toContain("main.tf:1: egress6:ignore E6301 needs a reason");
    write("main.tf", `# egress6:ignore E6204 internal only\n${group("app")}`);
    expect((await audit(".")).code).toBe(1);
  });

  test("at one call says nothing of the others", async () => {
    const call = 'logs = boto3.client("logs", region_name="eu-central-1")\n';
    write("a.py", `import boto3\n# egress6:ignore E6502 runs outside the VPC\n${call}`);
    write("b.py", `import boto3\n\n\n${call}`);
    const [found, ...more] = await findings(".");
    expect(more).toEqual([]);
    expect(found).toMatchObject({ file: "b.py", suppressed: null, related: [] });
    write("b.py", `import boto3\n\n# egress6:ignore E6502 so does this\n${call}`);
    const [all] = await findings(".");
    expect(all?.suppressed).toMatchObject({ kind: "in-source" });
  });

  test("covers every instance of its block, and not the next block", async () => {
    const counted = group("many").replace("{\n", "{\n  count = 3\n");
    write("main.tf", `# egress6:ignore E6301 internal only\n${counted}\n${group("other")}`);
    const found = await findings(".");
    expect(found.map(({ resource, suppressed }) => [resource, suppressed !== null])).toEqual([
      ["aws_security_group.many", true],
      ["aws_security_group.other", false],
    ]);
  });
});

describe("the project file", () => {
  test("suppresses by path and by resource", async () => {
    write("legacy/main.tf", group("old"));
    write("main.tf", group("app"));
    write(
      ".egress6.yaml",
      "audit:\n  ignore:\n    - id: E6301\n      paths: ['legacy/**']\n      reason: goes away in March\n",
    );
    const found = await findings(".");
    expect(found.filter(({ suppressed }) => suppressed?.kind === "external")).toHaveLength(1);
    write(
      ".egress6.yaml",
      "audit:\n  ignore:\n    - resource: aws_security_group.app\n      reason: ours\n      until: 2027-01-01\n",
    );
    const again = await findings(".");
    expect(again.find(({ suppressed }) => suppressed !== null)?.resource).toBe(
      "aws_security_group.app",
    );
  });

  test("needs a reason", async () => {
    write("main.tf", group("app"));
    write(".egress6.yaml", "audit:\n  ignore:\n    - id: E6301\n");
    const { code, stderr } = await audit(".");
    expect(code).toBe(2);
    expect(stderr).toContain("reason");
  });
});

describe("a baseline", () => {
  test("takes out what it lists, and says what no longer fits", async () => {
    write("main.tf", group("app") + group("gone"));
    expect((await audit(".", "--write-baseline", "base.json")).code).toBe(0);
    const lines = readFileSync(at("base.json"), "utf8").split("\n");
    expect(lines.filter((line) => line.includes("E6301"))).toHaveLength(2);
    // Lines move, and one finding is new.
    write("main.tf", `# moved\n\n${group("app")}${group("new")}`);
    const found = await findings(".", "--baseline", "base.json");
    expect(found.map(({ resource, suppressed }) => [resource, suppressed?.kind])).toEqual([
      ["aws_security_group.app", "external"],
      ["aws_security_group.new", undefined],
    ]);
    const { stdout } = await audit(".", "--baseline", "base.json", "--format", "json");
    expect(JSON.parse(stdout).meta.baseline.gone).toEqual([
      expect.stringContaining("aws_security_group.gone"),
    ]);
  });
});

describe("--new-since", () => {
  const sinceFolders = () =>
    readdirSync(tmpdir()).filter((name) => name.startsWith("egress6-since-"));

  beforeEach(() => {
    git("init", "-q", "-b", "main");
    write("infra/main.tf", group("app"));
    git("add", ".");
    git("commit", "-qm", "base");
  });

  test("reports what the commit does not have, and leaves nothing behind", async () => {
    const before = sinceFolders();
    appendFileSync(at("infra/main.tf"), group("new"));
    const status = git("status", "--porcelain");
    const found = await findings("infra", "--new-since", "main");
    expect(found.map(({ resource }) => resource)).toEqual(["aws_security_group.new"]);
    expect((await audit("infra", "--new-since", "main")).code).toBe(1);
    expect(sinceFolders()).toEqual(before);
    expect(git("status", "--porcelain")).toBe(status);
    expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
  });

  test("is clean where blocks only move", async () => {
    write("infra/main.tf", `# a comment\n\n\n${group("app")}`);
    const { code, stdout } = await audit("infra", "--new-since", "HEAD");
    expect(code).toBe(0);
    expect(stdout).toContain("Nothing new since HEAD");
  });

  test("takes all for new where the folder is new", async () => {
    write("more/main.tf", group("other"));
    expect(await findings("more", "--new-since", "main")).toHaveLength(1);
  });

  test("counts a finding whose suppression is gone", async () => {
    write("infra/main.tf", `# egress6:ignore E6301 ours\n${group("app")}`);
    git("commit", "-qam", "suppressed");
    write("infra/main.tf", group("app"));
    expect((await audit("infra", "--new-since", "HEAD")).code).toBe(1);
  });

  test("says what is wrong with a name, and outside of a repository", async () => {
    const { code, stderr } = await audit("infra", "--new-since", "nowhere");
    expect(code).toBe(2);
    expect(stderr).toContain("git knows no commit nowhere");
    rmSync(at(".git"), { recursive: true });
    const outside = await audit("infra", "--new-since", "main");
    expect(outside.code).toBe(2);
    expect(outside.stderr).toContain("needs a git repository");
  });

  test("names the command to fetch with in a shallow clone", async () => {
    git("commit", "-qm", "more", "--allow-empty");
    const clone = join(folder, "clone");
    git("clone", "-q", "--depth=1", `file://${folder}`, clone);
    const { code, stderr } = await egress6(["audit", ".", "--new-since", "origin/base"], {
      cwd: clone,
    });
    expect(code).toBe(2);
    expect(stderr).toContain("git fetch --depth=1 origin +base:refs/remotes/origin/base");
  });
});

describe("--fix", () => {
  test("adds lines, shows them as a diff, and the finding is gone", async () => {
    write("main.tf", group("app"));
    const preview = await audit(".", "--fix", "--dry-run");
    expect(preview.stderr).toContain('+    ipv6_cidr_blocks = ["::/0"]');
    expect(readFileSync(at("main.tf"), "utf8")).toBe(group("app"));
    const { code, stderr } = await audit(".", "--fix");
    expect(stderr).toContain("--- a/main.tf");
    expect(code).toBe(0);
    const lines = readFileSync(at("main.tf"), "utf8").split("\n");
    // Nothing of what was there is gone, or in another order.
    const old = group("app").split("\n");
    let next = 0;
    for (const line of lines) if (line === old[next]) next++;
    expect(next).toBe(old.length);
    expect(lines).toHaveLength(old.length + 6);
    expect(await findings(".")).toEqual([]);
  });

  test("can be applied by git, too", async () => {
    git("init", "-q");
    write("main.tf", group("one") + group("two"));
    const { stderr } = await audit(".", "--fix", "--dry-run");
    writeFileSync(at("fix.patch"), stderr.slice(0, stderr.indexOf("would change")));
    git("apply", "fix.patch");
    expect(await findings(".")).toEqual([]);
  });
});

describe("--fix by example", () => {
  const EXAMPLES = fileURLToPath(new URL("../../data/audit-examples/", import.meta.url));

  test.each(
    ["E6103", "E6301", "E6401"].flatMap((id) => [
      [id, "terraform"] as const,
      [id, "cloudformation"] as const,
    ]),
  )("%s in %s is gone, and no error is left", async (id, format) => {
    cpSync(`${EXAMPLES}${id}/${format}/bad`, folder, { recursive: true });
    expect((await findings(".")).map(({ ruleId }) => ruleId)).toContain(id);
    const { code } = await audit(".", "--fix", "--fail-on", "warning");
    expect(code).toBe(0);
    expect((await findings(".")).map(({ ruleId }) => ruleId)).not.toContain(id);
  });
});

describe("a plan alone", () => {
  test("has addresses in the place of lines, and a file for code scanning", async () => {
    const values = { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: false };
    const resource = { address: "aws_vpc.main", mode: "managed", type: "aws_vpc", name: "main" };
    write(
      "plan.json",
      JSON.stringify({
        format_version: "1.2",
        planned_values: { root_module: { resources: [{ ...resource, values }] } },
        configuration: { root_module: {} },
      }),
    );
    const { stdout, code } = await audit("--plan", "plan.json", "--format", "sarif");
    expect(code).toBe(1);
    const log = JSON.parse(stdout);
    expect(sarifFaults(log)).toEqual([]);
    expect(log.runs[0].results[0].locations[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: "plan.json" } },
      logicalLocations: [{ fullyQualifiedName: "aws_vpc.main" }],
    });
    const json = JSON.parse((await audit("--plan", "plan.json", "--json")).stdout);
    expect(json.findings[0]).toMatchObject({ line: null, resource: "aws_vpc.main" });
  });
});

describe("formats", () => {
  beforeEach(() => {
    write("infra/main.tf", `${group("app")}# egress6:ignore E6301 ours\n${group("ours")}`);
    write("infra/broken.tf", "resource {{{");
  });

  test("SARIF is valid, keeps suppressions, and names every rule and unread file", async () => {
    const { stdout } = await audit("infra", "--format", "sarif");
    const log = JSON.parse(stdout);
    expect(sarifFaults(log)).toEqual([]);
    const [run] = log.runs;
    expect(run.tool.driver.rules).toHaveLength(32);
    expect(run.results).toHaveLength(2);
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("infra/main.tf");
    expect(run.results[1].suppressions).toEqual([
      { kind: "inSource", status: "accepted", justification: "ours" },
    ]);
    expect(JSON.stringify(run.invocations)).toContain("infra/broken.tf");
    expect(run.results[0].partialFingerprints["egress6/v1"]).not.toMatch(/\d{2,}$/);
  });

  test("JUnit has a suite for each rule, and escapes", async () => {
    const { stdout } = await audit("infra", "--format", "junit");
    expect(stdout.match(/<testsuite /g)).toHaveLength(32);
    expect(stdout).toContain('<failure type="error"');
    expect(stdout).toContain("&#34;aws_security_group&#34;");
    expect(stdout).not.toMatch(/&(?!#\d+;)/);
  });

  test("annotations come worst first, one line each", async () => {
    const { stdout } = await audit("infra", "--format", "github");
    const [first = ""] = stdout.split("\n");
    expect(first).toMatch(/^::error file=infra\/main\.tf,line=1,title=E6301 /);
    expect(first).toContain("%0A");
  });

  test("Markdown has counts, and the fix as a diff", async () => {
    const { stdout } = await audit("infra", "--format", "markdown");
    expect(stdout).toContain("| Errors | Warnings |");
    expect(stdout).toContain("```diff");
    expect(stdout).toContain("1 file not read");
  });

  test("text begins with the verdict and stays within 80 columns", async () => {
    const { stdout } = await audit("infra");
    expect(stdout).toMatch(/^1 blocker stands in the way of IPv6 egress/);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("the library returns what --json prints", async () => {
    const { stdout } = await audit("infra", "--json");
    const { audit: auditByLibrary } = await import("../../packages/egress6/src/index.js");
    const document = await auditByLibrary(["infra"], { cwd: folder });
    expect(JSON.parse(JSON.stringify(document))).toEqual(JSON.parse(stdout));
    await expect(auditByLibrary(["missing"], { cwd: folder })).rejects.toMatchObject({
      kind: "input",
    });
  });

  test("--output writes the report to a file", async () => {
    const { stdout } = await audit("infra", "--format", "sarif", "--output", "out.sarif");
    expect(stdout).toBe("");
    expect(existsSync(at("out.sarif"))).toBe(true);
    expect(JSON.parse(readFileSync(at("out.sarif"), "utf8")).version).toBe("2.1.0");
  });
});

test("where nothing was read, nothing is said to be sound", async () => {
  const folder = mkdtempSync(join(tmpdir(), "egress6-audit-nothing-"));
  writeFileSync(join(folder, "some.log"), "no code\n");
  const { stdout, code } = await egress6(["audit", folder]);
  expect(code).toBe(3);
  expect(stdout.replace(/\s+/g, " ")).toMatch(/^Nothing was read, so nothing is known/);
  expect(stdout).not.toContain("Nothing blocks");
  rmSync(folder, { recursive: true });
});
