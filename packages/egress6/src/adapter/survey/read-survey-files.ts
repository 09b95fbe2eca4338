import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { gunzipSync } from "node:zlib";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { surveyCall } from "@egress6/core/survey/calls";
import { isRawObject } from "@egress6/core/survey/raw";
import type { DeniedCall, SurveyAnswer, SurveyReading } from "@egress6/core/survey/survey-reading";
import { answersOfConfig, isConfigSnapshot } from "./answers-of-config.js";
import {
  answersOfDescribe,
  damageOf,
  mostCommon,
  type PartialAnswer,
  REGION_NAME,
} from "./answers-of-describe.js";
import { answersOfTerraform, isTerraformState } from "./answers-of-terraform.js";
import { jsonValues } from "./json-values.js";
import { readSavedList, SAVED_MANIFEST, savedItems } from "./saved-survey.js";

const MOST_BYTES = 512_000_000;
const MOST_FILES = 20_000;
interface FileAnswers {
  readonly file: string;
  readonly folder: string;
  readonly answers: readonly PartialAnswer[];
}

/**
 * Answers of AWS in files and folders: of the AWS CLI, of AWS Config, Terraform states, and what `--save` wrote.
 * @param region where files do not say it
 * @throws Egress6Error SURVEY_FILE_UNREADABLE, SURVEY_FILE_EMPTY, SURVEY_REGION_MISSING
 */
export function readSurveyFiles(
  paths: readonly string[],
  { cwd, region }: { readonly cwd: string; readonly region: string | null },
): SurveyReading {
  const distinct = new Map(paths.map((path) => [resolve(cwd, path), path]));
  const readings = [...distinct.values()].map((path) => readPath(path, cwd, region));
  return {
    answers: withoutCopies(readings.flatMap(({ answers }) => answers)),
    denied: readings.flatMap(({ denied }) => denied),
    takenAt:
      readings
        .map(({ takenAt }) => takenAt)
        .toSorted()
        .at(-1) ?? "",
    isCutOff: readings.some(({ isCutOff }) => isCutOff),
    files: readings.flatMap(({ files }) => files).toSorted(),
    skipped: readings.flatMap(({ skipped }) => skipped),
    ...(readings.some(({ isDamaged }) => isDamaged) ? { isDamaged: true } : {}),
  };
}

