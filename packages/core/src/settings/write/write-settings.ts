import type { Catalog } from "../../endpoint/catalog.js";
import type { Service } from "../../endpoint/types.js";
import type { SharedSettingFacts } from "../../facts/shared-setting-facts.js";
import { foreseeTraps, type TrapFinding } from "../../finding/find-traps.js";
import { trapSentences } from "../../finding/trap-words.js";
import { calledWord } from "../../verdict/readiness.js";
import type { NameSupport } from "../../verdict/support.js";
import { chooseSettings } from "../choose/choose-settings.js";
import {
  choiceReason,
  choiceWords,
  otherNameWords,
  undoneWords,
} from "../choose/explain-choice.js";
import { formerHosts } from "../choose/former-hosts.js";
import {
  isAllMet,
  isMet,
  type SettingPowers,
  type SettingsChoice,
} from "../choose/settings-choice.js";
import { versionNotes } from "../choose/version-notes.js";
import {
  type ConfigTarget,
  commentLines,
  type Language,
  sourceWords,
  type TargetContext,
  type TargetFact,
  type TargetForm,
} from "./target.js";
import { occasionalCalls, occasionalWords, targetCalls } from "./target-calls.js";

/** What to write settings for, and from what. */
export interface WriteRequest {
  readonly catalog: Catalog;
  readonly services: readonly Service[];
  readonly region: string;
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
  readonly target: ConfigTarget;
  /** The one of its forms that is asked for; null or absent: all. */
  readonly form?: TargetForm | null | undefined;
  readonly fact: TargetFact;
  /** The settings that SDKs share. */
  readonly settings: readonly SharedSettingFacts[];
  /** What is to be said first of those who were asked. */
  readonly doubts?: readonly string[];
}

/** One form, ready to paste. */
export interface WrittenForm {
  readonly id: string;
  readonly title: string;
  readonly fileName: string;
  readonly language: Language;
  /** The settings, explained in comments where the language has them. */
  readonly text: string;
  /** The settings alone: `text` without the lines that only explain. */
  readonly settingLines: string;
  /** Whether the explanation is not in the text, because the language has no comments. */
  readonly isBare: boolean;
  /** What is to be said of this form alone; in the text where its language has comments. */
  readonly words: readonly string[];
  /** Whether it is for those only who ask for it by its id. */
  readonly isForSome: boolean;
}

/** The forms to show: the one that is asked for, else all that are for everybody. */
export function formsAskedFor(
  { forms }: Pick<WrittenSettings, "forms">,
  form: { readonly id: string } | null,
): readonly WrittenForm[] {
  return forms.filter(({ id, isForSome }) => (form === null ? !isForSome : id === form.id));
}

export interface WrittenSettings {
  readonly choice: SettingsChoice;
  /** Whether every service is reached over IPv6 with them. */
  readonly isComplete: boolean;
  readonly forms: readonly WrittenForm[];
  /** What was chosen and why. */
  readonly explanation: readonly string[];
  /** What each of the settings rests on. */
  readonly evidence: readonly string[];
  /** What stays undone, and the remedy. */
  readonly undone: readonly string[];
  /** Operations that may stay on IPv4 all the same. */
  readonly operations: readonly string[];
  /** Traps beside the way of these settings. */
  readonly cautions: readonly TrapFinding[];
  /** What is to be known of the target. */
  readonly notes: readonly string[];
}

