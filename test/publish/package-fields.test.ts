import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const main = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
const WORKSPACES: readonly string[] = main.workspaces;

let folder: string;
const manifestOf = (workspace: string) => `${folder}/${workspace}/package.json`;
const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const change = (path: string, fields: object) =>
  writeFileSync(path, `${JSON.stringify({ ...read(path), ...fields }, null, 2)}\n`);
const packageFields = (...options: readonly string[]) =>
  spawnSync(process.execPath, [`${ROOT}scripts/package-fields.mjs`, "--root", folder, ...options], {
    encoding: "utf8",
  });

beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-fields-`);
  for (const workspace of ["", ...WORKSPACES.map((name) => `${name}/`)]) {
    mkdirSync(`${folder}/${workspace}`, { recursive: true });
    cpSync(`${ROOT}${workspace}package.json`, `${folder}/${workspace}package.json`);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("fields that every package.json repeats", () => {
  test("move to another organisation by one line", () => {
    change(`${folder}/package.json`, { repository: "github:example-org/tool" });
    const checked = packageFields();
    expect(checked.status).toBe(1);
    for (const workspace of WORKSPACES) expect(checked.stderr).toContain(`${workspace}/package`);

    expect(packageFields("--write").status).toBe(0);
    expect(packageFields()).toMatchObject({ status: 0, stderr: "" });
    for (const workspace of WORKSPACES) {
      expect(read(manifestOf(workspace))).toMatchObject({
        homepage: "https://github.com/example-org/tool#readme",
        bugs: "https://github.com/example-org/tool/issues",
        repository: {
          type: "git",
          url: "git+https://github.com/example-org/tool.git",
          directory: workspace,
        },
      });
    }
  });

  test("bring a new version to every package, and to what they need of each other", () => {
    change(`${folder}/package.json`, { version: "0.2.0" });
    expect(packageFields("--write").status).toBe(0);
    expect(read(manifestOf("packages/egress6"))).toMatchObject({
      version: "0.2.0",
      dependencies: { "@egress6/core": "0.2.0" },
    });
  });

  test.each([
    ["author", "somebody"],
    ["license", "MIT"],
    ["version", "9.9.9"],
    ["bugs", "https://example.org"],
    ["homepage", "https://example.org"],
    ["repository", "github:somebody/else"],
    ["engines", { node: ">=18" }],
    ["author", undefined],
  ])("are not changed in one package: %s to %j", (field, value) => {
    const path = manifestOf("packages/core");
    const before = readFileSync(path, "utf8");
    change(path, { [field]: value });
    expect(packageFields()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("npm run fix"),
    });
    expect(packageFields("--write").status).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  test("are those of the root in this clone, and checked by npm run check", () => {
    expect(packageFields()).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(`${ROOT}scripts/check.mjs`, "utf8")).toContain("package-fields.mjs");
  });
});
