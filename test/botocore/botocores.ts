import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unpackLayer } from "../catalog/aws-cli-layer.js";
import { whyNoNamespaces } from "../support/netns.js";

/** Where `egress6_botocore` is, importable without a build. */
export const SOURCE = fileURLToPath(new URL("../../packages/botocore/src", import.meta.url));

/** Where `npm test` puts Debian's botocore, as its packages would lay it. */
const DEBIAN = fileURLToPath(new URL("../../.tmp/debian-python", import.meta.url));

export const BOTOCORES = ["cli-v1", "debian"] as const;
/** The newest botocore that is tested, of AWS CLI v1, and the oldest, of Debian. */
export type BotocoreName = (typeof BOTOCORES)[number];

/** Debian's own, for which its packages are made; else the one on the path. */
export const PYTHON = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

/** Why calls of real botocores cannot be made here; null when they can. In CI it is always null. */
export function whyNoBotocore(): string | null {
  const why = whyNoNamespaces();
  if (why !== null || process.env["CI"] !== undefined) return why;
  if (!existsSync(`${DEBIAN}/botocore`)) {
    return "Debian's botocore is missing: npm test fetches it, where there is apt-get";
  }
  try {
    execFileSync(PYTHON, ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]);
    return null;
  } catch {
    return "Python 3.10 or later is missing, which the AWS CLI needs";
  }
}

const CACHE = fileURLToPath(new URL("../../.tmp/python-cache", import.meta.url));

/** What makes Python import this botocore and the plugin, and keep what it compiled. */
export async function pythonEnvironment(name: BotocoreName): Promise<Record<string, string>> {
  const folder = name === "debian" ? DEBIAN : (await unpackLayer()).python;
  return {
    BOTOCORE: name,
    PYTHONPATH: `${SOURCE}:${folder}`,
    PYTHONPYCACHEPREFIX: CACHE,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
