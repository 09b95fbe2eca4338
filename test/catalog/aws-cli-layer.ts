/// <reference path="../../packages/egress6/src/adapter/botocore/yauzl.d.ts" />
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { openPromise } from "yauzl";

/** The npm package that the committed catalog was built from. */
export const RULES_PACKAGE = fileURLToPath(
  new URL("../../node_modules/@aws-cdk/asset-awscli-v1", import.meta.url),
);

const CACHE = fileURLToPath(new URL("../../.tmp", import.meta.url));

const RULES =
  /^awscli\/awscli\/(__init__\.py|customizations\/overridesslcommonname\.py|botocore\/(__init__\.py|data\/[^/]+\.json|data\/.*\/(endpoint-rule-set-1|service-2)\.json))$/;
const PYTHON =
  /^awscli\/(awscli\/botocore\/.*\.py|awscli\/__init__\.py|(urllib3|dateutil|jmespath)\/.*\.py|six\.py)$/;

/** What the whole command line needs beside the rules. */
const COMMAND_LINE = /^awscli\/(?!bin\/|awscli\/(botocore\/data\/.+\/|examples\/|topics\/)).*[^/]$/;

/** A folder with what the tests need of the package: AWS's rules and AWS's own engine. Not to be written to. */
export interface Layer {
  /** A botocore data folder. */
  readonly data: string;
  /** The package of the AWS CLI, of which two files are unpacked in any case. */
  readonly awscli: string;
  /** For PYTHONPATH; with all services, `python3 -m awscli` runs. */
  readonly python: string;
  remove(): void;
}

/**
 * All of it is unpacked once for this clone, and stays.
 * @param services only their models and rules, into a folder that `remove` removes
 */
export async function unpackLayer(services?: readonly string[]): Promise<Layer> {
  if (services !== undefined) {
    const folder = mkdtempSync(join(tmpdir(), "egress6-test-rules-"));
    await unpackInto(folder, services);
    return layerIn(folder, () => rmSync(folder, { recursive: true, force: true }));
  }
  const { version } = JSON.parse(readFileSync(join(RULES_PACKAGE, "package.json"), "utf8"));
  const shared = join(CACHE, `aws-cli-${version}`);
  if (!existsSync(shared)) {
    mkdirSync(CACHE, { recursive: true });
    const fresh = mkdtempSync(`${shared}-`);
    await unpackInto(fresh);
    try {
      renameSync(fresh, shared);
    } catch (error) {
      // Another test file was faster.
      rmSync(fresh, { recursive: true });
      if (!existsSync(shared)) throw error;
    }
  }
  return layerIn(shared, () => {});
}

const layerIn = (folder: string, remove: () => void): Layer => ({
  data: join(folder, "awscli", "awscli", "botocore", "data"),
  awscli: join(folder, "awscli", "awscli"),
  python: join(folder, "awscli"),
  remove,
});

async function unpackInto(folder: string, services?: readonly string[]): Promise<void> {
  const zip = await openPromise(join(RULES_PACKAGE, "lib", "layer.zip"));
  for await (const entry of zip.eachEntry()) {
    const { fileName } = entry;
    if (![RULES, PYTHON, COMMAND_LINE].some((wanted) => wanted.test(fileName))) continue;
    const service = /\/data\/([^/]+)\//.exec(fileName)?.[1];
    if (service !== undefined && services?.includes(service) === false) continue;
    const file = join(folder, fileName);
    mkdirSync(dirname(file), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file));
  }
}
