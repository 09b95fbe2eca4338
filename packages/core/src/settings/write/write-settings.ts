import type { Catalog } from "../../endpoint/catalog.js";
import type { Service } from "../../endpoint/types.js";
import type { SharedSettingFacts } from "../../facts/shared-setting-facts.js";
import { foreseeTraps, type TrapFinding } from "../../finding/find-traps.js";
import { trapSentences } from "../../finding/trap-words.js";
import type { NameSupport } from "../../verdict/support.js";
import { chooseSettings } from "../choose/choose-settings.js";
import {
  choiceReason,
  choiceWords,
  otherNameWords,
  undoneWords,
} from "../choose/explain-choice.js";
import { formerHosts } from "../choose/former-hosts.js";
import { isAllMet, isMet, type SettingsChoice } from "../choose/settings-choice.js";
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

/** What to write settings for, and from what. */
export interface WriteRequest {
  readonly catalog: Catalog;
  readonly services: readonly Service[];
  readonly region: string;
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
  readonly target: ConfigTarget;
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
  /** Whether the explanation is not in the text, because the language has no comments. */
  readonly isBare: boolean;
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
  const { catalog, target, fact, settings } = request;
  const powers = { ...target.powers, calls: fact.calls ?? target.powers.calls };
  const choice = chooseSettings({ ...request, powers });
  const rules = `${catalog.rules.source} ${catalog.rules.version}`;
  const former = choice.services
    .filter(({ means }) => means === "switch")
    .flatMap(({ service }) =>
      formerHosts(
        catalog,
        { service, region: request.region, variant: "dualstack" },
        request.observed,
      ),
    );
  const versions = versionNotes(catalog, request.services, request.region);
  const said = {
    explanation: [...(request.doubts ?? []), ...versions, ...choiceWords(choice)],
    evidence: choice.services.filter(isMet).map(choiceReason),
    undone: undoneWords(choice, powers.calls === "all" ? "program" : "tool"),
    operations: otherNameWords(choice),
    cautions: foreseeTraps({ choice, target, rules, settings, formerHosts: former }),
    notes: notesOf(fact),
  };
  const context = { choice, settings, fact };
  return {
    choice,
    isComplete: isAllMet(choice),
    forms: target.forms.map((form) => writeForm(form, context, said)),
    ...said,
  };
}

function notesOf(fact: TargetFact): readonly string[] {
  const { since, notes } = fact;
  return [
    sourceWords(fact),
    ...(since === undefined ? [] : [`since: ${since}`]),
    ...notes.map((note) => `note: ${note}`),
  ];
}

type Said = Pick<WrittenSettings, "explanation" | "undone" | "operations" | "cautions" | "notes">;

function writeForm(form: TargetForm, context: TargetContext, said: Said): WrittenForm {
  const { id, title, fileName, language, comment, opening } = form;
  const body = form.body(context);
  const text =
    comment === null
      ? body
      : [
          opening === undefined ? "" : `${opening}\n`,
          commentLines(comment, said.explanation),
          body === "" ? "" : `\n${body.replace(/^\n/, "")}`,
          `\n${commentLines(
            comment,
            afterwords(said).filter((line) => !body.includes(line)),
          )}`,
        ].join("");
  return { id, title, fileName, language, text, isBare: comment === null };
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
