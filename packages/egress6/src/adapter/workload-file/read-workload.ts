import { readFileSync } from "node:fs";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { parseWorkload, type WorkloadNames } from "@egress6/core/workload/parse-workload";
import type { Workload } from "@egress6/core/workload/workload";
import {
  pathText,
  type WorkloadPath,
  type WorkloadProblem,
} from "@egress6/core/workload/workload-problems";
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
 * @throws Egress6Error WORKLOAD_UNREADABLE, WORKLOAD_INVALID naming file, line and place of each problem
 */
export function readWorkload(path: string, names: WorkloadNames): Workload {
  return readWorkloadText(readText(path), path, names);
}

/** @param path for messages */
export function readWorkloadText(text: string, path: string, names: WorkloadNames): Workload {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: "1.2",
    prettyErrors: false,
    // No workload has other keys, and the parser is a fifth faster for it.
    stringKeys: true,
  });
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw invalid([`${path}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`]);
  }
  const result = parseWorkload(plainValue(document, path), names);
  if ("workload" in result) return result.workload;
  const messages = result.problems.map((problem) => located(problem, document, lines, path));
  throw invalid(
    result.isAll ? messages : [...messages, "There may be more: only the first ten are shown."],
  );
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
    const reason = reasonOf(cause);
    throw invalid([`${path}: ${reason}`]);
  }
}

const invalid = (messages: readonly string[]): Egress6Error =>
  new Egress6Error("WORKLOAD_INVALID", "input", messages.join("\n"));

/** `shop.yaml:12: services[3].service: there is no AWS service "sqss". Nearest: …` */
function located(
  { path, message }: WorkloadProblem,
  document: Document.Parsed,
  lines: LineCounter,
  file: string,
): string {
  const offset = offsetOf(document, path);
  const line = offset === null ? "" : `:${lines.linePos(offset).line}`;
  const place = path.length === 0 ? "" : ` ${pathText(path)}:`;
  return `${file}${line}:${place} ${message}`;
}

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
