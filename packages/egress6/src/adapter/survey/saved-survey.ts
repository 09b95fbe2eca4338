import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { printable } from "@egress6/core/printable";
import { surveyCall } from "@egress6/core/survey/calls";
import { keptItems } from "@egress6/core/survey/kept-items";
import { isRawObject, rawIs, rawObjects, rawText, rawTexts } from "@egress6/core/survey/raw";
import type { DeniedCall, SurveyAnswer } from "@egress6/core/survey/survey-reading";

/** What `--save` writes beside the answers. */
export const SAVED_MANIFEST = "egress6-survey.json";

const SAVED_FORMAT = 1;
/** For its owner alone: it holds ids and addresses. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

export interface SavableSurvey {
  readonly account: string | null;
  readonly answers: readonly (SurveyAnswer & { readonly values: readonly unknown[] })[];
  readonly denied: readonly DeniedCall[];
  readonly takenAt: string;
  readonly isCutOff: boolean;
  readonly calls: readonly object[];
}

/**
 * Before anything is asked: makes the folder that answers are written to.
 * @throws Egress6Error SURVEY_FOLDER_IN_USE, SURVEY_FOLDER_UNWRITABLE
 */
export function makeSaveFolder(folder: string, typed: string): void {
  try {
    // Not those above it: a mistyped path is no wish for folders.
    if (!existsSync(folder)) mkdirSync(folder, { mode: FOLDER_MODE });
    if (readdirSync(folder).length === 0) return;
  } catch (cause) {
    throw new Egress6Error(
      "SURVEY_FOLDER_UNWRITABLE",
      "input",
      `--save ${printable(typed)}: the folder cannot be made (${reasonOf(cause)}). Name one in a folder that is there.`,
      { cause },
    );
  }
  throw new Egress6Error(
    "SURVEY_FOLDER_IN_USE",
    "input",
    `--save ${printable(typed)}: there are files in it already. Name a new folder, such as ${printable(typed)}-2.`,
  );
}

/** Each answer as the AWS CLI prints it, in a folder for its region, and a list of them all. */
export function saveSurvey(folder: string, survey: SavableSurvey): void {
  const { answers, denied, takenAt, isCutOff, account, calls } = survey;
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  const write = (file: string, content: object) => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true, mode: FOLDER_MODE });
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: FILE_MODE });
  };
  const listed = answers.map(({ action, region, isWhole, values }) => {
    const call = surveyCall(action);
    const key = call?.key ?? "";
    const stem = `${region ?? "global"}/${call?.service ?? ""}-${hyphenated(call?.operation ?? "")}`;
    // One thing an answer, as the AWS CLI has it.
    const contents = SINGLE.has(action)
      ? values.map((each) => ({ [key]: each }))
      : action === "sts:GetCallerIdentity"
        ? values.filter(isRawObject)
        : [{ [key]: values }];
    const files = contents.map((content, index) => {
      const file = `${stem}${contents.length === 1 ? "" : `-${index + 1}`}.json`;
      write(file, content);
      return file;
    });
    return { action, region, isWhole, files };
  });
  const about = {
    format: SAVED_FORMAT,
    takenAt,
    account,
    isCutOff,
    denied,
    answers: listed,
    calls,
  };
  write(SAVED_MANIFEST, about);
}

const SINGLE = new Set(["ecs:DescribeTaskDefinition", "eks:DescribeCluster"]);

const hyphenated = (operation: string): string =>
  operation.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();

/** What the list of a saved folder says. */
export interface SavedList {
  readonly account: string | null;
  readonly takenAt: string | null;
  readonly isCutOff: boolean;
  readonly denied: readonly DeniedCall[];
  readonly answers: readonly {
    readonly action: string;
    readonly region: string | null;
    readonly isWhole: boolean;
    /** Absolute. */
    readonly files: readonly string[];
  }[];
}

/** Of a list, what it can be trusted with: calls of a survey, and files of its own folder. */
export function readSavedList(json: unknown, folder: string): SavedList {
  const root = resolve(folder) + sep;
  const isInside = (path: string) => path.startsWith(root);
  return {
    account: accountIn(rawText(json, "account")),
    takenAt: rawText(json, "takenAt"),
    isCutOff: rawIs(json, "isCutOff"),
    denied: rawObjects(json, "denied").flatMap((each) => {
      const action = rawText(each, "action");
      return action === null
        ? []
        : [
            {
              action,
              region: rawText(each, "region"),
              account: accountIn(rawText(each, "account")),
              reason: rawText(each, "reason") ?? "",
            },
          ];
    }),
    answers: rawObjects(json, "answers").flatMap((each) => {
      const action = rawText(each, "action");
      const call = action === null ? undefined : surveyCall(action);
      if (call === undefined) return [];
      return [
        {
          action: call.action,
          region: call.scope === "global" ? null : rawText(each, "region"),
          isWhole: rawIs(each, "isWhole"),
          files: rawTexts(each, "files")
            .map((file) => resolve(folder, file))
            .filter(isInside),
        },
      ];
    }),
  };
}

const accountIn = (text: string | null): string | null =>
  text !== null && /^\d{12}$/.test(text) ? text : null;

/** What a saved file adds to its answer; null: it holds something else. */
export function savedItems(action: string, json: unknown): SurveyAnswer["items"] | null {
  const call = surveyCall(action);
  if (call === undefined || !isRawObject(json) || !Object.hasOwn(json, call.key)) return null;
  const { [call.key]: value } = json;
  if (action === "sts:GetCallerIdentity") return [{ Account: value }];
  return keptItems(call, json).filter(isRawObject);
}
