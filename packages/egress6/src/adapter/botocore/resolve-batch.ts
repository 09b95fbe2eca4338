import type { Readable } from "node:stream";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { readLines } from "./read-lines.js";
import type { Resolution } from "./rule-engine.js";

/**
 * Answers one line.
 * @throws Egress6Error for a line that asks for what is not there
 */
export type BatchResolver = (service: string, params: object) => Resolution;

export interface BatchSummary {
  readonly lines: number;
  /** Lines that could not be understood; each was answered with an error that names it. */
  readonly badLines: number;
}

/** Output is handed on in pieces of about this many characters. */
const CHUNK = 64 * 1024;

/**
 * Resolves `{"service", "params"}` lines: one `{"url"}` or `{"error"}` line for each, in the same order.
 * @param resolve `rulesResolver` or `catalogResolver`
 * @param write resolves when more may be written
 */
export async function resolveBatch(
  resolve: BatchResolver,
  input: Readable,
  write: (text: string) => Promise<void>,
): Promise<BatchSummary> {
  let output = "";
  let lines = 0;
  let badLines = 0;
  for await (const line of readLines(input)) {
    lines++;
    let answer: Resolution;
    try {
      const { service, params } = parseLine(line);
      answer = resolve(service, params);
    } catch (error) {
      if (!(error instanceof Egress6Error)) throw error;
      badLines++;
      answer = { error: `line ${lines}: ${error.message}` };
    }
    output += `${JSON.stringify(answer)}\n`;
    if (output.length >= CHUNK) {
      await write(output);
      output = "";
    }
  }
  if (output !== "") await write(output);
  return { lines, badLines };
}

function parseLine(line: string | null): { service: string; params: object } {
  if (line === null) throw badLine("longer than 1 MiB");
  const json = parseJson(line);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw badLine('not an object such as {"service":"s3","params":{"Region":"eu-west-1"}}');
  }
  if (!("service" in json) || typeof json.service !== "string") {
    throw badLine('"service" is missing or not a text');
  }
  const params = "params" in json ? json.params : {};
  if (typeof params !== "object" || params === null || Array.isArray(params)) {
    throw badLine('"params" is not an object');
  }
  return { service: json.service, params };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw badLine(`not JSON (${reasonOf(error)})`);
  }
}

const badLine = (message: string) => new Egress6Error("LINE_INVALID", "input", message);