/** What stands in several files, or twice in one, is one thing. */
function withoutCopies(answers: readonly SurveyAnswer[]): readonly SurveyAnswer[] {
  const seen = new Set<string>();
  return answers.map((answer) => {
    const { action, region, account } = answer;
    const place = JSON.stringify([action, region, account]);
    const items = answer.items.filter((each) => {
      const key = `${place} ${JSON.stringify(each)}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
    return { ...answer, items };
  });
}

function readPath(path: string, cwd: string, region: string | null): SurveyReading {
  const root = resolve(cwd, path);
  const found = filesOf(root, path);
  const skipped: { file: string; reason: string }[] = [];
  const denied: DeniedCall[] = [];
  const saved: SurveyAnswer[] = [];
  const files: FileAnswers[] = [];
  let takenAt = "";
  let isCutOff = false;
  let isDamaged = false;
  const listed = new Set<string>();
  for (const absolute of found.filter((each) => basename(each) === SAVED_MANIFEST)) {
    const list = readSaved(absolute, cwd, skipped);
    if (list === null) continue;
    listed.add(absolute);
    for (const each of list.files) listed.add(each);
    saved.push(...list.answers);
    denied.push(...list.denied);
    isCutOff ||= list.isCutOff;
    isDamaged ||= list.isDamaged;
    takenAt = latest(takenAt, list.takenAt);
  }
  for (const absolute of found) {
    if (listed.has(absolute)) continue;
    const file = relative(cwd, absolute).split(sep).join("/");
    const json = jsonOf(absolute, file);
    const isSingle = found.length === 1;
    if ("reason" in json) {
      if (isSingle) throw unreadable(file, json.reason);
      skipped.push({ file, reason: json.reason });
      isDamaged = true;
      continue;
    }
    const objects = json.values.filter(isRawObject);
    if (objects.length === 0) {
      if (isSingle) throw unreadable(file, "it is not a JSON object");
      skipped.push({ file, reason: "It is not a JSON object." });
      continue;
    }
    const name = basename(file).replace(/\..*$/, "");
    const read = objects.map((each) => answersOf(each, name));
    const answers = read.flatMap((each) => each.answers);
    const at = read.map((each) => each.at).reduce((one, other) => latest(one ?? "", other), null);
    const damage = objects.flatMap(damageOf);
    if (answers.length === 0) {
      const reason = damage.length === 0 ? NOTHING : damage.join(" ");
      if (isSingle) throw unreadable(file, reason);
      skipped.push({ file, reason });
      isDamaged ||= damage.length > 0;
      continue;
    }
    for (const reason of damage) skipped.push({ file, reason });
    isDamaged ||= damage.length > 0;
    takenAt = latest(takenAt, at);
    files.push({ file, folder: resolve(absolute, ".."), answers });
  }
  if (files.length === 0 && saved.length === 0 && denied.length === 0) {
    const [first] = isDamaged ? skipped : [];
    const text = isCutOff
      ? INTERRUPTED
      : first === undefined
        ? NOTHING_THERE
        : `nothing in it can be read. ${first.file}: ${first.reason}`;
    throw new Egress6Error("SURVEY_FILE_EMPTY", "input", `--from ${path}: ${text}`);
  }
  // A file's own time says when it was taken, where nothing in it does.
  const at = takenAt === "" ? newest(found) : takenAt;
  return {
    answers: [...saved, ...settled(files, region)],
    denied,
    takenAt: at,
    isCutOff,
    files: files.map(({ file }) => file),
    skipped,
    isDamaged,
  };
}

const NOTHING =
  "It is no answer that a survey reads: give the output of `aws ec2 describe-…`, an AWS Config snapshot, `terraform show -json`, or a folder of `--save`.";
const INTERRUPTED =
  "the survey that was to be saved there was interrupted before anything was read. Run it again, with a new folder for --save.";
const NOTHING_THERE =
  "there is no answer of AWS in it. Write some, for example `aws ec2 describe-vpcs > vpcs.json`.";

function answersOf(json: Readonly<Record<string, unknown>>, name: string) {
  if (isConfigSnapshot(json)) {
    const { answers, takenAt } = answersOfConfig(json);
    return { answers, at: takenAt };
  }
  if (isTerraformState(json)) return { answers: answersOfTerraform(json), at: null };
  return { answers: answersOfDescribe(json, name), at: null };
}

/** The answers that the list of a saved folder names; null: it is none. */
function readSaved(path: string, cwd: string, skipped: { file: string; reason: string }[]) {
  const shown = (file: string) => relative(cwd, file).split(sep).join("/");
  const json = jsonOf(path, shown(path));
  const value = "reason" in json ? null : json.values[0];
  if (!isRawObject(value)) return null;
  const list = readSavedList(value, resolve(path, ".."));
  const before = skipped.length;
  const answers = list.answers.map((each): SurveyAnswer => {
    const found = each.files.map((file) => {
      const content = existsSync(file) ? jsonOf(file, shown(file)) : { reason: "It is not there." };
      const items = "reason" in content ? null : savedItems(each.action, content.values[0]);
      if (items !== null) {
        const damage =
          "values" in content ? content.values.filter(isRawObject).flatMap(damageOf) : [];
        for (const reason of damage) skipped.push({ file: shown(file), reason });
        return { items, isSound: damage.length === 0 };
      }
      const reason = "reason" in content ? content.reason : NOTHING;
      skipped.push({ file: shown(file), reason });
      return null;
    });
    const isWhole = each.isWhole && found.every((one) => one?.isSound === true);
    const { action, region } = each;
    const items = found.flatMap((one) => one?.items ?? []);
    return { action, region, account: list.account, items, isWhole };
  });
  const isDamaged = skipped.length > before;
  return { ...list, answers, isDamaged, files: list.answers.flatMap((each) => each.files) };
}

const latest = (one: string, other: string | null): string =>
  other !== null && other > one ? other : one;

const newest = (files: readonly string[]): string =>
  new Date(Math.floor(Math.max(0, ...files.map((each) => statSync(each).mtimeMs)))).toISOString();

function filesOf(root: string, typed: string): readonly string[] {
  if (!existsSync(root)) throw unreadable(typed, "it does not exist");
  if (!statSync(root).isDirectory()) return [root];
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && /\.(json|json\.gz|tfstate)$/.test(each.name))
    .map((each) => join(each.parentPath, each.name))
    .toSorted();
  if (names.length > MOST_FILES) throw unreadable(typed, `it holds more than ${MOST_FILES} files`);
  return names;
}

function jsonOf(
  path: string,
  shown: string,
): { readonly values: readonly unknown[] } | { readonly reason: string } {
  try {
    if (statSync(path).size > MOST_BYTES) return { reason: "It is larger than 512 MB." };
    const bytes = readFileSync(path);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const plain = isGzip ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
    const isUtf16 = plain[0] === 0xff && plain[1] === 0xfe;
    const text = new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(plain);
    return { values: jsonValues(text) };
  } catch (cause) {
    // The words of a parser quote the file, which may hold anything.
    return {
      reason: cause instanceof SyntaxError ? "It is not JSON." : `${shown}: ${reasonOf(cause)}`,
    };
  }
}

const unreadable = (file: string, reason: string): Egress6Error =>
  new Egress6Error(
    "SURVEY_FILE_UNREADABLE",
    "input",
    `--from ${file}: ${reason.replace(/\.$/, "")}. \`egress6 survey --help\` says which files it reads.`,
  );

/** Gives every answer its region and account: its own, else those of its neighbours. */
function settled(files: readonly FileAnswers[], given: string | null): readonly SurveyAnswer[] {
  const known = (pick: (answer: PartialAnswer) => string | null) => {
    const byFolder = new Map<string, string[]>();
    for (const { folder, answers } of files) {
      const list = byFolder.get(folder) ?? [];
      list.push(...answers.flatMap((each) => pick(each) ?? []));
      byFolder.set(folder, list);
    }
    return { byFolder, all: [...byFolder.values()].flat() };
  };
  const regions = known(({ region }) => region);
  const accounts = known(({ account }) => account);
  return files.flatMap(({ file, folder, answers }) =>
    answers.map((answer): SurveyAnswer => {
      const isGlobal = surveyCall(answer.action)?.scope === "global";
      const near = new Set(regions.byFolder.get(folder));
      const region = isGlobal
        ? null
        : (answer.region ??
          file.split("/").findLast((each) => REGION_NAME.test(each)) ??
          (near.size === 1 ? [...near][0] : undefined) ??
          given ??
          onlyOne(regions.all));
      if (region === undefined) {
        throw new Egress6Error(
          "SURVEY_REGION_MISSING",
          "input",
          `${file} does not say of which region it is. Give it with --region, for example --region eu-west-1.`,
        );
      }
      const account =
        answer.account ??
        mostCommon(accounts.byFolder.get(folder) ?? []) ??
        mostCommon(accounts.all);
      return { ...answer, region, account };
    }),
  );
}

const onlyOne = (texts: readonly string[]): string | undefined => {
  const distinct = new Set(texts);
  return distinct.size === 1 ? [...distinct][0] : undefined;
};
