import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import type { SkippedFile } from "@egress6/core/audit/reading";
import { Egress6Error, reasonOf } from "@egress6/core/errors";

export interface FoundFile {
  /** From the folder audited, with `/`. */
  readonly path: string;
  readonly absolute: string;
  readonly bytes: number;
}

export interface FoundFiles {
  /** The folder that paths are told from. */
  readonly root: string;
  /** Sorted. */
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedFile[];
}

/** What others wrote, or machines did. */
const IGNORED_FOLDERS = new Set([
  ".git",
  ".hg",
  ".svn",
  "node_modules",
  "bower_components",
  ".terraform",
  ".terragrunt-cache",
  "cdk.out",
  ".aws-sam",
  ".serverless",
  "site-packages",
  "dist-packages",
  ".venv",
  "venv",
  ".tox",
  "__pycache__",
  ".mypy_cache",
  ".gradle",
  ".idea",
  ".next",
  ".nuxt",
  ".tmp",
  "vendor",
  "third_party",
  "coverage",
]);

/** SDKs that lie in a layer or a folder of their own. */
const VENDORED = new Set(["boto3", "botocore", "s3transfer", "aiobotocore", "aws-sdk", "@aws-sdk"]);

const MOST_FILES = 200_000;
const MOST_DEPTH = 40;

/**
 * The files of these paths, without what is ignored. A path that is named itself is never ignored.
 * @throws Egress6Error AUDIT_PATH
 */
export function findFiles(paths: readonly string[], cwd: string): FoundFiles {
  const starts = paths.map((path) => resolve(cwd, path));
  const stats = starts.map((path, index) => ({ path, stat: statOf(path, paths[index] ?? path) }));
  const [only] = stats;
  const isOneFolder = stats.length === 1 && only?.stat.isDirectory() === true;
  const root = isOneFolder ? only.path : cwd;
  const files = new Map<string, FoundFile>();
  const skipped: SkippedFile[] = [];
  const shown = (path: string) => {
    const inside = relative(root, path).split(sep).join("/");
    return inside === "" ? basename(path) : inside;
  };
  const visit = (folder: string, depth: number) => {
    for (const entry of entriesOf(folder, shown, skipped)) {
      const path = join(folder, entry.name);
      // Links are left alone: what they lead to is read where it is, or is not ours.
      if (entry.isSymbolicLink()) continue;
      if (entry.isDirectory()) {
        if (IGNORED_FOLDERS.has(entry.name) || isVendored(entry.name, folder)) continue;
        if (depth >= MOST_DEPTH) skipped.push({ file: shown(path), reason: "Nested too deeply." });
        else visit(path, depth + 1);
      } else if (entry.isFile()) add(path);
    }
  };
  const add = (path: string) => {
    if (files.size >= MOST_FILES) return;
    const name = shown(path);
    files.set(name, { path: name, absolute: path, bytes: lstatSync(path).size });
  };
  for (const { path, stat } of stats) {
    if (stat.isDirectory()) visit(path, 0);
    else add(path);
  }
  if (files.size >= MOST_FILES) {
    skipped.push({ file: ".", reason: `Only the first ${MOST_FILES} files are read.` });
  }
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { root, files: sorted, skipped };
}

const isVendored = (name: string, folder: string): boolean =>
  VENDORED.has(name) && !/[\\/](src|lib|app|services?)$/.test(folder);

function statOf(path: string, typed: string) {
  try {
    const stat = lstatSync(path);
    if (stat.isDirectory() || stat.isFile()) return stat;
  } catch (cause) {
    throw pathFault(typed, reasonOf(cause), cause);
  }
  throw pathFault(typed, "it is no file and no folder");
}

const pathFault = (typed: string, reason: string, cause?: unknown): Egress6Error =>
  new Egress6Error(
    "AUDIT_PATH",
    "input",
    `${typed} cannot be read: ${reason}. Give a file or a folder, for example \`egress6 audit infra\`.`,
    { cause },
  );

function entriesOf(
  folder: string,
  shown: (path: string) => string,
  skipped: SkippedFile[],
): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    skipped.push({ file: shown(folder), reason: `Cannot be read: ${reasonOf(error)}.` });
    return [];
  }
}