/** Chooses settings for exactly these services and writes them down in every form of the target. */
export function writeSettings(request: WriteRequest): WrittenSettings {
  const { catalog, target, fact, settings, region, observed } = request;
  const calls = targetCalls(catalog, request.services, fact.byItself);
  const { services, names } = calls;
  const powers: SettingPowers = {
    ...target.powers,
    ...request.form?.powers,
    calls: fact.calls ?? target.powers.calls,
    namesReached: names.map(({ label }) => label),
  };
  const choice = chooseSettings({ catalog, services, names, region, observed, powers });
  const occasional = occasionalCalls(catalog, calls, { region, observed });
  const rules = `${catalog.rules.source} ${catalog.rules.version}`;
  const former = choice.services
    .filter(({ means, part }) => means === "switch" && part === "api")
    .flatMap(({ service }) =>
      formerHosts(catalog, { service, region, variant: "dualstack" }, observed),
    );
  const versions = versionNotes(catalog, services, region);
  const context = { choice, settings, fact, occasional };
  const isComplete = isAllMet(choice);
  const bodies = target.forms.map((form) => ({ form, body: form.body(context) }));
  // Where something is left undone, a form without a setting would look like an answer.
  const written = bodies.filter(({ form, body }) => isComplete || !isEmpty(form, body));
  const said = {
    explanation: [...(request.doubts ?? []), ...versions, ...choiceWords(choice)],
    evidence: choice.services.filter(isMet).map(choiceReason),
    undone: undone(choice, powers, fact),
    operations: [
      ...otherNameWords(choice),
      ...(choice.isSwitchOn ? occasionalWords(occasional) : []),
    ],
    cautions: foreseeTraps({ choice, target, rules, settings, formerHosts: former }),
    notes: notesOf(fact, services),
  };
  return {
    choice,
    isComplete,
    forms: written.map(({ form, body }) => writeForm(form, body, context, said)),
    ...said,
  };
}

/** Nothing but the frame of a language that has no comments. */
function isEmpty({ comment, blank }: TargetForm, body: string): boolean {
  return body.trim() === "" || (comment === null && (blank ?? ["{}"]).includes(body.trim()));
}

function undone(
  choice: SettingsChoice,
  powers: SettingPowers,
  { hopeless }: TargetFact,
): readonly string[] {
  const words = undoneWords(choice, powers.calls === "all" ? "program" : "tool");
  const unmet = choice.services.filter((each) => !isMet(each));
  if (hopeless === undefined || unmet.length === 0) return words;
  const called = [...new Set(unmet.map(({ readiness }) => calledWord(readiness)))].join(", ");
  return [`Not solved: ${called}. ${hopeless}`];
}

/** What is to be known of the target, as far as it is about these services. */
function notesOf(fact: TargetFact, services: readonly Service[]): readonly string[] {
  const { since, notes, notesFor = {}, about = [] } = fact;
  const ofServices = services.flatMap(({ cliName }) => notesFor[cliName] ?? []);
  return [
    ...about,
    sourceWords(fact),
    ...(since === undefined ? [] : [`since: ${since}`]),
    ...[...notes, ...new Set(ofServices)].map((note) => `note: ${note}`),
  ];
}

type Said = Pick<WrittenSettings, "explanation" | "undone" | "operations" | "cautions" | "notes">;

function writeForm(
  form: TargetForm,
  body: string,
  context: TargetContext,
  said: Said,
): WrittenForm {
  const { id, title, fileName, language, comment, opening, isForSome = false } = form;
  const words = form.words?.(context) ?? [];
  const text =
    comment === null
      ? body
      : [
          opening === undefined ? "" : `${opening}\n`,
          commentLines(comment, said.explanation),
          body === "" ? "" : `\n${body.replace(/^\n/, "")}`,
          `\n${commentLines(
            comment,
            [...words, ...afterwords(said)].filter((line) => !body.includes(line)),
          )}`,
        ].join("");
  return {
    id,
    title,
    fileName,
    language,
    text,
    settingLines: settingLines(form, body),
    isBare: comment === null,
    words,
    isForSome,
  };
}

function settingLines({ comment, opening }: TargetForm, body: string): string {
  const lines = body.split("\n").filter((line) => {
    const said = line.trim();
    return said !== "" && (comment === null || !said.startsWith(comment));
  });
  return [...(opening === undefined ? [] : [opening]), ...lines].join("\n");
}

/** What is said after the settings, or beside them. */
export function afterwords({
  undone,
  operations,
  cautions,
  notes,
}: Omit<Said, "explanation">): readonly string[] {
  return [
    ...undone,
    ...operations,
    ...cautions.map((each) => `caution: ${trapSentences(each)} ${each.helpUri}`),
    ...notes,
  ];
}

/** The command that writes these settings: for plans, checks and the page. */
export function configCommandLine(
  services: readonly Service[],
  region: string,
  target: string,
): string {
  const list = services.map(({ cliName }) => cliName).join(",");
  return `egress6 config --service ${list} --region ${region} --for ${target}`;
}
