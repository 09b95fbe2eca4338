import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { movableBytes } from "@egress6/core/flow/flow-report";
import { witnessLines } from "@egress6/core/observation/witness-words";
import { printable } from "@egress6/core/printable";
import { runFlows } from "../../app/run-flows.js";
import { flowAthenaSql } from "../../library/flow-athena-sql.js";
import { flowInput } from "../../library/flow-input.js";
import type { FlowResult } from "../../ports.js";
import { flowsDocument, pairLine } from "../../render/flows/json.js";
import { flowsMarkdown } from "../../render/flows/markdown.js";
import { flowsText } from "../../render/flows/text.js";
import { plural } from "../../render/words.js";
import { type OutputRules, refuseOutput, writeOutput } from "../../write-file.js";
import type { CliContext, ExitCode } from "../context.js";
import { outputRules } from "../output-rules.js";
import { loadPriceBook } from "../prices/price-book-files.js";
import { createProgressLine } from "../progress.js";
import { type ObservedOptions, supportFinder } from "../support-finder.js";
import { usageFault } from "../usage-fault.js";
import type { FLOW_EMIT_FORMATS, FlowEngineName } from "./flows-options.js";

export interface FlowsOptions extends ObservedOptions {
  readonly table?: string;
  readonly engine?: FlowEngineName;
  readonly topology?: readonly string[];
  readonly resolverLogs?: readonly string[];
  readonly format?: string;
  readonly from?: number;
  readonly to?: number;
  readonly ipRanges?: string;
  readonly hosts?: string;
  readonly prices?: string;
  readonly bill?: readonly string[];
  readonly pairs?: string;
  readonly emit?: (typeof FLOW_EMIT_FORMATS)[number];
  readonly maxScanGb?: number;
  readonly failOnMovable?: true;
  readonly force?: true;
  readonly json?: true;
  readonly markdown?: true;
}

/** `egress6 flows`: see the command for what it does. */
export async function flowsCommand(
  paths: readonly string[],
  options: FlowsOptions,
  context: CliContext,
): Promise<ExitCode> {
  checkUsage(paths, options);
  if (options.emit === "athena-sql") return printAthenaSql(paths, options, context);
  const pairs =
    options.pairs === undefined
      ? null
      : new PairsFile(options.pairs, outputRules(options, context));
  try {
    const result = await reportOf(paths, options, context, pairs);
    pairs?.finish();
    tell(result, context);
    context.stdout.write(textOf(result, options));
    return exitCodeOf(result, options);
  } finally {
    pairs?.close();
  }
}

/** Prints the table and the queries for Athena; nothing is run. */
async function printAthenaSql(
  paths: readonly string[],
  options: FlowsOptions,
  { env, interrupt: signal, stdout, stderr }: CliContext,
): Promise<ExitCode> {
  const [path] = paths;
  if (path === undefined || paths.length > 1 || !path.startsWith("s3://")) {
    throw usageFault(
      "--emit athena-sql takes one place in S3, for example `egress6 flows s3://BUCKET/AWSLogs/ --emit athena-sql --table logs.flow`.",
    );
  }
  const onNote = (text: string) => stderr.write(`${text}\n`);
  stdout.write(await flowAthenaSql(path, options, { env, signal, onProgress: () => {}, onNote }));
  return 0;
}

function checkUsage(paths: readonly string[], options: FlowsOptions): void {
  if (paths.length === 0 && options.table === undefined) {
    throw usageFault("Give flow logs, for example `egress6 flows AWSLogs/`, or --table.");
  }
  const isSqlOnly = options.emit === "athena-sql";
  if (
    options.table !== undefined &&
    !isSqlOnly &&
    (options.from === undefined || options.to === undefined)
  ) {
    throw usageFault(
      "--table needs --from and --to: Athena charges for what it scans. For example --from 2026-11-01 --to 2026-11-08.",
    );
  }
  if (options.table !== undefined && !isSqlOnly && paths.length > 0) {
    throw usageFault("--table and paths are two inputs: give one.");
  }
  if (options.engine === "athena" && options.table === undefined) {
    throw usageFault("--engine athena goes with --table.");
  }
  if (options.maxScanGb !== undefined && options.table === undefined) {
    throw usageFault("--max-scan-gb goes with --table.");
  }
  if (options.live === undefined && options.resolver !== undefined) {
    throw usageFault("--resolver goes with --live: without it, nobody is asked.");
  }
  if (options.from !== undefined && options.to !== undefined && options.from >= options.to) {
    throw usageFault("--from is not before --to, so there is no time between them.");
  }
  if (options.force && options.pairs === undefined)
    throw usageFault("--force goes with --pairs FILE.");
}

