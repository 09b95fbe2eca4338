import type { WorkloadDocument } from "./edit-document.js";

// The YAML library is loaded when a file is written, not with the page.
const yaml = () => import("yaml");

export const FILE_FORMATS = ["yaml", "json"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export async function workloadFileText(
  workload: WorkloadDocument,
  format: FileFormat,
): Promise<string> {
  if (format === "json") return `${JSON.stringify(workload, null, 2)}\n`;
  return (await yaml()).stringify(workload);
}
