import { createReadStream } from "node:fs";
import { addAbortSignal } from "node:stream";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import type { Witness } from "@egress6/core/observation/witness";
import { witnessLines } from "@egress6/core/observation/witness-words";
import { type NameLine, readNameLines } from "../../adapter/dns/names-file.js";
import { observeNames } from "../../adapter/dns/observe-names.js";
import { parseResolvers, systemResolvers } from "../../adapter/dns/resolver-address.js";
import { parseTypedName } from "../../adapter/dns/typed-name.js";
import type { ObserveOptions } from "../../ports.js";
import type { CliContext, ExitCode } from "../context.js";
import type { ResolverOptions } from "../options.js";
import { createProgress } from "../progress.js";
import { BadNames } from "./bad-names.js";
import { type LookupFormat, LookupWriter } from "./lookup-writer.js";
import { OrderedResults } from "./ordered-results.js";

export interface LookupOptions extends ResolverOptions {
  readonly names?: string;
  readonly json?: true;
  readonly ndjson?: true;
}

/** So many names are observed at a time: files may be of any length. */
const BATCH = 100_000;
const READ_AT_ONCE = 1 << 18;

/** `egress6 lookup`: see the command for what it does. */
export async function runLookup(
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
  const format: LookupFormat = options.json ? "json" : options.ndjson ? "ndjson" : "text";
  const { rate, trustResolver } = options;
  const lookup = new Lookup(
    context,
    { resolvers, rate, trustResolver: trustResolver === true },
    format,
  );
  return lookup.run(typed, options.names);
}

class Lookup {
  private readonly context: CliContext;
  private readonly observeOptions: ObserveOptions;
  private readonly writer: LookupWriter;
  private readonly badNames = new BadNames();
  private asked = 0;
  private printed = 0;
  private unknown = 0;
  private readonly doubted = new Set<string>();

  constructor(context: CliContext, options: ObserveOptions, format: LookupFormat) {
    this.context = context;
    this.writer = new LookupWriter(context.stdout, format);
    const progress = createProgress(context, "lookup");
    this.observeOptions = {
      ...options,
      signal: context.interrupt,
      onWitness: (witness) => this.writer.hear(witness),
      onProgress: (state) => {
        progress.update(state);
        if (state.done === state.total || context.interrupt.aborted) progress.end();
      },
    };
  }

  async run(typed: readonly string[], file: string | undefined): Promise<ExitCode> {
    try {
      let batch = this.readTyped(typed);
      for await (const lines of this.readFile(file)) {
        for (const line of lines) {
          if (line.ok) batch.push(line.name);
          else this.badNames.add({ place: `line ${line.line}`, ...line });
        }
        if (batch.length < BATCH) continue;
        await this.observe(batch);
        batch = [];
      }
      await this.observe(batch);
    } finally {
      await this.writer.end();
      this.badNames.report(this.context.stderr);
    }
    return this.sumUp();
  }

  private readTyped(typed: readonly string[]): string[] {
    const names: string[] = [];
    for (const [index, text] of typed.entries()) {
      const parsed = parseTypedName(text);
      if (parsed.ok) names.push(parsed.name);
      else this.badNames.add({ place: `argument ${index + 1}`, text, reason: parsed.reason });
    }
    return names;
  }

  private async *readFile(file: string | undefined): AsyncGenerator<readonly NameLine[]> {
    if (file === undefined) return;
    const { stdin, interrupt } = this.context;
    const input = file === "-" ? stdin : createReadStream(file, { highWaterMark: READ_AT_ONCE });
    try {
      for await (const lines of readNameLines(addAbortSignal(interrupt, input))) yield lines;
    } catch (error) {
      if (!interrupt.aborted) throw unreadable(file, error);
    }
  }

  /** Prints what was found even when it cannot be finished. */
  private async observe(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    this.asked += names.length;
    this.writer.expect(names);
    const results = new OrderedResults(names, (observation) => {
      this.printed += 1;
      this.writer.write(observation);
    });
    try {
      const progress = await observeNames(results.distinctNames, this.observeOptions, (found) =>
        results.add(found),
      );
      this.unknown += progress.unknown;
      this.sayDoubts(progress.witnesses);
    } finally {
      results.giveUpWaiting();
    }
    await this.writer.drained();
  }

  /** Once for each resolver, however many batches there are. */
  private sayDoubts(witnesses: readonly Witness[]): void {
    const doubts = witnesses.filter(({ address }) => !this.doubted.has(address));
    for (const line of witnessLines(doubts)) this.context.stderr.write(`egress6: ${line}\n`);
    for (const { address, state } of doubts) if (state !== "vetted") this.doubted.add(address);
  }

  private sumUp(): ExitCode {
    const { stderr, interrupt } = this.context;
    if (interrupt.aborted) {
      const left = this.asked - this.printed;
      stderr.write(`egress6: stopped; ${left} of the ${this.asked} names read so far were left.\n`);
      return 3;
    }
    if (this.asked === 0 && !this.badNames.areAny) {
      throw new Egress6Error(
        "NAMES_MISSING",
        "input",
        "The names file has no names in it. It wants one name per line; # begins a comment.",
      );
    }
    if (this.unknown > 0) {
      const names = this.unknown === 1 ? "1 name stays" : `${this.unknown} names stay`;
      stderr.write(
        `egress6: ${names} unknown. Ask again later, or another resolver with --resolver.\n`,
      );
    }
    return this.badNames.areAny ? 2 : 0;
  }
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
