import { type ReportedFlows, readFlowsDocument } from "@egress6/core/flow/read-flows-document";
import { signal } from "@preact/signals";
import { exampleFile } from "../example/example-files.js";
import { fileText, parsedJson } from "../files/file-text.js";
import { keep, readKept } from "./kept-files.js";

const KEY = "egress6.traffic";

interface ShownReport {
  readonly name: string;
  readonly report: ReportedFlows;
  readonly isExample: boolean;
  /** Whether a reload finds it again. */
  readonly isKept: boolean;
}

/** The report that is shown; null: none was chosen. */
export const traffic = signal<ShownReport | null>(null);
/** Why a file was not taken. */
export const trafficFault = signal<string | null>(null);

export async function takeTrafficFile(file: File, isExample = false): Promise<void> {
  trafficFault.value = null;
  try {
    const document = parsedJson(file.name, await fileText(file));
    const report = readFlowsDocument(document, file.name);
    const isKept = keep(KEY, { name: file.name, document: withoutWorkload(document), isExample });
    traffic.value = { name: file.name, report, isExample, isKept };
  } catch (error) {
    trafficFault.value = error instanceof Error ? error.message : String(error);
  }
}

/** Large, and not shown here. */
function withoutWorkload(document: unknown): unknown {
  const { workload: _, ...rest } = document as Readonly<Record<string, unknown>>;
  return rest;
}

export async function takeExampleTraffic(): Promise<void> {
  try {
    await takeTrafficFile(await exampleFile("flows.json"), true);
  } catch (error) {
    trafficFault.value = error instanceof Error ? error.message : String(error);
  }
}

/** The one that this tab had before a reload. */
export function restoreTraffic(): void {
  const kept = readKept(KEY);
  if (typeof kept !== "object" || kept === null || !("document" in kept)) return;
  const name = "name" in kept && typeof kept.name === "string" ? kept.name : "The report";
  try {
    const report = readFlowsDocument(kept.document, name);
    const isExample = "isExample" in kept && kept.isExample === true;
    traffic.value = { name, report, isExample, isKept: true };
  } catch {
    // An earlier version of this page wrote it.
    keep(KEY, null);
  }
}

export function closeTraffic(): void {
  traffic.value = null;
  keep(KEY, null);
}
