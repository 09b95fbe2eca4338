import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Egress6Error, reasonOf } from "@egress6/core/errors";

/** Files of AWS are smaller than this by far. */
const MOST_BYTES = 1 << 30;

/**
 * A file that an option names, gzip or not.
 * @throws Egress6Error FLOW_FILE_UNREADABLE
 */
export function readTextFile(path: string, option: string): string {
  try {
    const bytes = readFileSync(path);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return (isGzip ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes).toString("utf8");
  } catch (cause) {
    throw new Egress6Error(
      "FLOW_FILE_UNREADABLE",
      "input",
      `${option}: cannot read ${path}: ${reasonOf(cause)}. Give a file that exists and that you may read.`,
      { cause },
    );
  }
}

/** @throws Egress6Error FLOW_FILE_UNREADABLE, FLOW_FILE_INVALID */
export function readJsonFile(path: string, option: string): unknown {
  const text = readTextFile(path, option);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidFlowFile(path, option, reasonOf(cause), cause);
  }
}

export function invalidFlowFile(
  path: string,
  option: string,
  reason: string,
  cause?: unknown,
): Egress6Error {
  return new Egress6Error("FLOW_FILE_INVALID", "input", `${option}: ${path}: ${reason}.`, {
    cause,
  });
}
