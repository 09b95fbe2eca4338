import { isWorse, type Proof } from "@egress6/core/prove/proof";
import {
  readPlanPromise,
  readProvedDocument,
} from "../../adapter/proof-file/read-proved-document.js";
import { runProve } from "../../app/run-prove.js";
import { proofDocument } from "../../render/proof/json.js";
import { proofMarkdown } from "../../render/proof/markdown.js";
import { proofText } from "../../render/proof/text.js";
import { refuseOutput, writeOutput } from "../../write-file.js";
import type { CliContext, ExitCode } from "../context.js";
import { outputRules, refuseLoneForce } from "../output-rules.js";
import { loadPriceBook } from "../prices/price-book-files.js";
import { usageFault } from "../usage-fault.js";
import type { ProveOptions } from "./prove-options.js";

/** `egress6 prove`: see the command for what it does. */
export async function proveCommand(
  files: readonly string[],
  options: ProveOptions,
  context: CliContext,
): Promise<ExitCode> {
  const [before, after] = files;
  checkUsage(files, options);
  if (options.output !== undefined) refuseOutput(options.output, outputRules(options, context));
  const proof = runProve({
    before: readProvedDocument(before ?? ""),
    after: readProvedDocument(after ?? ""),
    plan: options.plan === undefined ? null : readPlanPromise(options.plan, options.design),
    prices: loadPriceBook(options.prices, context),
  });
  const text = textOf(proof, options);
  if (options.output === undefined) context.stdout.write(text);
  else {
    writeOutput(options.output, text, outputRules(options, context));
    context.stderr.write(`Wrote ${options.output}\n`);
  }
  return exitCode(proof, options);
}

function checkUsage(files: readonly string[], options: ProveOptions): void {
  refuseLoneForce(options.output, options, "--output");
  if (files.length !== 2) {
    throw usageFault("Give two documents: `egress6 prove BEFORE.json AFTER.json`.");
  }
  if (options.json && options.markdown) {
    throw usageFault("--json and --markdown are two outputs; give one.");
  }
  if (options.design !== undefined && options.plan === undefined) {
    throw usageFault("--design goes with --plan, which has the designs.");
  }
}

function textOf(proof: Proof, { json, markdown }: ProveOptions): string {
  if (json) return `${JSON.stringify(proofDocument(proof), null, 2)}\n`;
  return markdown ? proofMarkdown(proof) : proofText(proof);
}

function exitCode(proof: Proof, { failOn }: ProveOptions): ExitCode {
  if (isWorse(proof)) return 1;
  if (failOn === "leak" && proof.leaks.length > 0) return 1;
  const isOpen = (proof.promises ?? []).some(({ state }) => state === "unknown");
  return proof.isPartial || isOpen ? 3 : 0;
}
