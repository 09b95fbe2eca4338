import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { diskFull, followedPath, isDiskFull, refuseStore } from "../write-file.js";
import type { SiteContent } from "./page-documents.js";

/** Its presence says that the folder is a build and may be replaced by the next one. */
export const SITE_MARKER = ".egress6-site";

const MARKER_TEXT = "Written by `egress6 site build`, which replaces this folder whole.\n";

export interface SitePart {
  /** Inside the folder, with forward slashes. */
  readonly path: string;
  /** Once it is its turn, as all of them together take long and much memory. */
  readonly make: () => SiteContent;
}

/**
 * Writes a folder beside the target and puts it in the target's place at the end,
 * so that a build that fails leaves what was there.
 * @param stores paths of stores: a folder that holds one is not replaced
 * @throws Egress6Error SITE_FOLDER_IN_USE, SITE_UNWRITABLE, OUT_IS_STORE (input), DISK_FULL (incomplete)
 */
export async function writeSite(
  out: string,
  parts: Iterable<SitePart> | AsyncIterable<SitePart>,
  stores: readonly string[] = [],
): Promise<{ files: number }> {
  refuseStore(out, stores);
  const target = placeOf(out);
  refuseForeignFolder(target);
  const fresh = `${target}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    mkdirSync(fresh);
  } catch (cause) {
    throw unwritable(target, cause);
  }
  try {
    const files = await writeParts(fresh, parts);
    putInPlace(fresh, target);
    return { files };
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true });
    throw isSystemError(cause) ? unwritable(target, cause) : cause;
  }
}

/** A link is followed, not replaced. */
function placeOf(out: string): string {
  try {
    return followedPath(out);
  } catch (cause) {
    throw unwritable(resolve(out), cause);
  }
}

function refuseForeignFolder(target: string): void {
  const names = namesIn(target);
  if (names.length === 0 || names.includes(SITE_MARKER)) return;
  throw new Egress6Error(
    "SITE_FOLDER_IN_USE",
    "input",
    `${target} is not empty and was not written by \`egress6 site build\`. Give a new or empty folder with --out.`,
  );
}

function namesIn(target: string): readonly string[] {
  try {
    if (existsSync(target) && !statSync(target).isDirectory()) {
      throw new Egress6Error(
        "SITE_FOLDER_IN_USE",
        "input",
        `${target} is a file. Give a folder with --out.`,
      );
    }
    return existsSync(target) ? readdirSync(target) : [];
  } catch (cause) {
    throw isSystemError(cause) ? unwritable(target, cause) : cause;
  }
}

async function writeParts(
  folder: string,
  parts: Iterable<SitePart> | AsyncIterable<SitePart>,
): Promise<number> {
  let files = 0;
  for await (const { path, make } of parts) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeContent(place, make());
    files++;
  }
  writeFileSync(join(folder, SITE_MARKER), MARKER_TEXT);
  return files;
}

function writeContent(place: string, content: SiteContent): void {
  if (typeof content === "string" || content instanceof Uint8Array) {
    writeFileSync(place, content);
    return;
  }
  const file = openSync(place, "w");
  try {
    for (const piece of content) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}

function putInPlace(fresh: string, target: string): void {
  if (!existsSync(target)) {
    renameSync(fresh, target);
    return;
  }
  const old = `${fresh}.old`;
  renameSync(target, old);
  try {
    renameSync(fresh, target);
  } catch (cause) {
    renameSync(old, target);
    throw cause;
  }
  rmSync(old, { recursive: true, force: true });
}

const isSystemError = (cause: unknown): cause is NodeJS.ErrnoException =>
  cause instanceof Error && "syscall" in cause;

function unwritable(target: string, cause: unknown): Egress6Error {
  if (isDiskFull(cause)) return diskFull(target, cause);
  const detail = reasonOf(cause);
  return new Egress6Error(
    "SITE_UNWRITABLE",
    "input",
    `Cannot write the site to ${target}: ${detail}. Give another folder with --out.`,
    { cause },
  );
}
