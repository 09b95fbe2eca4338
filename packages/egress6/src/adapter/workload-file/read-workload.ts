import { readFileSync } from "node:fs";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import type { EvidenceSource } from "@egress6/core/workload/evidence";
import {
  joinSources,
  type WorkloadWriter,
  workloadInDocument,
} from "@egress6/core/workload/join-sources";
import { mergeWorkloads, type WorkloadSource } from "@egress6/core/workload/merge";
import {
  parseWorkload,
  parseWorkloadPart,
  type WorkloadNames,
  type WorkloadProblems,
} from "@egress6/core/workload/parse-workload";
import type { WorkloadPartFile } from "@egress6/core/workload/schema";
import type { Workload } from "@egress6/core/workload/workload";
import { pathText, type WorkloadPath } from "@egress6/core/workload/workload-problems";
import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
} from "yaml";

/** More is no workload that a person wrote. */
const MOST_BYTES = 50_000_000;

/**
 * Reads a workload file, YAML or JSON.
 * @throws Egress6Error WORKLOAD_UNREADABLE, WORKLOAD_INVALID naming file, line, column and place of each problem
 */
export function readWorkload(path: string, names: WorkloadNames): Workload {
  return readWorkloadText(readText(path), path, names);
}

/** @param path for messages */
export function readWorkloadText(text: string, path: string, names: WorkloadNames): Workload {
  const file = new WorkloadText(text, path);
  const result = parseWorkload(file.value, names);
  if ("workload" in result) return result.workload;
  throw file.invalid(result);
}

export interface JoinedWorkload {
  readonly workload: Workload;
  /** Differences between the files that a rule has settled, a sentence each. */
  readonly settled: readonly string[];
}

/**
 * Reads several files that make one workload together, such as what was found in code, in the account and in
 * flow logs. One file is read as it stands.
 * @param prefer whose word counts where the files contradict each other
 * @throws Egress6Error as `readWorkload`, and WORKLOAD_CONFLICT naming both values and both places
 */
export function readWorkloads(
  paths: readonly string[],
  names: WorkloadNames,
  prefer: EvidenceSource | null = null,
): JoinedWorkload {
  const [first, ...others] = paths;
  if (first !== undefined && others.length === 0) {
    return { workload: readWorkload(first, names), settled: [] };
  }
  const sources = readSources(paths, names);
  const { settled, conflicts, result } = joinSources(sources, names, prefer);
  if (conflicts.length > 0) throw conflicting(conflicts);
  if ("workload" in result) return { workload: result.workload, settled };
  const place = paths.join(" + ");
  throw invalid(
    result.problems.map(({ path, message }) => `${place}: ${pathText(path)}: ${message}`),
  );
}

/**
 * What files say of a workload, which need not be whole: for those who want its destinations alone.
 * @throws Egress6Error as `readWorkloads`
 */
export function readWorkloadPart(paths: readonly string[], names: WorkloadNames): WorkloadPartFile {
  const { part, conflicts } = mergeWorkloads(readSources(paths, names), names);
  if (conflicts.length > 0) throw conflicting(conflicts);
  return part;
}

function readSources(paths: readonly string[], names: WorkloadNames): readonly WorkloadSource[] {
  return paths.map((path) => {
    const file = new WorkloadText(readText(path), path);
    const result = parseWorkloadPart(file.value, names);
    if ("part" in result) {
      const { kind } = file;
      return { place: path, part: result.part, ...(kind === null ? {} : { by: kind }) };
    }
    throw file.invalid(result);
  });
}

const conflicting = (conflicts: readonly string[]): Egress6Error =>
  new Egress6Error(
    "WORKLOAD_CONFLICT",
    "input",
    `The files contradict each other:\n${conflicts.join("\n")}\nCorrect one of them, or say whose word counts, for example \`--prefer survey\`.`,
  );

/** The text of a file, which remembers where everything stands. */
class WorkloadText {
  /** What the file says; of a document of another command that holds a workload, the workload. */
  readonly value: unknown;
  /** The command whose document it is; null: none of those that look. */
  readonly kind: WorkloadWriter | null;
  private readonly path: string;
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;
  /** Where the workload stands in the document. */
  private readonly base: WorkloadPath;

  /** @throws Egress6Error WORKLOAD_INVALID */
  constructor(text: string, path: string) {
    this.path = path;
    this.document = parseDocument(text, {
      lineCounter: this.lines,
      version: "1.2",
      prettyErrors: false,
      // No workload has other keys, and the parser is a fifth faster for it.
      stringKeys: true,
    });
    const [broken] = this.document.errors;
    if (broken !== undefined) {
      throw noWorkload(path, this.positionText(broken.pos[0]), broken);
    }
    const { value, by, isInner } = workloadInDocument(plainValue(this.document, path));
    this.kind = by;
    this.base = isInner ? ["workload"] : [];
    this.value = value;
  }

  /** `:6:14`, as editors and terminals take it behind the path of a file; both count from 1. */
  private positionText(offset: number): string {
    const { line, col } = this.lines.linePos(offset);
    return `:${line}:${col}`;
  }

  invalid({ problems, isAll }: WorkloadProblems): Egress6Error {
    const messages = problems.map(({ path, message }) => {
      const offset = offsetOf(this.document, [...this.base, ...path]);
      const position = offset === null ? "" : this.positionText(offset);
      const place = path.length === 0 ? "" : ` ${pathText(path)}:`;
      return `${this.path}${position}:${place} ${message}`;
    });
    return invalid(
      isAll ? messages : [...messages, "There may be more: only the first ten are shown."],
    );
  }
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length <= MOST_BYTES) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const reason = reasonOf(cause);
    throw unreadable(path, reason, cause);
  }
  throw unreadable(path, `it is larger than ${MOST_BYTES / 1_000_000} MB`);
}

function unreadable(path: string, reason: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "WORKLOAD_UNREADABLE",
    "input",
    `The workload file ${path} cannot be read: ${reason}. \`egress6 plan --help\` shows an example.`,
    { cause },
  );
}

// Aliases may unfold a small file into a giant one; the library stops at a hundred.
function plainValue(document: Document.Parsed, path: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw noWorkload(path, "", cause);
  }
}

/** What reads as no YAML: of a file that is called otherwise, that is all there is to say. */
const noWorkload = (path: string, position: string, cause: unknown): Egress6Error => {
  const what = /\.(ya?ml|json)$/i.test(path)
    ? `${path}${position}: ${reasonOf(cause)}.`
    : `${path} is not a workload file, which is YAML or JSON.`;
  return new Egress6Error(
    "WORKLOAD_INVALID",
    "input",
    `${what} \`egress6 plan --help\` shows an example.`,
    { cause },
  );
};

const invalid = (messages: readonly string[]): Egress6Error =>
  new Egress6Error("WORKLOAD_INVALID", "input", messages.join("\n"));

/** Where the value stands, else its key, else what is around it. */
function offsetOf(document: Document.Parsed, path: WorkloadPath): number | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range)
      return keyOffset(document, path.slice(0, length)) ?? node.range[0];
  }
  return null;
}

/** The line of the key says more than that of a list or object below it. */
function keyOffset(document: Document.Parsed, path: WorkloadPath): number | null {
  const key = path.at(-1);
  const around = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (typeof key !== "string" || !isCollection(around) || !isMap(around)) return null;
  const pair = around.items.find((item) => isScalar(item.key) && item.key.value === key);
  return isScalar(pair?.key) ? (pair.key.range?.[0] ?? null) : null;
}
