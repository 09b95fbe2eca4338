import { createHash } from "node:crypto";
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, normalize, sep } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import { Egress6Error } from "@egress6/core/errors";
import { printable } from "@egress6/core/printable";
import { matchesPath } from "./matches-path.js";
import type { FlowFile } from "./text/read-flow-file.js";

/** What the paths of a command lead to. */
export interface FoundFlowFiles {
  readonly text: readonly FlowFile[];
  readonly parquet: readonly FlowFile[];
  /** Resolver query logs. */
  readonly resolver: readonly string[];
  /** Files of CloudTrail. */
  readonly cloudTrail: readonly string[];
  /** Ids of flow logs, by the number in `FlowFile.source`. */
  readonly sources: readonly string[];
  /** Files of other kinds, such as access logs. */
  readonly others: number;
  /** Copies of files that are read. */
  readonly copies: readonly string[];
  /** Of the names of the files; null: none is named, or several. */
  readonly region: string | null;
}

type FileKind = "text" | "parquet" | "resolver" | "cloudTrail" | "other";

/**
 * Finds flow logs and resolver query logs: files, folders such as a whole `AWSLogs`, and patterns.
 * @param hasFormat whether it is said what columns files without a header have
 * @throws Egress6Error FLOW_FILES_MISSING, FLOW_FILE_INVALID
 */
export function findFlowFiles(paths: readonly string[], hasFormat = false): FoundFlowFiles {
  const found = paths.flatMap((path) => filesAt(path));
  const seen = new Set<string>();
  const copies: string[] = [];
  const byKind: Record<FileKind, string[]> = {
    text: [],
    parquet: [],
    resolver: [],
    cloudTrail: [],
    other: [],
  };
  for (const { path, isNamed } of found.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const key = copyKey(path);
    if (seen.has(key)) copies.push(path);
    else byKind[kindOf(path, isNamed, hasFormat)].push(path);
    seen.add(key);
  }
  const isCopy = new Set(sameContent([...byKind.text, ...byKind.parquet]));
  copies.push(...isCopy);
  for (const kind of ["text", "parquet"] as const) {
    byKind[kind] = byKind[kind].filter((path) => !isCopy.has(path));
  }
  const logs = [...byKind.text, ...byKind.parquet];
  const sources = [...new Set(logs.map(flowLogOf))].sort();
  const asFiles = (list: readonly string[]): readonly FlowFile[] =>
    list.map((path) => ({ path, name: path, source: sources.indexOf(flowLogOf(path)) }));
  const regions = new Set(logs.flatMap((path) => regionOf(path) ?? []));
  const [region = null] = regions.size === 1 ? regions : [];
  return {
    text: asFiles(byKind.text),
    parquet: asFiles(byKind.parquet),
    resolver: byKind.resolver,
    cloudTrail: byKind.cloudTrail,
    sources,
    others: byKind.other.length,
    copies,
    region,
  };
}

interface FoundPath {
  readonly path: string;
  /** By itself, not by its folder. */
  readonly isNamed: boolean;
}

function filesAt(path: string): readonly FoundPath[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return filesUnder(path).map((each) => ({ path: each, isNamed: false }));
  if (found !== undefined) return [{ path, isNamed: true }];
  const wildcard = path.search(/[*?[]/);
  if (wildcard < 0) throw missing(`${path} does not exist`);
  const base = dirname(path.slice(0, wildcard + 1));
  const isThere = statSync(base, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const pattern = normalize(path);
  const matching = isThere ? filesUnder(base).filter((each) => matchesPath(pattern, each)) : [];
  if (matching.length === 0) throw missing(`nothing matches ${path}`);
  return matching.map((each) => ({ path: each, isNamed: true }));
}

function missing(what: string): Egress6Error {
  return new Egress6Error(
    "FLOW_FILES_MISSING",
    "input",
    `${what}. Give files, folders or patterns of flow logs, for example AWSLogs/.`,
  );
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.name.startsWith("."))
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ entry, path }) => entry.isFile() || (entry.isSymbolicLink() && isFile(path)))
    .map(({ path }) => path);
}

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** The last part is unique in AWS's names: `123456789012_vpcflowlogs_eu-central-1_fl-0a1b_20261102T0000Z_23ba832b.log.gz`. */
const OF_AWS = /^\d{12}_vpc(?:flowlogs|dnsquerylogs)_.+_\d{8}T\d{4}Z_[0-9a-f]+\./;

