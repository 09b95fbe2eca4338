import { readFileSync, statSync } from "node:fs";
import { Egress6Error, reasonOf } from "@egress6/core/errors";

/** Larger is no document of ours. */
const MOST_BYTES = 200_000_000;

/** @throws Egress6Error DOCUMENT_UNREADABLE */
export function readDocumentFile(path: string): unknown {
  try {
    if (statSync(path).size > MOST_BYTES) throw new Error("it is larger than 200 MB");
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)));
  } catch (cause) {
    throw new Egress6Error(
      "DOCUMENT_UNREADABLE",
      "input",
      `${path} cannot be read as JSON: ${reasonOf(cause)}. Give what \`--json\` of a command printed.`,
      { cause },
    );
  }
}
