import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { refuseStaleBuild } from "../support/built.js";
import { sarifFaults } from "../support/sarif-schema.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const text = readFileSync(`${ROOT}action.yml`, "utf8");
const action: {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly name: string;
      readonly uses?: string;
      readonly run?: string;
      readonly env?: Readonly<Record<string, string>>;
    }[];
  };
} = parse(text);
const { version }: { readonly version: string } = JSON.parse(
  readFileSync(`${ROOT}package.json`, "utf8"),
);
const [hook]: readonly { readonly entry: string; readonly files: string }[] = parse(
  readFileSync(`${ROOT}.pre-commit-hooks.yaml`, "utf8"),
);

const group = (name: string) => `resource "aws_security_group" "${name}" {
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`;

let folder: string;
const at = (...parts: readonly string[]) => join(folder, ...parts);
const repository = () => at("repository");
const git = (...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {
    cwd: repository(),
    stdio: "pipe",
  });

/** A base branch at `origin/main`, and a head that adds one group. */
beforeAll(() => {
  refuseStaleBuild();
  folder = realpathSync(mkdtempSync(join(tmpdir(), "egress6-action-")));
  mkdirSync(repository());
  git("init", "-q", "-b", "main");
  writeFileSync(at("repository", "main.tf"), group("old"));
  git("add", ".");
  git("commit", "-qm", "base");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  appendFileSync(at("repository", "main.tf"), group("new"));
  // In the place of the one that fetches from the registry.
  mkdirSync(at("bin"));
  writeFileSync(
    at("bin", "npx"),
    `#!/bin/sh\n[ "$1 $2" = "--yes egress6@${version}" ] || { echo "npx $*" >&2; exit 9; }\nshift 2\nexec "${process.execPath}" "${ROOT}packages/egress6/bin/egress6.js" "$@"\n`,
  );
  chmodSync(at("bin", "npx"), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runScript(script: string, env: Readonly<Record<string, string>>, cwd = repository()) {
  return spawnSync("bash", ["-c", script], {
    cwd,
    encoding: "utf8",
    env: { PATH: `${at("bin")}:${process.env["PATH"]}`, HOME: folder, ...env },
  });
}

/** Runs a step as a runner does: inputs as the environment has them. */
function runStep(name: string, given: Readonly<Record<string, string>>) {
  const step = action.runs.steps.find((each) => each.name === name);
  const inputs = Object.fromEntries(
    Object.entries(step?.env ?? {}).map(([key, value]) => {
      const [, input] = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(value) ?? [];
      return [key, input === undefined ? "" : (action.inputs[input]?.default ?? "")];
    }),
  );
  const files = { GITHUB_OUTPUT: at("output"), GITHUB_STEP_SUMMARY: at("summary.md") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const ended = runScript(step?.run ?? "exit 99", {
    ...inputs,
    ...files,
    RUNNER_TEMP: folder,
    ...given,
  });
  return { ...ended, output: readFileSync(files.GITHUB_OUTPUT, "utf8") };
}

describe("the GitHub Action", () => {
  test("reports what a pull request adds, in every form", () => {
    const { stdout, stderr, output, status } = runStep("Audit", { BASE: "main" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(output).toBe("status=1\nnew-findings=1\nfindings=2\n");
    expect(stdout).toMatch(/^::error file=main\.tf,line=9,/);
    expect(readFileSync(at("summary.md"), "utf8")).toContain("## New findings");
    const log = JSON.parse(readFileSync(at("egress6.sarif"), "utf8"));
    expect(sarifFaults(log)).toEqual([]);
    expect(log.runs[0].results).toHaveLength(1);
  });

  test("reports all where there is no pull request, and takes paths with options", () => {
    const { output } = runStep("Audit", { AUDIT_PATHS: "main.tf", FAIL_ON: "never" });
    expect(output).toBe("status=0\nnew-findings=2\nfindings=2\n");
  });

  test("ends with what is wrong, such as a base that was not fetched", () => {
    const { status, stderr, output } = runStep("Audit", { BASE: "not-there" });
    rmSync(at("egress6.json"), { force: true });
    expect(output).toContain("status=2");
    expect(stderr).toContain("git knows no commit origin/not-there");
    expect([0, 2]).toContain(status);
  });

  test("lets the gate end as the audit did", () => {
    expect(runStep("Gate", { STATUS: "0" }).status).toBe(0);
    expect(runStep("Gate", { STATUS: "1" }).status).toBe(1);
  });

  test("is composite, pins what it uses, and puts nothing of an event into a command", () => {
    expect(action.runs.using).toBe("composite");
    for (const { uses, run } of action.runs.steps) {
      if (uses !== undefined) expect(uses).toMatch(/^github\/[a-z/-]+@[0-9a-f]{40}$/);
      expect(run ?? "").not.toContain("${{");
    }
    for (const [line] of text.matchAll(/^.*\buses: .*$/gm)) expect(line).toMatch(/ # v\d+\.\d+/);
    expect(action.inputs["version"]?.default).toBe(version);
  });
});

describe("the pre-commit hook", () => {
  test("fails for what a commit adds, and not for what was there", () => {
    expect(hook?.entry).toContain(`egress6@${version} `);
    expect(runScript(hook?.entry ?? "", {}).status).toBe(1);
    git("stash", "-q");
    expect(runScript(hook?.entry ?? "", {}).status).toBe(0);
    git("stash", "pop", "-q");
  });

  test.each(["main.tf", "a/template.yaml", "Dockerfile", "src/app.py"])("looks at %s", (name) => {
    expect(name).toMatch(new RegExp(hook?.files ?? "^$"));
  });
});

describe("docs/audit.md", () => {
  const guide = readFileSync(`${ROOT}docs/audit.md`, "utf8");
  const commands = [...guide.matchAll(/^npx egress6 (audit .*)$/gm)].map(([, each = ""]) => each);

  test.each(commands)("egress6 %s", (command) => {
    mkdirSync(at("repository", "infra"), { recursive: true });
    writeFileSync(at("repository", "infra", "main.tf"), group("infra"));
    const { status, stderr } = runScript(`npx --yes egress6@${version} ${command}`, {});
    expect(stderr).not.toMatch(/error|egress6:/i);
    expect([0, 1]).toContain(status);
  });

  test("shows the action with commits", () => {
    expect(commands.length).toBeGreaterThan(4);
    expect(guide).toMatch(/uses: actions\/checkout@[0-9a-f]{40} # v/);
    expect(guide).toContain(`egress6/egress6@v${version}`);
  });
});
