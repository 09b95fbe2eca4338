import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { packedPackages } from "./support/packed.js";
import { NPM_INSTALL_MS, within } from "./support/time-limits.js";

vi.setConfig(within(NPM_INSTALL_MS));

const root = fileURLToPath(new URL("..", import.meta.url));

describe("the packed packages, installed in an empty folder", () => {
  let folder: string;

  beforeAll(async () => {
    const packed = await packedPackages();
    folder = mkdtempSync(`${tmpdir()}/egress6-packed-`);
    const tarballs = readdirSync(packed)
      .filter((name) => !name.startsWith("egress6-flows-duckdb-"))
      .map((name) => `${packed}/${name}`);
    expect(tarballs.length).toBe(3);
    writeFileSync(`${folder}/package.json`, JSON.stringify({ private: true, type: "module" }));
    execFileSync(
      "npm",
      ["install", "--silent", "--prefer-offline", "--no-audit", "--no-fund", ...tarballs],
      { cwd: folder },
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const egress6 = (...args: readonly string[]) =>
    spawnSync(`${folder}/node_modules/.bin/egress6`, args, {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: folder, EGRESS6_DB: `${folder}/store.db` },
    });

  test("answer from the shipped catalog", () => {
    const { status, stdout } = egress6("endpoint", "logs", "--region", "eu-central-1", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      serviceId: "CloudWatch Logs",
      hostname: "logs.eu-central-1.amazonaws.com",
    });
  });

  test("export a map on which nothing is known yet", () => {
    const { status, stdout } = egress6("export", "--format", "json", "--service", "s3");
    expect(status).toBe(0);
    const cells = JSON.parse(stdout).endpoints.map((entry: { cell: string }) => entry.cell);
    expect(new Set(cells)).toEqual(new Set(["unknown"]));
  });

  test("carry the page, which the executable made of the same packages writes out", () => {
    const pages = readdirSync(`${folder}/node_modules/egress6/dist/web`);
    expect(pages).toEqual(expect.arrayContaining(["index.html", "assets", "licenses.txt"]));
  });

  test.each([
    ["survey", "--region", "eu-west-1"],
    ["flows", "s3://logs-of-ours/flow"],
    ["flows", "--table", "logs.flow", "--from", "2026-11-01", "--to", "2026-11-02"],
  ])("bring the clients that `%s %s` needs", (...args) => {
    const env = {
      PATH: process.env["PATH"],
      HOME: folder,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_MAX_ATTEMPTS: "1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    };
    const options = { cwd: folder, encoding: "utf8", env } as const;
    const { stderr, status } = spawnSync(`${folder}/node_modules/.bin/egress6`, args, options);
    expect(stderr).toMatch(/did not answer|no answer/i);
    expect(status).toBe(3);
  });

  test("are a library too", () => {
    const script = `
      import { loadCatalog } from "egress6";
      import { findService } from "egress6/unstable";
      const { found } = findService(loadCatalog(), "CLOUDWATCH_LOGS");
      process.stdout.write(found.cliName);`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", script],
      { cwd: folder, encoding: "utf8" },
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("logs");
  });

  test.each([
    [
      "module",
      'import { ipv6 } from "@egress6/aws-sdk"; import { createRequire } from "node:module";',
    ],
    [
      "commonjs",
      'const { ipv6 } = require("@egress6/aws-sdk"); const { createRequire } = require("node:module");',
    ],
  ])("wrap a client of the AWS SDK in a program of type %s", (type, imports) => {
    const script = `${imports}
      const { STSClient } = createRequire(${JSON.stringify(root)})("@aws-sdk/client-sts");
      const client = new STSClient({ region: "eu-central-1" });
      process.stdout.write(String(ipv6(client) === client));`;
    const { stdout } = spawnSync(process.execPath, [`--input-type=${type}`, "--eval", script], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toBe("true");
  });

  test("wrap a client of the AWS SDK in a program that is bundled into one CommonJS file", async () => {
    const program = `
      import { STSClient } from "@aws-sdk/client-sts";
      import { ipv6 } from "@egress6/aws-sdk";
      const client = new STSClient({ region: "eu-central-1" });
      process.stdout.write(String(ipv6(client) === client));`;
    writeFileSync(`${folder}/program.mjs`, program);
    const modules = [`${folder}/node_modules`, `${root}node_modules`];
    const input = `${folder}/program.mjs`;
    const bundle = await rolldown({ input, platform: "node", resolve: { modules } });
    await bundle.write({
      file: `${folder}/bundled/program.cjs`,
      format: "cjs",
      codeSplitting: false,
    });
    const bundled = readdirSync(`${folder}/bundled`);
    const { stdout } = spawnSync(process.execPath, [`${folder}/bundled/program.cjs`], {
      cwd: tmpdir(),
      encoding: "utf8",
    });
    expect({ bundled, stdout }).toEqual({ bundled: ["program.cjs"], stdout: "true" });
  });

  test("have all that the plugin needs in the plugin, with the terms of what is not ours", () => {
    const installed = `${folder}/node_modules/@egress6/aws-sdk`;
    const read = (path: string) => readFileSync(`${installed}/${path}`, "utf8");
    const { dependencies, main } = JSON.parse(read("package.json"));
    expect(dependencies).toBeUndefined();
    const imported = [...read(main).matchAll(/^(?:import|export) .*from "([^"]+)"/gm)];
    expect(
      imported.map(([, from]) => from).filter((from) => !/^(?:node:|\.\/)/.test(from ?? "")),
    ).toEqual([]);
    const types = readdirSync(`${installed}/dist`).filter((name) => name.endsWith(".d.ts"));
    expect(types.length).toBeGreaterThan(5);
    for (const name of types) expect(read(`dist/${name}`)).not.toContain('"@egress6/core');
    expect(read("dist/bundle/licenses.txt")).toMatch(/## ipaddr\.js - .* \(MIT\)\n\nCopyright/);
  });

  test("have types that a strict compiler resolves, of the library and of its parts", () => {
    const program = `
      import { check, loadCatalog, plan, type CheckDocument, type PlanDocument } from "egress6";
      import { findService, planText } from "egress6/unstable";
      export const report: Promise<CheckDocument> = check({ service: ["s3"], region: ["eu-west-1"] });
      export const works: Promise<"yes" | "no" | "unknown"> = report.then(({ works }) => works);
      export const document: Promise<PlanDocument> = plan(["shop.yaml"]);
      export const title: Promise<string | undefined> = document.then(({ designs }) => designs[0]?.title);
      export const search = findService(loadCatalog(), "logs");
      // @ts-expect-error a plan is no path
      planText("shop.yaml");
      // @ts-expect-error parts are no promise of the library
      import { openStore } from "egress6";
      export { openStore };`;
    writeFileSync(`${folder}/program.ts`, program);
    const compiler = `${root}node_modules/typescript/bin/tsc`;
    const options = ["--noEmit", "--strict", "--target", "es2023", "--module", "nodenext"];
    const types = ["--types", "node", "--typeRoots", `${root}node_modules/@types`];
    const { stdout } = spawnSync(process.execPath, [compiler, ...options, ...types, "program.ts"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  });

  test("show the plugin's types to compilers that do not read `exports`", () => {
    const installed = `${folder}/node_modules/@egress6/aws-sdk`;
    const { main, types } = JSON.parse(readFileSync(`${installed}/package.json`, "utf8"));
    expect(readFileSync(`${installed}/${main}`, "utf8")).toContain("ipv6");
    expect(readFileSync(`${installed}/${types}`, "utf8")).toContain("ipv6");
  });

  test("complete their commands", () => {
    const { status, stdout } = egress6("completion", "bash");
    expect(status).toBe(0);
    expect(stdout).toContain("complete -F _egress6 egress6");
  });

  test("need exactly the core that they were built with", () => {
    const manifest = readFileSync(`${folder}/node_modules/egress6/package.json`, "utf8");
    const { version, dependencies } = JSON.parse(manifest);
    expect(dependencies["@egress6/core"]).toBe(version);
    const script = `
      import { printable } from "@egress6/core/printable";
      process.stdout.write(printable("a core"));`;
    const options = { cwd: folder, encoding: "utf8" } as const;
    const run = (program: string) =>
      spawnSync(process.execPath, ["--input-type=module", "--eval", program], options);
    expect(run(script)).toMatchObject({ stdout: "a core", stderr: "" });
    const readme = readFileSync(`${folder}/node_modules/@egress6/core/README.md`, "utf8");
    expect(readme).toMatch(/internal[\s\S]*no promise/);
  });

  test.each(["nodenext", "bundler"])("show their types to compilers that resolve as %s", (how) => {
    const program = (name: string) => `
      import { type Ipv6Options, ipv6 } from "@egress6/aws-sdk";
      import { cellOf } from "@egress6/core/verdict/cell";
      import { ${name} } from "egress6";
      export const options: Ipv6Options = { ipv6: "require" };
      export const all = [ipv6, cellOf, ${name}().services];\n`;
    const compile = (name: string) => {
      const file = `${folder}/typed-${how}.ts`;
      writeFileSync(file, program(name));
      const modules = how === "nodenext" ? "nodenext" : "preserve";
      const options = ["--strict", "--skipLibCheck", "--target", "es2023", "--types", "node"];
      const { stdout } = spawnSync(
        process.execPath,
        [
          `${root}node_modules/typescript/bin/tsc`,
          ...["--noEmit", ...options, "--typeRoots", `${root}node_modules/@types`],
          ...["--module", modules, "--moduleResolution", how, file],
        ],
        { cwd: folder, encoding: "utf8" },
      );
      return stdout;
    };
    expect(compile("loadCatalog")).toBe("");
    expect(compile("loadCatalogue")).toContain("loadCatalogue");
  });

  // As `npm run check` does, which packs each anew.
  test.each(["egress6", "@egress6/core", "@egress6/aws-sdk"])(
    "%s has in it all that its package.json speaks of, as publint finds",
    (name) => {
      const publint = `${root}node_modules/publint/src/cli.js`;
      const { status, stdout } = spawnSync(
        process.execPath,
        [publint, "--strict", "--pack=false", `${folder}/node_modules/${name}`],
        { encoding: "utf8" },
      );
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: expect.stringContaining("All good"),
      });
    },
  );

  test.each(["egress6", "@egress6/core", "@egress6/aws-sdk"])(
    "%s says where it comes from, as npm's provenance wants it",
    (name) => {
      const manifest = readFileSync(`${folder}/node_modules/${name}/package.json`, "utf8");
      const { author, bugs, homepage, license, repository } = JSON.parse(manifest);
      expect({ author, license }).toEqual({ author: expect.any(String), license: "Apache-2.0" });
      expect(repository.url).toMatch(/^git\+https:\/\/github\.com\/[\w-]+\/[\w-]+\.git$/);
      expect(repository.directory).toMatch(/^packages\/[a-z0-9-]+$/);
      const page = repository.url.slice("git+".length, -".git".length);
      expect({ bugs, homepage }).toEqual({ bugs: `${page}/issues`, homepage: `${page}#readme` });
    },
  );

  test.each(["egress6", "@egress6/core", "@egress6/aws-sdk"])(
    "%s holds its terms and a README, and nothing that is of use in the clone only",
    (name) => {
      const files = readdirSync(`${folder}/node_modules/${name}`, {
        recursive: true,
        encoding: "utf8",
      });
      expect(files).toEqual(expect.arrayContaining(["package.json", "LICENSE", "README.md"]));
      // Examples may have sources of their own.
      const ours = files.filter((file) => !file.startsWith("dist/examples/"));
      expect(ours.filter((file) => /\.test\.|\.map$|(^|\/)src\//.test(file))).toEqual([]);
    },
  );

  test("pass on the terms of AWS's data and of what the page bundles", () => {
    const installed = `${folder}/node_modules/egress6`;
    expect(readFileSync(`${installed}/NOTICE`, "utf8")).toContain("botocore");
    const bundled = readFileSync(`${installed}/dist/web/licenses.txt`, "utf8");
    for (const name of ["preact", "@observablehq/plot", "yaml"]) {
      expect(bundled).toContain(`## ${name} - `);
    }
  });
});
