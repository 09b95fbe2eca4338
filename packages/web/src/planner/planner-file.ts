import { type PlaybookSources, playbookSourcesOf } from "@egress6/core/playbook/playbook-sources";
import { documentKind } from "@egress6/core/prove/document-kind";
import { type WorkloadWriter, workloadInDocument } from "@egress6/core/workload/join-sources";
import {
  parseWorkloadPart,
  type WorkloadNames,
  type WorkloadProblems,
} from "@egress6/core/workload/parse-workload";
import { pathText, type WorkloadPath } from "@egress6/core/workload/workload-problems";
import { isDocument, type WorkloadDocument } from "./edit-document.js";

/** What the planner keeps of a file: it is one of those that make a workload together. */
export interface PlannerFile {
  readonly name: string;
  /** The command whose document it is; null: a workload file. */
  readonly by: WorkloadWriter | null;
  readonly workload: WorkloadDocument;
  /** Of an audit or a survey: repairs are steps, and steps name ids. */
  readonly sources: PlaybookSources;
  /** Whether it is of the invented shop. */
  readonly isExample?: true;
}

// The YAML library is loaded when a file is read, not with the page.
const yaml = () => import("yaml");

/** YAML of this length takes a second. */
const MOST_YAML = 5_000_000;

/**
 * Reads a workload file, YAML or JSON, or the JSON document of `audit`, `survey` or `flows`, as `egress6 plan` does.
 * @throws Error with a sentence for the person in front of the page, which names the place
 */
export async function readPlannerFile(
  name: string,
  text: string,
  names: WorkloadNames,
): Promise<PlannerFile> {
  const document = jsonOrNull(text) ?? (await fromYaml(name, text));
  const { value, by, isInner } = workloadInDocument(document);
  const kind = documentKind(document);
  if (by !== null && !isInner) {
    throw new Error(
      `${name} holds no workload. Run \`egress6 ${by}\` again with this version, with --json and a region.`,
    );
  }
  if (kind === "plan") {
    throw new Error(
      `${name} is a plan already. Choose the files that it was made from; its steps open on the Checklist page.`,
    );
  }
  if (kind === "doctor" || kind === "check") {
    throw new Error(`${name} is what \`egress6 ${kind}\` printed: it holds no workload.`);
  }
  if (!isDocument(value)) {
    throw new Error(`${name} holds no workload: it has no keys and values at its top.`);
  }
  const read = parseWorkloadPart(value, names);
  if ("problems" in read) {
    throw new Error(await problemsText(name, text, isInner ? ["workload"] : [], read));
  }
  return { name, by, workload: value, sources: playbookSourcesOf(document) };
}

function jsonOrNull(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function fromYaml(name: string, text: string): Promise<unknown> {
  if (text.length > MOST_YAML) throw new Error(`${name} is not JSON, and too large for YAML.`);
  const { parseDocument } = await yaml();
  const parsed = parseDocument(text, { version: "1.2" });
  const [broken] = parsed.errors;
  if (broken !== undefined) throw new Error(`${name}: ${broken.message}`);
  try {
    return parsed.toJS();
  } catch {
    throw new Error(`${name} is no workload file, which is YAML or JSON.`);
  }
}

async function problemsText(
  name: string,
  text: string,
  base: WorkloadPath,
  { problems, isAll }: WorkloadProblems,
): Promise<string> {
  const lineOf = text.length > MOST_YAML ? () => "" : await linesOf(text);
  const lines = problems.map(({ path, message }) => {
    const place = path.length === 0 ? "" : ` ${pathText(path)}:`;
    return `${name}${lineOf([...base, ...path])}:${place} ${message}`;
  });
  return [...lines, ...(isAll ? [] : ["There may be more."])].join("\n");
}

/** Where the value stands, or what is around it: `:12`. */
async function linesOf(text: string): Promise<(path: WorkloadPath) => string> {
  const { isNode, LineCounter, parseDocument } = await yaml();
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, version: "1.2" });
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return `:${lineCounter.linePos(node.range[0]).line}`;
    }
    return "";
  };
}
