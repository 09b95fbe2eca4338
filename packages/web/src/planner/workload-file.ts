import { isDocument, type WorkloadDocument } from "./edit-document.js";

// The YAML library is loaded when a file is read or written, not with the page.
const yaml = () => import("yaml");

/** More is no workload that a person wrote. */
const MOST_BYTES = 5_000_000;

/**
 * Reads a workload file, YAML or JSON.
 * @throws Error with a sentence for the person in front of the page
 */
export async function readWorkloadFile(file: File): Promise<WorkloadDocument> {
  if (file.size > MOST_BYTES) throw new Error(`${file.name} is larger than 5 MB.`);
  const { parseDocument } = await yaml();
  const parsed = parseDocument(await file.text(), { version: "1.2" });
  const [broken] = parsed.errors;
  if (broken !== undefined) throw new Error(`${file.name}: ${broken.message}`);
  const value: unknown = parsed.toJS();
  if (isDocument(value)) return value;
  throw new Error(`${file.name} holds no workload: it has no keys and values at its top.`);
}

export const FILE_FORMATS = ["yaml", "json"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export async function workloadFileText(
  workload: WorkloadDocument,
  format: FileFormat,
): Promise<string> {
  if (format === "json") return `${JSON.stringify(workload, null, 2)}\n`;
  return (await yaml()).stringify(workload);
}
