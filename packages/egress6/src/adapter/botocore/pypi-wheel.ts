import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { z } from "zod";
import { boundedDownload } from "../../bounded-download.js";

const PYPI = "https://pypi.org/";
const MOST_BYTES = 128 * 1024 * 1024;
const PATIENCE_MS = { answer: 15_000, wheel: 300_000 };

const project = z.object({
  info: z.object({ version: z.string() }),
  urls: z.array(
    z.object({
      packagetype: z.string(),
      url: z.url(),
      digests: z.object({ sha256: z.string() }),
      upload_time_iso_8601: z.string(),
    }),
  ),
});

/** A release of botocore on Python's registry. */
export interface Wheel {
  readonly version: string;
  /** Of the release: YYYY-MM-DD. */
  readonly date: string;
  readonly url: string;
  readonly sha256: string;
}

/**
 * @param registry as `https://pypi.org`
 * @throws Egress6Error CATALOG_DOWNLOAD_FAILED (incomplete)
 */
export async function newestWheel(signal: AbortSignal, registry = PYPI): Promise<Wheel> {
  const url = new URL("pypi/botocore/json", registry);
  const bytes = await download(url, signal, PATIENCE_MS.answer);
  const { info, urls } = parseProject(url, bytes);
  const wheel = urls.find(({ packagetype }) => packagetype === "bdist_wheel");
  if (wheel === undefined) throw failed(url, `has no wheel of botocore ${info.version}`);
  return {
    version: info.version,
    date: wheel.upload_time_iso_8601.slice(0, 10),
    url: wheel.url,
    sha256: wheel.digests.sha256,
  };
}

function parseProject(url: URL, bytes: Uint8Array): z.infer<typeof project> {
  try {
    return project.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw failed(url, `does not answer as Python's registry: ${reasonOf(cause)}`, cause);
  }
}

/**
 * @returns the file, a zip
 * @throws Egress6Error CATALOG_DOWNLOAD_FAILED (incomplete), also when it is not the file that the registry named
 */
export async function downloadWheel(
  { url, sha256 }: Wheel,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const bytes = await download(new URL(url), signal, PATIENCE_MS.wheel);
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
    throw failed(url, "is not the file that the registry names: its checksum differs");
  }
  const file = join(folder, "botocore.whl");
  await writeFile(file, bytes);
  return file;
}

async function download(url: URL, signal: AbortSignal, patienceMs: number): Promise<Uint8Array> {
  try {
    const bytes = await boundedDownload(url, { signal, patienceMs, mostBytes: MOST_BYTES });
    if (bytes === null) throw new Error("HTTP 404");
    return bytes;
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw failed(url, `cannot be read (${reasonOf(cause)})`, cause);
  }
}

function failed(url: URL | string, problem: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "CATALOG_DOWNLOAD_FAILED",
    "incomplete",
    `${String(url)} ${problem}. The catalog is as it was. Try --source npm, whose botocore AWS no longer updates, or give a botocore data folder with --source DIR.`,
    { cause },
  );
}
