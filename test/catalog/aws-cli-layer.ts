/// <reference path="../../packages/egress6/src/adapter/botocore/yauzl.d.ts" />
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { openPromise } from "yauzl";

/** The npm package that the committed catalog was built from. */
export const RULES_PACKAGE = fileURLToPath(
  new URL("../../node_modules/@aws-cdk/asset-awscli-v1", import.meta.url),
);

const RULES =
  /^awscli\/awscli\/(__init__\.py|customizations\/overridesslcommonname\.py|botocore\/(__init__\.py|data\/[^/]+\.json|data\/.*\/(endpoint-rule-set-1|service-2)\.json))$/;
const PYTHON =
  /^awscli\/(awscli\/botocore\/.*\.py|awscli\/__init__\.py|(urllib3|dateutil|jmespath)\/.*\.py|six\.py)$/;

/** What the whole command line needs beside the rules. */
const COMMAND_LINE = /^awscli\/(?!bin\/|awscli\/(botocore\/data\/.+\/|examples\/|topics\/)).*[^/]$/;

/** A temporary folder with what the tests need of the package: AWS's rules and AWS's own engine. */
export interface Layer {
  /** A botocore data folder. */
  readonly data: string;
  /** The package of the AWS CLI, of which two files are unpacked in any case. */
  readonly awscli: string;
  /** For PYTHONPATH; with `cli`, `python3 -m awscli` runs. */
  readonly python: string;
  remove(): void;
}

/** @param what with `services`, only their models and rules are unpacked */
export async function unpackLayer(what: {
  readonly python: boolean;
  readonly cli?: boolean;
  readonly services?: readonly string[];
}): Promise<Layer> {
  const folder = mkdtempSync(join(tmpdir(), "egress6-test-rules-"));
  const zip = await openPromise(join(RULES_PACKAGE, "lib", "layer.zip"));
  for await (const entry of zip.eachEntry()) {
    const isWanted =
      RULES.test(entry.fileName) ||
      (what.python && PYTHON.test(entry.fileName)) ||
      (what.cli && COMMAND_LINE.test(entry.fileName));
    if (!isWanted) continue;
    const service = /\/data\/([^/]+)\//.exec(entry.fileName)?.[1];
    if (service !== undefined && what.services?.includes(service) === false) continue;
    const file = join(folder, entry.fileName);
    mkdirSync(dirname(file), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file));
  }
  return {
    data: join(folder, "awscli", "awscli", "botocore", "data"),
    awscli: join(folder, "awscli", "awscli"),
    python: join(folder, "awscli"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
