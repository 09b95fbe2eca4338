import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

let folder: string;
let clone: string;
let origin: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-test-rules-"));
  [clone, origin] = [join(folder, "clone"), join(folder, "origin.git")];
  mkdirSync(join(clone, "data"), { recursive: true });
  cpSync(join(ROOT, "scripts"), join(clone, "scripts"), { recursive: true });
  for (const name of ["catalog", "cli-v1-endpoints", "rule-sources", "rules-history"]) {
    writeFileSync(join(clone, "data", `${name}.json`), "{}\n");
  }
  git(folder, "init", "--quiet", "--bare", origin);
  git(clone, "init", "--quiet", "--initial-branch", "main");
  git(clone, "add", ".");
  git(clone, "commit", "--quiet", "--message", "first");
  git(clone, "remote", "add", "origin", origin);
  // GitHub's own command is not here: this notes what it was asked for, and knows no pull request yet.
  const gh = join(folder, "bin", "gh");
  mkdirSync(join(folder, "bin"));
  writeFileSync(gh, `#!/bin/sh\necho "$@" >> ${join(folder, "gh.log")}\n[ "$2" = create ]\n`);
  chmodSync(gh, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

function git(cwd: string, ...args: string[]): string {
  const who = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
  return execFileSync("git", [...who, ...args], { cwd, encoding: "utf8" }).trim();
}

const propose = () =>
  spawnSync(process.execPath, ["scripts/propose-rules.mjs", "propose"], {
    cwd: clone,
    encoding: "utf8",
    env: { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"]}` },
  });

test("a proposal becomes one commit on a branch of its own, and a pull request", () => {
  mkdirSync(join(clone, "proposal"));
  writeFileSync(join(clone, "proposal", "catalog.json"), '{"format": 1}\n');
  writeFileSync(join(clone, "proposal", "elsewhere.sh"), "#!/bin/sh\n");
  writeFileSync(join(clone, "proposal", "changes.md"), "sqs: 4 names changed\n");
  expect(propose()).toMatchObject({ status: 0, stderr: "" });
  expect(git(origin, "log", "--format=%s", "update-rules")).toBe(
    "catalog: take the newest rules of AWS\nfirst",
  );
  expect(git(origin, "show", "--name-only", "--format=", "update-rules")).toBe("data/catalog.json");
  expect(readFileSync(join(folder, "gh.log"), "utf8")).toMatch(
    /^pr edit update-rules --title .*\npr create --head update-rules --title .* --body-file \S+\/changes\.md\n$/,
  );
});

test("without a proposal, nothing is pushed", () => {
  rmSync(join(clone, "proposal"), { recursive: true });
  expect(propose()).toMatchObject({ status: 3, stderr: expect.stringContaining("`look` first") });
});
