import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PYTHON, pythonEnvironment, whyNoBotocore } from "./botocores.js";

const why = whyNoBotocore();
const skipped = why === null ? "" : ` (skipped: ${why})`;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const LIST = `
import sys, tarfile, zipfile
for path in sys.argv[1:]:
    names = zipfile.ZipFile(path).namelist() if path.endswith(".whl") else tarfile.open(path).getnames()
    print(*names, sep="\\n")
`;
/** botocore is not there: nothing of it is imported before a session is. */
const USE = `
import sys
sys.path.insert(0, sys.argv[1])
import egress6_botocore
print(egress6_botocore.__file__.startswith(sys.argv[1]), egress6_botocore.__version__)
try:
    egress6_botocore.install("session")
except TypeError as error:
    print(error)
`;

describe.skipIf(why !== null)(`the package for Python${skipped}`, () => {
  let folder: string;
  const python = (...args: readonly string[]) =>
    execFileSync(PYTHON, args, { encoding: "utf8", env: { PATH: process.env["PATH"] } });
  beforeAll(async () => {
    folder = mkdtempSync(`${tmpdir()}/egress6-python-`);
    const { PYTHONPATH } = await pythonEnvironment("debian");
    const env = { ...process.env, PYTHONPATH };
    execFileSync(process.execPath, ["scripts/release.mjs", "python", folder], { cwd: ROOT, env });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is built as wheel and sdist, with its types, its licence and all modules", () => {
    const built = readdirSync(folder).sort();
    expect(built).toEqual([
      expect.stringMatching(/^egress6[-_]botocore-[\d.]+\.tar\.gz$/),
      expect.stringMatching(/^egress6_botocore-[\d.]+-py3-none-any\.whl$/),
    ]);
    const names = python("-c", LIST, ...built.map((name) => `${folder}/${name}`)).split("\n");
    const modules = readdirSync(`${ROOT}/packages/botocore/src/egress6_botocore`).filter(
      (name) => name !== "__pycache__",
    );
    expect(modules).toContain("py.typed");
    for (const module of modules) {
      expect(names.filter((name) => name.endsWith(`egress6_botocore/${module}`))).toHaveLength(2);
    }
    expect(names.filter((name) => name.endsWith("/LICENSE"))).toHaveLength(2);
  });

  test("works from the wheel, without anything else", () => {
    const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
    const said = python("-S", "-c", USE, `${folder}/${wheel}`);
    expect(said).toMatch(/^True \d/);
    expect(said).toContain("install() takes a session of boto3 or botocore, not str.");
  });
});
