import { createReadStream } from "node:fs";
import { addAbortSignal } from "node:stream";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { witnessLines } from "@egress6/core/observation/witness-words";
import { type NameLine, readNameLines } from "../../adapter/dns/names-file.js";
import { observeNames } from "../../adapter/dns/observe-names.js";
import { parseResolvers, systemResolvers } from "../../adapter/dns/resolver-address.js";
import { type LookupReport, runLookup } from "../../app/run-lookup.js";
import { type LookupNames, lookupNames } from "../../library/lookup-names.js";
import type { CliContext, ExitCode } from "../context.js";
import type { ResolverOptions } from "../options.js";
import { createProgress } from "../progress.js";
import { BadNames } from "./bad-names.js";
import { LookupWriter } from "./lookup-writer.js";

export interface LookupOptions extends ResolverOptions {
  readonly names?: string;
  readonly json?: true;
  readonly ndjson?: true;
}

/** So many names are observed at a time: files may be of any length. */
const BATCH = 100_000;
const READ_AT_ONCE = 1 << 18;

/** `egress6 lookup`: see the command for what it does. */
export async function lookupCommand(
  typed: readonly string[],
  options: LookupOptions,
  context: CliContext,
): Promise<ExitCode> {
  if (typed.length === 0 && options.names === undefined) {
    throw new Egress6Error(
      "NAMES_MISSING",
      "input",
      "There is nothing to look up. Give names, or a file of them with --names FILE (- for stdin).",
    );
  }
  const resolvers = options.resolver
    ? await parseResolvers(options.resolver)
    : await systemResolvers();
  const { rate, trustResolver } = options;
  const { stdout, stderr, interrupt } = context;
  const writer = new LookupWriter(
    stdout,
    options.json ? "json" : options.ndjson ? "ndjson" : "text",
  );
  const badNames = new BadNames();
  const { parse, aboutName } = lookupNames();
  const progress = createProgress(context, "lookup");
  let report: LookupReport;
  try {
    report = await runLookup({
      batches: batchesOf(typed, options.names, { badNames, parse, context }),
      aboutName,
      observe: observeNames,
      options: {
        resolvers,
        rate,
        trustResolver: trustResolver === true,
        signal: interrupt,
        onWitness: (witness) => writer.hear(witness),
        onProgress: (state) => {
          progress.update(state);
          if (state.done === state.total || interrupt.aborted) progress.end();
        },
      },
      onBatch: (names) => writer.expect(names),
      onObservation: (observation) => writer.write(observation),
      onWitnesses: (witnesses) => {
        for (const line of witnessLines(witnesses)) stderr.write(`egress6: ${line}\n`);
      },
      drained: () => writer.drained(),
    });
  } finally {
    await writer.end();
    badNames.report(stderr);
  }
  return sumUp(report, badNames, context);
}

/** How names are read, and where those go that are none. */
interface Reading extends Pick<LookupNames, "parse"> {
  readonly badNames: BadNames;
  readonly context: CliContext;
}

/** What was typed, then what the file has. */
async function* batchesOf(
  typed: readonly string[],
  file: string | undefined,
  reading: Reading,
): AsyncGenerator<readonly string[]> {
  const { badNames } = reading;
  let batch = typedNames(typed, reading);
  for await (const lines of fileLines(file, reading)) {
    for (const line of lines) {
      if (line.ok) batch.push(line.name);
      else badNames.add({ place: `line ${line.line}`, ...line });
    }
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function typedNames(typed: readonly string[], { badNames, parse }: Reading): string[] {
  const names: string[] = [];
  for (const [index, text] of typed.entries()) {
    const parsed = parse(text);
    if (parsed.ok) names.push(parsed.name);
    else badNames.add({ place: `argument ${index + 1}`, text, reason: parsed.reason });
  }
  return names;
}

async function* fileLines(
  file: string | undefined,
  { parse, context: { stdin, interrupt } }: Reading,
): AsyncGenerator<readonly NameLine[]> {
  if (file === undefined) return;
  const input = file === "-" ? stdin : createReadStream(file, { highWaterMark: READ_AT_ONCE });
  try {
    for await (const lines of readNameLines(addAbortSignal(interrupt, input), parse)) yield lines;
  } catch (error) {
    if (!interrupt.aborted) throw unreadable(file, error);
  }
}

function sumUp(
  { asked, reported, unknown }: LookupReport,
  badNames: BadNames,
  { stderr, interrupt }: CliContext,
): ExitCode {
  if (interrupt.aborted) {
    const left = asked - reported;
    stderr.write(`egress6: stopped; ${left} of the ${asked} names read so far were left.\n`);
    return 3;
  }
  if (asked === 0 && !badNames.areAny) {
    throw new Egress6Error(
      "NAMES_MISSING",
      "input",
      "The names file has no names in it. It wants one name per line; # begins a comment.",
    );
  }
  if (unknown > 0) {
    const names = unknown === 1 ? "1 name stays" : `${unknown} names stay`;
    stderr.write(
      `egress6: ${names} unknown. Ask again later, or another resolver with --resolver.\n`,
    );
  }
  return badNames.areAny ? 2 : 0;
}

function unreadable(file: string, cause: unknown): Egress6Error {
  const reason = reasonOf(cause);
  return new Egress6Error(
    "NAMES_UNREADABLE",
    "input",
    `The names file ${file} cannot be read (${reason}). Give a readable file, or - for stdin.`,
    { cause },
  );
}
