import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => JSON.parse(readFileSync(`${ROOT}${path}`, "utf8"));
const oracles: Readonly<Record<string, string>> = read("test/oracles/package.json").dependencies;

describe("what tests compare with", () => {
  test("is pinned: exact versions, and a digest for every package behind them", () => {
    for (const version of Object.values(oracles)) {
      expect(version).toMatch(/^(npm:@aws-sdk\/client-[a-z0-9]+@)?\d+\.\d+\.\d+(-beta\.\d+)?$/);
    }
    const { "": own, ...locked } = read("test/oracles/package-lock.json").packages;
    expect(own.dependencies).toEqual(oracles);
    for (const [path, { version, integrity, resolved }] of Object.entries<Record<string, unknown>>(
      locked,
    )) {
      expect({ path, version, integrity, resolved }).toEqual({
        path,
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        integrity: expect.stringMatching(/^sha512-/),
        resolved: undefined,
      });
    }
  });

  test("is pinned also where only a few files of a package are kept", () => {
    for (const { package: name, version, integrity, files } of read("test/oracles/tarballs.json")) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(integrity, name).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
      expect(files.length, name).toBeGreaterThan(0);
    }
  });

  test("is installed for nobody else", () => {
    const { packages } = read("package-lock.json");
    for (const name of Object.keys(oracles)) {
      expect(packages[`node_modules/${name}`], name).toBeUndefined();
    }
  });

  test("leaves at most 400 MB of packages for a clone", () => {
    const megabytes = execFileSync("du", ["-sm", "node_modules"], { cwd: ROOT, encoding: "utf8" });
    expect(Number.parseInt(megabytes, 10)).toBeLessThanOrEqual(400);
  });
});