function copyKey(path: string): string {
  const name = basename(path);
  return OF_AWS.test(name) ? name : realpathSync(path);
}

/** A smaller file may have a header alone, as others have. */
const LEAST_COPY = 1024;

/**
 * Files of one flow log with the same content as one before them: only those of the same size are looked into. What
 * another flow log repeats is told by its records.
 */
function sameContent(paths: readonly string[]): readonly string[] {
  const bySize = new Map<string, string[]>();
  for (const path of paths) {
    const { size } = statSync(path);
    const key = `${size} ${flowLogOf(path)}`;
    if (size >= LEAST_COPY) bySize.set(key, [...(bySize.get(key) ?? []), path]);
  }
  return [...bySize.values()].flatMap((alike) => {
    if (alike.length < 2) return [];
    const seen = new Set<string>();
    return alike.filter((path) => {
      const content = createHash("sha256").update(readFileSync(path)).digest("hex");
      const isKnown = seen.has(content);
      seen.add(content);
      return isKnown;
    });
  });
}

const flowLogOf = (path: string): string => /_(fl-[0-9a-z]+)_/.exec(basename(path))?.[1] ?? "";

const regionOf = (path: string): string | null =>
  /_vpcflowlogs_([a-z0-9-]+)_fl-/.exec(basename(path))?.[1] ??
  /[/\\](?:aws-region=|vpcflowlogs[/\\])([a-z]{2}[a-z0-9-]+-\d+)[/\\]/.exec(path)?.[1] ??
  null;

function kindOf(path: string, isNamed: boolean, hasFormat: boolean): FileKind {
  const place = path.split(sep).join("/");
  if (/\.parquet$/i.test(place)) return "parquet";
  if (/\/vpcdnsquerylogs\//.test(place)) return "resolver";
  if (/\/vpcflowlogs\//.test(place) || /aws-service=vpcflowlogs\//.test(place)) return "text";
  if (/\/CloudTrail\/.*\.json(?:\.gz)?$/.test(place)) return "cloudTrail";
  if (/\/(CloudTrail|CloudTrail-Digest|Config|elasticloadbalancing)\//.test(place)) return "other";
  const text = firstTextOf(path);
  const sniffed = sniff(text);
  if (sniffed !== "other" || !isNamed) return sniffed;
  const [line = ""] = text.split("\n", 1);
  // What is empty has no records, and what cannot be unpacked is named with its place later.
  if (hasFormat || line === "") return "text";
  throw new Egress6Error(
    "FLOW_FILE_INVALID",
    "input",
    `${path} is no flow log: it begins with "${printable(line.slice(0, 60))}". Give VPC flow logs, as text or Parquet; of text without a header also --format.`,
  );
}

const SNIFFED_BYTES = 64 * 1024;

/** By the first bytes. */
function sniff(text: string): FileKind {
  if (text.startsWith("PAR1")) return "parquet";
  const [line = ""] = text.split("\n", 1);
  if (/^\s*\{\s*"Records"\s*:/.test(text)) return "cloudTrail";
  if (line.trimStart().startsWith("{")) return line.includes('"query_name"') ? "resolver" : "other";
  if (/\b(?:srcaddr|pkt-srcaddr|log-status)\b/.test(line)) return "text";
  return /^(?:\S+Z )?2 (?:\d{12}|unknown) \S+ /.test(line) ? "text" : "other";
}

/** What a file begins with, gzip or not; empty: it cannot be read. */
export const firstTextOf = (path: string): string => firstBytes(path).toString("latin1");

function firstBytes(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(SNIFFED_BYTES);
    const length = readSync(file, buffer, 0, buffer.length, 0);
    const bytes = buffer.subarray(0, length);
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    // What is cut off is not waited for.
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  } finally {
    closeSync(file);
  }
}
