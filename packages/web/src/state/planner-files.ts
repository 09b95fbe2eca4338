import { EVIDENCE_SOURCES, type EvidenceSource } from "@egress6/core/workload/evidence";
import type { WorkloadNames } from "@egress6/core/workload/parse-workload";
import { signal } from "@preact/signals";
import { fileText } from "../files/file-text.js";
import { isDocument } from "../planner/edit-document.js";
import { type PlannerFile, readPlannerFile } from "../planner/planner-file.js";
import { keep, readKept } from "./kept-files.js";

const KEY = "egress6.planner-files";

/** Files that make the workload together; they stay in this browser. */
export const plannerFiles = signal<readonly PlannerFile[]>([]);
/** Whose word counts where they contradict each other; null: nobody's, so that it is asked. */
export const preferred = signal<EvidenceSource | null>(null);
/** Why files were not taken, a sentence each. */
export const fileFaults = signal<readonly string[]>([]);
/** Whether a reload of the page finds them again. */
export const areFilesKept = signal(true);

interface AddFilesOptions {
  /** Whether they take the place of those that are there. */
  readonly isAnew: boolean;
  readonly areExamples: boolean;
}

/** @returns whether any was taken */
export async function addFiles(
  files: readonly File[],
  names: WorkloadNames,
  { isAnew, areExamples }: AddFilesOptions,
): Promise<boolean> {
  const faults: string[] = [];
  const taken: PlannerFile[] = [];
  for (const file of files) {
    try {
      const name = freeName(file.name, taken);
      const read = await readPlannerFile(name, await fileText(file), names);
      taken.push(areExamples ? { ...read, isExample: true } : read);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  fileFaults.value = faults;
  if (taken.length === 0) return false;
  const others = isAnew
    ? []
    : plannerFiles.peek().filter(({ isExample = false }) => isExample === areExamples);
  // A file of a name that is there already is its next version.
  setFiles([...others.filter(({ name }) => taken.every((each) => each.name !== name)), ...taken]);
  return true;
}

function freeName(name: string, taken: readonly PlannerFile[]): string {
  const same = taken.filter((each) => each.name.replace(/ \(\d+\)$/, "") === name).length;
  return same === 0 ? name : `${name} (${same + 1})`;
}

export function setFiles(files: readonly PlannerFile[]): void {
  plannerFiles.value = files;
  keepFiles();
}

export function prefer(source: EvidenceSource | null): void {
  preferred.value = source;
  keepFiles();
}

function keepFiles(): void {
  const files = plannerFiles.peek();
  areFilesKept.value = keep(KEY, files.length === 0 ? null : { files, prefer: preferred.peek() });
}

/** Going back shows them again, a link to the page does not. */
export const forgetFiles = (): void => void keep(KEY, null);

/** Those that this tab had before a reload. @returns whether there are any */
export function restoreFiles(): boolean {
  const kept = readKept(KEY);
  if (!isDocument(kept) || !Array.isArray(kept["files"])) return false;
  const files = kept["files"].filter(isPlannerFile);
  plannerFiles.value = files;
  preferred.value = EVIDENCE_SOURCES.find((source) => source === kept["prefer"]) ?? null;
  return files.length > 0;
}

/** This page wrote them, perhaps an earlier version of it. */
const isPlannerFile = (value: unknown): value is PlannerFile =>
  isDocument(value) &&
  typeof value["name"] === "string" &&
  isDocument(value["workload"]) &&
  isDocument(value["sources"]);
