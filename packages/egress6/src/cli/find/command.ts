import { StringDecoder } from "node:string_decoder";
import { NO_EVIDENCE } from "@egress6/core/evidence/evidence";
import { isAnyUnasked } from "@egress6/core/identify/judge-identified";
import { witnessLines } from "@egress6/core/observation/witness-words";
import { findSdk } from "@egress6/core/settings/read/find-sdk";
import { regionOrNull } from "@egress6/core/settings/resolve/region-or-null";
import { readAwsConfig } from "../../adapter/aws-config/read-aws-config.js";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadIdentifyNames } from "../../adapter/fact-files/identify-names.js";
import { loadVersionFacts } from "../../adapter/fact-files/rules-history.js";
import { loadSdkFacts } from "../../adapter/fact-files/sdk-facts.js";
import { loadToolFacts } from "../../adapter/fact-files/tool-facts.js";
import { type FindResult, runFind } from "../../app/run-find.js";
import { findDocument } from "../../render/find/document.js";
import { findText, isShownWhole } from "../../render/find/text.js";
import type { CliContext, ExitCode } from "../context.js";
import { type ObservedOptions, supportFinder } from "../support-finder.js";
import { usageFault } from "../usage-fault.js";

export interface FindOptions extends ObservedOptions {
  readonly region?: string;
  readonly sdk?: string;
  readonly json?: true;
  readonly ndjson?: true;
}

/** `egress6 find`: see the command for what it does. */
export async function findCommand(
  typed: readonly string[],
  options: FindOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { env, stdout, stderr } = context;
  if (options.live === undefined && options.resolver !== undefined) {
    throw usageFault("--resolver goes with --live: without it, nobody is asked.");
  }
  const texts = await readTexts(typed, context);
  if (texts.every((text) => text.trim() === "")) {
    throw usageFault(
      "There is no text. Give one, for example `egress6 find sqs`, or - for standard input.",
    );
  }
  const { sdks } = loadSdkFacts();
  const result = await runFind({
    catalog: loadCatalog(),
    names: loadIdentifyNames(),
    tools: loadToolFacts(),
    texts,
    region: regionOrNull(options.region, env, readAwsConfig(env).files),
    sdk: options.sdk === undefined ? null : findSdk(sdks, options.sdk),
    sdks,
    loadVersions: loadVersionFacts,
    findSupport: supportFinder(options, context),
    onWarning: (warning) => stderr.write(`warning: ${warning}\n`),
  });
  for (const line of witnessLines(result.witnesses)) stderr.write(`warning: ${line}\n`);
  stdout.write(await textOf(result, options, context));
  return result.entries.every(({ kind }) => kind === "unknown") ? 1 : 0;
}

async function textOf(
  result: FindResult,
  { json, ndjson }: FindOptions,
  { now }: CliContext,
): Promise<string> {
  if (json) return `${JSON.stringify(findDocument(result), null, 2)}\n`;
  if (ndjson) {
    return findDocument(result)
      .map((entry) => `${JSON.stringify(entry)}\n`)
      .join("");
  }
  return findText(result, { now: now(), evidence: await evidenceOn(result) });
}

/** Loaded only where a name that is shown was never asked about. */
async function evidenceOn(result: FindResult) {
  if (!isShownWhole(result) || !result.entries.some(isAnyUnasked)) return NO_EVIDENCE;
  const { loadEvidence } = await import("../../adapter/fact-files/evidence.js");
  return loadEvidence();
}

/** More is no list that somebody pastes. */
const MOST_MIB = 16;
const MIB = 1024 * 1024;

async function readTexts(
  typed: readonly string[],
  { stdin }: CliContext,
): Promise<readonly string[]> {
  if (!typed.includes("-")) return typed;
  const decoder = new StringDecoder("utf8");
  let piped = "";
  for await (const chunk of stdin) {
    piped += typeof chunk === "string" ? chunk : decoder.write(chunk);
    if (piped.length > MOST_MIB * MIB) {
      throw usageFault(`Standard input has more than ${MOST_MIB} MiB. Give it in parts.`);
    }
  }
  piped += decoder.end();
  return typed.map((text) => (text === "-" ? piped.replace(/^\uFEFF/, "") : text));
}
