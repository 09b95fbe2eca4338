import { closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import type { AwsConfigFiles } from "@egress6/core/settings/read/aws-config";
import { type AwsIniFile, parseAwsIni } from "@egress6/core/settings/read/parse-aws-ini";

/** A thousand profiles are some 300 kB. What is larger is not a config file. */
const LARGEST_BYTES = 4 * 1024 * 1024;
const LINE_FEED = 10;
/** A program at the other end of a pipe may take a moment to begin, and to go on. */
const PIPE_PATIENCE = { waits: 250, eachMs: 20 };

type Environment = Readonly<Record<string, string | undefined>>;

interface AwsConfigRead {
  readonly files: AwsConfigFiles;
  readonly warnings: readonly string[];
}

/**
 * Reads the two files that AWS SDKs share: `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, else
 * `~/.aws/config` and `~/.aws/credentials`. Values that are no endpoint settings are never kept.
 * @throws Egress6Error CONFIG_INVALID, CONFIG_UNREADABLE, CONFIG_TOO_LARGE
 */
export function readAwsConfig(env: Environment): AwsConfigRead {
  const config = readNamed(env, "AWS_CONFIG_FILE", "config");
  const credentials = readNamed(env, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
  return {
    files: { config: config.file, credentials: credentials.file },
    warnings: [...config.warnings, ...credentials.warnings],
  };
}

/**
 * Reads the config file alone, for those who want nothing to do with credentials.
 * @throws Egress6Error as `readAwsConfig`
 */
export function readAwsConfigFile(env: Environment): AwsConfigRead {
  const { file, warnings } = readNamed(env, "AWS_CONFIG_FILE", "config");
  return { files: { config: file, credentials: null }, warnings };
}

/**
 * Reads one file of that kind, wherever it is.
 * @throws Egress6Error as `readAwsConfig`, and CONFIG_MISSING
 */
export function readAwsIniFile(path: string): AwsIniFile {
  return parseAwsIni(requireText(path), path);
}

/**
 * The text of a small file.
 * @throws Egress6Error CONFIG_MISSING, CONFIG_UNREADABLE, CONFIG_TOO_LARGE, CONFIG_INVALID when it is no text
 */
export function requireText(path: string): string {
  const bytes = readBytes(path);
  if (bytes !== null) return linesOfUtf8(bytes, path);
  throw new Egress6Error("CONFIG_MISSING", "input", `There is no file ${path}. Check the path.`);
}

interface NamedRead {
  readonly file: AwsIniFile | null;
  readonly warnings: readonly string[];
}

function readNamed(env: Environment, variable: string, name: string): NamedRead {
  const home = env["HOME"] || env["USERPROFILE"];
  const named = env[variable];
  if (!named && !home) return { file: null, warnings: [] };
  const path = (named || `~/.aws/${name}`).replace(/^~(?=\/|\\|$)/, home ?? "~");
  const file = readIfThere(path);
  if (file !== null) return { file, warnings: file.warnings };
  const missing = `${variable} names ${path}, which does not exist: SDKs go on without it.`;
  return { file, warnings: named ? [missing] : [] };
}

function readIfThere(path: string): AwsIniFile | null {
  const bytes = readBytes(path);
  return bytes === null ? null : parseAwsIni(linesOfUtf8(bytes, path), path);
}

function readBytes(path: string): Buffer | null {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return null;
    if (stat.isDirectory()) throw unreadable(path, "it is a folder");
    if (stat.size > LARGEST_BYTES) throw tooLarge(path, stat.size);
    return readUpTo(path, LARGEST_BYTES, stat.isFIFO());
  } catch (error) {
    if (error instanceof Egress6Error) throw error;
    throw unreadable(path, reasonOf(error), error);
  }
}

// Not every path has a size: pipes and devices have none.
function readUpTo(path: string, most: number, isPipe: boolean): Buffer {
  // A pipe that nobody writes to would otherwise be opened for ever, with no interrupt coming through.
  const flags = constants.O_RDONLY | (isPipe ? (constants.O_NONBLOCK ?? 0) : 0);
  const descriptor = openSync(path, flags);
  try {
    const chunks: Buffer[] = [];
    let total = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(64 * 1024);
      const count = isPipe
        ? readPipe(descriptor, chunk, path, total > 0)
        : readSync(descriptor, chunk);
      if (count === 0) return Buffer.concat(chunks);
      total += count;
      if (total > most) throw tooLarge(path, total);
      chunks.push(chunk.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Waits for whoever writes to begin, and to go on. */
function readPipe(descriptor: number, chunk: Buffer, path: string, hasBegun: boolean): number {
  for (let wait = 0; wait < PIPE_PATIENCE.waits; wait++) {
    const count = readNow(descriptor, chunk);
    if (count !== null && (count > 0 || hasBegun)) return count;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_PATIENCE.eachMs);
  }
  throw unreadable(path, "it is a pipe through which nothing comes");
}

/** Null: nothing is there yet. */
function readNow(descriptor: number, chunk: Buffer): number | null {
  try {
    return readSync(descriptor, chunk);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return null;
    throw error;
  }
}

function unreadable(path: string, reason: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "CONFIG_UNREADABLE",
    "input",
    `${path} cannot be read: ${reason}. Fix that, or name another file.`,
    { cause },
  );
}

function tooLarge(path: string, bytes: number): Egress6Error {
  return new Egress6Error(
    "CONFIG_TOO_LARGE",
    "input",
    `${path} has ${Math.ceil(bytes / 1024 / 1024)} MiB or more; files of settings have at most ${LARGEST_BYTES / 1024 / 1024} MiB. Name the right file.`,
  );
}

/** @throws Egress6Error CONFIG_INVALID with the line that is no UTF-8 text */
function linesOfUtf8(bytes: Uint8Array, path: string): string {
  try {
    const text = decode(bytes);
    const zero = text.indexOf("\0");
    if (zero === -1) return text;
    throw notText(path, text.slice(0, zero).split("\n").length, "a zero byte");
  } catch (cause) {
    if (cause instanceof Egress6Error) throw cause;
    throw notText(path, firstBadLine(bytes), "bytes that are not UTF-8");
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

function firstBadLine(bytes: Uint8Array): number {
  let from = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(LINE_FEED, from);
    try {
      decode(bytes.subarray(from, end === -1 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end === -1) return line;
    from = end + 1;
  }
}

function notText(path: string, line: number, what: string): Egress6Error {
  return new Egress6Error(
    "CONFIG_INVALID",
    "input",
    `${path}:${line}: it holds ${what}. Save the file as UTF-8 text.`,
  );
}
