import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";
import { PACK, packedPackages } from "../support/packed.js";
import { runShell } from "../support/run-shell.js";
import { commandsOf, readWorkflow } from "./workflow.js";

// Installs with npm, and writes a hundred megabytes several times over.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
const { jobs } = readWorkflow("release.yml");
/** What a clone needs first, and this one has. */
const PREPARATION = ["npm ci --ignore-scripts", "npm run build"];
const executables = z
  .array(z.object({ stage: z.string(), name: z.string() }))
  .parse(jobs["executable"]?.strategy?.matrix["include"]);

let folder: string;
let clone: string;
let server: DnsServer;

/** As a runner does; whatever were to be published would reach no registry. */
async function run(command: string, env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await runShell(`set -e\n${command}`, {
    cwd: clone,
    env: { ...process.env, GITHUB_REF_NAME: `v${version}`, ...env },
  });
  return { command, code, output: `${stdout}${stderr}` };
}

/** Shows the output of a command that failed. */
const done = (command: string) => ({ command, code: 0, output: expect.any(String) });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "egress6-release-"));
  clone = join(folder, "clone");
  mkdirSync(clone);
  for (const path of ["package.json", "package-lock.json", ".npmrc", "scripts", "CHANGELOG.md"]) {
    cpSync(join(ROOT, path), join(clone, path), { recursive: true });
  }
  cpSync(join(ROOT, "packages"), join(clone, "packages"), {
    recursive: true,
    filter: (path) => !/\/(node_modules|(?<!botocore\/)src)$/.test(path),
  });
  symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
  const changelog = readFileSync(join(clone, "CHANGELOG.md"), "utf8");
  writeFileSync(
    join(clone, "CHANGELOG.md"),
    changelog.replace(/^## .*$/m, `## ${version}, 2026-12-01`),
  );
  server = await startDnsServer({
    records: { "sqs.eu-west-1.api.aws": { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] } },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a release", () => {
  test("is packed and laid out for each architecture, from what the lock file pins", async () => {
    const commands = commandsOf(jobs["pack"]);
    expect(commands).toEqual(expect.arrayContaining(PREPARATION));
    const packs = `${PACK} release`;
    expect(commands).toContain(packs);
    for (const command of commands.filter((each) => !PREPARATION.includes(each))) {
      if (command === packs) {
        cpSync(await packedPackages(), join(clone, "release"), { recursive: true });
      } else expect(await run(command)).toEqual(done(command));
    }
    expect(readdirSync(join(clone, "release")).sort()).toEqual([
      `egress6-${version}.tgz`,
      `egress6-aws-sdk-${version}.tgz`,
      `egress6-core-${version}.tgz`,
      `egress6-flows-duckdb-${version}.tgz`,
      "egress6-linux-arm64.cdx.json",
      "egress6-linux-x64.cdx.json",
    ]);
    const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
    const pinned = Object.entries<{ version: string }>(packages).map(
      ([path, locked]) => `${path.replace(/^.*node_modules\//, "")}@${locked.version}`,
    );
    for (const [stage, arch] of [
      ["amd64", "x64"],
      ["arm64", "arm64"],
    ]) {
      const modules = join(clone, "stage", stage ?? "", "node_modules");
      expect(readdirSync(join(modules, "@libsql"))).toEqual([`linux-${arch}-gnu`]);
      const { components } = JSON.parse(
        readFileSync(join(clone, "release", `egress6-linux-${arch}.cdx.json`), "utf8"),
      );
      expect(components.length).toBeGreaterThan(20);
      for (const { "bom-ref": listed } of components) {
        const ours = [`@egress6/core@${version}`, `egress6@${version}`];
        expect([...ours, ...pinned]).toContain(listed);
      }
    }
  });

  test.each([
    ["v0.0.1", "package.json has"],
    [version, "package.json has"],
  ])("is not made of the tag %s", async (tag, message) => {
    const ended = await run('node scripts/release.mjs verify "$TAG"', { TAG: tag });
    expect(ended).toMatchObject({ code: 2, output: expect.stringContaining(message) });
  });

  test("is not made while the changelog does not say when, or a package differs", async () => {
    const verify = `node scripts/release.mjs verify v${version}`;
    const changelog = readFileSync(join(clone, "CHANGELOG.md"), "utf8");
    writeFileSync(
      join(clone, "CHANGELOG.md"),
      changelog.replace(/^## .*$/m, `## ${version}, not yet published`),
    );
    expect(await run(verify)).toMatchObject({ code: 2, output: expect.stringMatching(/YYYY/) });
    writeFileSync(join(clone, "CHANGELOG.md"), changelog);

    const manifest = join(clone, "packages/core/package.json");
    const before = readFileSync(manifest, "utf8");
    writeFileSync(manifest, before.replace(/"version": ".*?"/, '"version": "0.0.9"'));
    expect(await run(verify)).toMatchObject({ code: 1 });
    writeFileSync(manifest, before);
  });

  test("is announced with the changelog's section, and only that", async () => {
    const command = commandsOf(jobs["announce"]).find((each) => each.includes("notes"));
    expect(await run(command ?? "")).toMatchObject({ code: 0 });
    const notes = readFileSync(join(clone, "notes.md"), "utf8");
    expect(notes).toContain("First version");
    expect(notes).not.toMatch(/^#/m);
  });

  test("would be published in an order in which each package finds what it needs", async () => {
    const [command] = commandsOf(jobs["npm"]);
    expect(command).toBe("node scripts/release.mjs publish release --provenance");
    // npm unpacks each package whole and decides by its package.json: that is all these hold.
    mkdirSync(join(clone, "manifests"));
    for (const name of readdirSync(join(clone, "release")).filter((file) => /tgz$/.test(file))) {
      const only = mkdtempSync(join(folder, "manifest-"));
      const manifest = "package/package.json";
      for (const args of [
        ["-xzf", join(clone, "release", name), "-C", only, manifest],
        ["-czf", join(clone, "manifests", name), "-C", only, manifest],
      ]) {
        expect(spawnSync("tar", args).status).toBe(0);
      }
    }
    const ended = await run("node scripts/release.mjs publish manifests --dry-run", {
      npm_config_registry: "http://127.0.0.1:1/",
      npm_config_fetch_retries: "0",
    });
    expect(ended.code).toBe(0);
    const published = [...ended.output.matchAll(/^\+ (.+)$/gm)].map(([, name]) => name);
    expect(published).toEqual(
      ["@egress6/core", "@egress6/aws-sdk", "@egress6/flows-duckdb", "egress6"].map(
        (name) => `${name}@${version}`,
      ),
    );
  });
});

/** Node as Debian builds it cannot hold an application: its code is in a shared library. */
const canHold = readFileSync(process.execPath).includes("NODE_SEA_FUSE");
const STAGE_OF: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", arm64: "arm64" };
const mine = executables.find(({ stage }) => stage === STAGE_OF[process.arch]);

describe.skipIf(!canHold || process.platform !== "linux")("the single-file executable", () => {
  let file: string;
  let home: string;
  const start = (args: string, env: Readonly<Record<string, string>> = {}) =>
    runShell(`PATH=/nowhere exec "${file}" ${args}`, {
      cwd: folder,
      env: { PATH: process.env["PATH"], HOME: home, ...env },
    });

  beforeAll(async () => {
    home = mkdtempSync(join(folder, "home-"));
    file = join(clone, "release", mine?.name ?? "");
    const env = { STAGE: mine?.stage ?? "", NAME: mine?.name ?? "", HOME: home };
    for (const command of commandsOf(jobs["executable"])) {
      if (PREPARATION.includes(command)) continue;
      expect(await run(command, env)).toEqual(done(command));
    }
  });

  test("is made on each of the architectures", () => {
    expect(executables.map(({ name }) => name)).toEqual([
      "egress6-linux-x64",
      "egress6-linux-arm64",
    ]);
    expect(mine).toBeDefined();
  });

  test("needs no Node and no packages, and has SQLite, the page and the data in it", async () => {
    expect(await start("--version")).toMatchObject({ code: 0, stdout: `${version}\n` });
    const db = `--db "${home}/store.db"`;
    const scan = `scan --service sqs --region eu-west-1 --resolver ${server.resolver} ${db}`;
    expect(await start(scan)).toMatchObject({ code: 0 });
    const exported = await start(`export --format text --service sqs --region eu-west-1 ${db}`);
    expect(exported.stdout).toContain("sqs");
    expect(await start(`site build --out "${home}/site" ${db}`)).toMatchObject({ code: 0 });
    expect(existsSync(join(home, "site/index.html"))).toBe(true);
    // Only of a site that is told where it will be.
    expect(existsSync(join(home, "site/sitemap.xml"))).toBe(false);
    expect((await start("endpoint nonsense")).code).toBe(2);
  });

  test("unpacks itself once, for this user alone", async () => {
    const cache = mkdtempSync(join(folder, "cache-"));
    const env = { XDG_CACHE_HOME: cache };
    const both = await Promise.all([start("--version", env), start("--version", env)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const [name, ...more] = readdirSync(join(cache, "egress6"));
    expect(more).toEqual([]);
    expect(name?.slice(0, version.length + 1)).toBe(`${version}-`);
    const marked = join(cache, "egress6", name ?? "", "node_modules/egress6/package.json");
    writeFileSync(marked, readFileSync(marked, "utf8").replace(version, "9.9.9"));
    expect((await start("--version", env)).stdout).toBe("9.9.9\n");

    // What others may write to is not run.
    spawnSync("chmod", ["o+w", join(cache, "egress6", name ?? "")]);
    expect((await start("--version", env)).stdout).toBe(`${version}\n`);
  });

  test("leaves nothing behind where there is no cache to write to", async () => {
    const temporary = mkdtempSync(join(folder, "tmp-"));
    const env = { XDG_CACHE_HOME: "/dev/null/cache", TMPDIR: temporary };
    expect(await start("--version", env)).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("has a checksum as all that is released", async () => {
    for (const command of commandsOf(jobs["attest"])) {
      expect(await run(command)).toEqual(done(command));
    }
    const ended = await run("cd release && sha256sum --check --strict SHA256SUMS");
    expect(ended.code).toBe(0);
    expect(ended.output.trim().split("\n").length).toBe(
      readdirSync(join(clone, "release")).length - 1,
    );
  });
});
