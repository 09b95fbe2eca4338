import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { SURVEY_EXTRAS, type SurveyExtra } from "@egress6/core/survey/calls";
import type { SurveyReading } from "@egress6/core/survey/survey-reading";
import { openAccount } from "../../adapter/aws-account/survey/open-account.js";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadFactBase } from "../../adapter/fact-files/fact-base.js";
import { loadShippedPrices } from "../../adapter/price-list/price-file.js";
import { REGION_NAME } from "../../adapter/survey/answers-of-describe.js";
import { makeSaveFolder, saveSurvey } from "../../adapter/survey/saved-survey.js";
import { type AskedAccount, askAccount, readingOf } from "../../app/ask-account.js";
import { endpointFinder } from "../../app/endpoint-finder.js";
import { askedLines, count } from "../../render/survey/words.js";
import type { CliContext } from "../context.js";
import { createProgressLine } from "../progress.js";
import { usageFault } from "../usage-fault.js";
import { VERSION } from "../version.js";
import type { SurveyOptions } from "./survey-options.js";

/** What the flags ask for beyond the network. */
export const surveyExtras = (options: SurveyOptions): ReadonlySet<SurveyExtra> =>
  new Set(SURVEY_EXTRAS.filter((each) => options[each] === true));

/** The regions that were named, or all. */
function regionsIn({ region, allRegions }: SurveyOptions): readonly string[] | "all" {
  if (allRegions === true) return "all";
  const regions = (region ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
  const wrong = regions.find((each) => !REGION_NAME.test(each));
  if (wrong !== undefined) {
    throw usageFault(`--region: "${wrong}" is no region. Give ids such as eu-west-1,us-east-1.`);
  }
  return [...new Set(regions)];
}

/** Asks AWS, with the user's own credentials. */
export async function readAccount(
  options: SurveyOptions,
  context: CliContext,
): Promise<SurveyReading> {
  const { cwd, env, stderr, now, interrupt } = context;
  const regions = regionsIn(options);
  const extras = surveyExtras(options);
  const folder = options.save === undefined ? null : resolve(cwd, options.save);
  if (folder !== null) makeSaveFolder(folder, options.save ?? "");
  if (extras.has("billing")) await agreeToCosts(context);
  if (extras.has("metrics")) {
    stderr.write(
      `--metrics asks CloudWatch for four figures of each NAT gateway, and it bills ${priceOf("N82")}.\n`,
    );
  }
  const account = await openAccount({
    profile: options.profile,
    caBundle: env["AWS_CA_BUNDLE"] || undefined,
    version: VERSION,
    endpointOf: endpointFinder(loadCatalog()),
  });
  const progress = createProgressLine(context);
  try {
    const asked = await askAccount({
      account,
      regions,
      vpc: options.vpc ?? null,
      extras,
      signal: interrupt,
      now,
      onProgress: ({ regions: all, regionsDone, calls }) =>
        progress.show(
          () => `${regionsDone} of ${count(all, "region")} · ${count(calls, "request")}`,
        ),
    });
    progress.end();
    if (folder !== null) saveSurvey(folder, asked);
    tell(asked, options, context);
    return readingOf(asked);
  } finally {
    progress.end();
    account.close();
  }

  function tell(asked: AskedAccount, { save, verbose }: SurveyOptions, _: CliContext): void {
    for (const line of askedLines(asked, save)) stderr.write(`${line}\n`);
    if (
      options.allRegions !== true &&
      options.region === undefined &&
      asked.otherRegions.length > 0
    ) {
      stderr.write(
        `Read ${asked.regions.join(", ")} only. The account has ${count(asked.otherRegions.length, "other region")}: --all-regions reads them, too.\n`,
      );
    }
    if (verbose === true) {
      for (const { action, region, requests, milliseconds } of asked.calls) {
        stderr.write(`${region} ${action}: ${count(requests, "request")}, ${milliseconds} ms\n`);
      }
    }
  }
}

/** Cost Explorer bills each request: that is said first, and asked where somebody can answer. */
async function agreeToCosts({ stdin, stderr, isStderrTerminal, interrupt }: CliContext) {
  const price = priceOf("N81");
  stderr.write(
    `--billing asks Cost Explorer, which bills ${price}. It is one request, or a few for a long bill.\n`,
  );
  const canAnswer = isStderrTerminal && Reflect.get(stdin, "isTTY") === true;
  if (!canAnswer) return;
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await lines.question("Go on? [y/N] ", { signal: interrupt });
    if (!/^y(?:es)?$/i.test(answer.trim())) {
      throw usageFault("Nothing was asked. Run it again without --billing.");
    }
  } finally {
    lines.close();
  }
}

/** What a fact says of a price, with its date. */
function priceOf(id: string): string {
  const fact = loadFactBase(loadShippedPrices()).facts.find((each) => each.id === id);
  return fact === undefined ? "each request" : `${fact.now} (${fact.asOf})`;
}