async function reportOf(
  paths: readonly string[],
  options: FlowsOptions,
  context: CliContext,
  pairs: PairsFile | null,
): Promise<FlowResult> {
  const { env, interrupt: signal, stderr } = context;
  const progress = createProgressLine(context);
  const input = await flowInput(paths, options, {
    env,
    signal,
    onProgress: (text) => progress.show(text),
    onNote: (text) => {
      progress.end();
      stderr.write(`${text}\n`);
    },
  }).finally(() => progress.end());
  return runFlows({
    ...input,
    reduce: () => input.reduce().finally(() => progress.end()),
    prices: loadPriceBook(options.prices, context),
    findSupport: supportFinder(options, context),
    keepsAddresses: options.emit !== undefined,
    isLive: options.live === true,
    isInterrupted: () => signal.aborted,
    ...(pairs === null ? {} : { onPair: (...pair) => pairs.add(pairLine(...pair)) }),
  });
}

function textOf(result: FlowResult, { json, markdown, emit }: FlowsOptions): string {
  if (emit === "workload") return `${JSON.stringify(result.workload, null, 2)}\n`;
  if (emit === "fca-policy") return `${JSON.stringify(result.fcaPolicy, null, 2)}\n`;
  if (json) return `${JSON.stringify(flowsDocument(result), null, 2)}\n`;
  return markdown ? flowsMarkdown(result) : flowsText(result);
}

function tell({ report, copies, resolver, witnesses }: FlowResult, { stderr }: CliContext): void {
  const { badLines, badLinesShown, damaged } = report.tallies;
  for (const line of witnessLines(witnesses)) stderr.write(`warning: ${line}\n`);
  for (const copy of copies)
    stderr.write(`warning: ${printable(copy)} is a copy. It is read once.\n`);
  for (const { file, line, reason } of badLinesShown) {
    stderr.write(
      `warning: ${printable(file)}:${line}: ${printable(reason)}. The line is not counted.\n`,
    );
  }
  if (badLines > badLinesShown.length) {
    stderr.write(`warning: ${plural(badLines - badLinesShown.length, "bad line")} more.\n`);
  }
  if (isRouteUnknown(report)) {
    stderr.write(
      "egress6: These logs do not say which bytes went to a NAT gateway. Give the network with --topology: the JSON of a survey, answers of `aws ec2 describe-…`, or a small file.\n",
    );
  }
  for (const { file, offset, reason } of [...damaged, ...resolver.damaged]) {
    stderr.write(
      `egress6: ${printable(file)}: byte ${offset}: ${printable(reason)}. What comes before it is counted. Get the file again.\n`,
    );
  }
}

/** Nothing says which bytes went to a gateway. */
const isRouteUnknown = ({ bytes, notCounted }: FlowResult["report"]): boolean =>
  bytes === 0n && notCounted.some(({ reason }) => reason === "no-route-known");

/** More of the lines than this, and the result would say little. */
const MOST_BAD_SHARE = 0.01;

function exitCodeOf({ report, isComplete, resolver }: FlowResult, options: FlowsOptions): ExitCode {
  const { badLines, records, damaged } = report.tallies;
  if (damaged.length + resolver.damaged.length > 0) return 2;
  if (badLines > MOST_BAD_SHARE * (records + badLines)) return 2;
  if (!isComplete || isRouteUnknown(report)) return 3;
  return options.failOnMovable && movableBytes(report) > 0n ? 1 : 0;
}

const PART = 1 << 16;

/** Lines in a temporary file, put in their place once all are written. */
class PairsFile {
  private readonly path: string;
  private readonly rules: OutputRules;
  private readonly folder = mkdtempSync(join(tmpdir(), "egress6-pairs-"));
  private readonly file: number;
  private text = "";

  constructor(path: string, rules: OutputRules) {
    refuseOutput(path, rules);
    this.path = path;
    this.rules = rules;
    this.file = openSync(join(this.folder, "pairs"), "w", 0o600);
  }

  add(line: string): void {
    this.text += line;
    if (this.text.length > PART) this.flush();
  }

  finish(): void {
    this.flush();
    writeOutput(this.path, (to) => copyFileSync(join(this.folder, "pairs"), to), this.rules);
  }

  close(): void {
    closeSync(this.file);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private flush(): void {
    writeSync(this.file, this.text);
    this.text = "";
  }
}
