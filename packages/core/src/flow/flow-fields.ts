import { Egress6Error } from "../errors.js";
import { printable } from "../printable.js";

/** The fields of version 2, in the fixed order of a log without a format of its own. */
export const DEFAULT_FLOW_FIELDS: readonly string[] =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status".split(
    " ",
  );

/** Any of these in a line makes it a header. */
const HEADER_FIELDS = new Set(["srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr", "log-status"]);
const FIELD = /^[a-z][a-z0-9-]{0,60}$/;
const MOST_FIELDS = 200;

/** As AWS's documents write a field; Parquet and tables have underscores. */
export const flowFieldName = (text: string): string => text.toLowerCase().replaceAll("_", "-");

/** The fields of a header line; null: the line is no header. */
export function flowHeader(line: string): readonly string[] | null {
  // Some editors put a mark at the beginning, here as its bytes are read one by one.
  const text = line.replace(/^(?:\uFEFF|\u00EF\u00BB\u00BF)/, "").trim();
  const fields = text.split(/\s+/).map(flowFieldName);
  const isHeader =
    fields.length <= MOST_FIELDS &&
    fields.every((field) => FIELD.test(field)) &&
    fields.some((field) => HEADER_FIELDS.has(field));
  return isHeader ? fields : null;
}

/**
 * The fields of a LogFormat, as `aws ec2 describe-flow-logs` shows it: `${version} ${vpc-id} …`.
 * @throws Egress6Error FLOW_FORMAT_INVALID
 */
export function parseFlowFormat(text: string): readonly string[] {
  const words = text.trim().split(/\s+/);
  const fields = words.map((word) => flowFieldName(/^\$\{(.+)\}$/.exec(word)?.[1] ?? word));
  const wrong = words.find((_, index) => !FIELD.test(fields[index] ?? ""));
  if (text.trim() !== "" && wrong === undefined) return fields;
  throw new Egress6Error(
    "FLOW_FORMAT_INVALID",
    "input",
    `--format: ${wrong === undefined ? "it is empty" : `"${printable(wrong.slice(0, 60))}" is not a field`}. Give the LogFormat of the flow log, for example '\${version} \${interface-id} …'. \`aws ec2 describe-flow-logs\` shows it.`,
  );
}
