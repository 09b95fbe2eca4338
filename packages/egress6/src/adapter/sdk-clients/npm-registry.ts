import { execFile } from "node:child_process";
import { gunzipSync } from "node:zlib";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { parseTar } from "nanotar";
import { z } from "zod";
import { boundedDownload } from "../../bounded-download.js";
import type { ReadFile } from "./client-rules.js";

const MOST_BYTES = { answer: 64 * 1024 * 1024, package: 512 * 1024 * 1024 };
const PATIENCE_MS = 60_000;

const manifest = z.object({ version: z.string(), dist: z.object({ tarball: z.url() }) });
const history = z.object({ time: z.record(z.string(), z.string()) });

interface PublishedVersion {
  readonly version: string;
  readonly tarball: string;
}

/** What is read of a registry of npm packages, without account. */
export interface NpmRegistry {
  /** Null: the registry has no such package. */
  latest(name: string): Promise<PublishedVersion | null>;
  /** Of the release: YYYY-MM-DD. */
  dateOf(name: string, version: string): Promise<string>;
  /** Reads files of a package by their path in it. */
  files(published: PublishedVersion): Promise<ReadFile>;
}

/**
 * The registry that the user's npm client is set to. Proxies and tokens of its settings are not used.
 * @throws Egress6Error CATALOG_DOWNLOAD_FAILED (incomplete)
 */
export async function openNpmRegistry(signal: AbortSignal): Promise<NpmRegistry> {
  const base = await registryOf(signal);
  const address = (path: string) => new URL(path, base.endsWith("/") ? base : `${base}/`);
  const read = (url: URL) => download(url, signal);
  const readJson = async <T>(url: URL, schema: z.ZodType<T>): Promise<T | null> => {
    const bytes = await read(url);
    if (bytes === null) return null;
    try {
      return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    } catch (cause) {
      throw failed(url, `does not answer as a registry: ${reasonOf(cause)}`, cause);
    }
  };
  return {
    latest: async (name) => {
      const found = await readJson(address(`${escaped(name)}/latest`), manifest);
      return found && { version: found.version, tarball: found.dist.tarball };
    },
    dateOf: async (name, version) => {
      const url = address(escaped(name));
      const date = (await readJson(url, history))?.time[version]?.slice(0, 10);
      if (date === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date)) {
        throw failed(url, `does not say when ${version} was released`);
      }
      return date;
    },
    files: async ({ tarball }) => {
      const url = new URL(tarball);
      const bytes = await read(url);
      if (bytes === null) throw failed(url, "is not there");
      return unpack(url, bytes);
    },
  };
}

const escaped = (name: string) => name.replace("/", "%2f");

function unpack(url: URL, bytes: Uint8Array): ReadFile {
  try {
    const tar = gunzipSync(bytes, { maxOutputLength: MOST_BYTES.package });
    const isWanted = ({ name }: { readonly name: string }) => /\.js(on)?$/.test(name);
    const files = new Map(
      parseTar(tar, { filter: isWanted }).map((file) => [afterFolder(file.name), file.data]),
    );
    return (path) => {
      const data = files.get(path);
      return data === undefined ? null : new TextDecoder().decode(data);
    };
  } catch (cause) {
    throw failed(url, `cannot be unpacked (${reasonOf(cause)})`, cause);
  }
}

/** A package lies in one folder, mostly called `package`. */
const afterFolder = (path: string) => path.slice(path.indexOf("/") + 1);

/** Null: not found. */
async function download(url: URL, signal: AbortSignal): Promise<Uint8Array | null> {
  try {
    return await boundedDownload(url, {
      signal,
      patienceMs: PATIENCE_MS,
      mostBytes: MOST_BYTES.answer,
    });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw failed(url, `cannot be read (${reasonOf(cause)})`, cause);
  }
}

function registryOf(signal: AbortSignal): Promise<string> {
  const isWindows = process.platform === "win32";
  return new Promise((resolve, reject) => {
    execFile(
      isWindows ? "npm.cmd" : "npm",
      ["config", "get", "registry"],
      { signal, shell: isWindows },
      (error, stdout) => {
        const registry = stdout.trim();
        if (error === null && URL.canParse(registry)) resolve(registry);
        else reject(failed(registry, "is no registry that npm knows", error));
      },
    );
  });
}

function failed(url: URL | string, problem: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "CATALOG_DOWNLOAD_FAILED",
    "incomplete",
    `${String(url)} ${problem}. The catalog is as it was. Check the network and npm's registry; \`--clients none\` takes botocore's rules alone.`,
    { cause },
  );
}
