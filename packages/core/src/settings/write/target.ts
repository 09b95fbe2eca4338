import type { Confidence } from "../../facts/sdk-facts.js";
import type { SharedSettingFacts } from "../../facts/shared-setting-facts.js";
import type { ToolCall } from "../../facts/tool-writes.js";
import type { SettingPowers, SettingsChoice } from "../choose/settings-choice.js";
import type { OccasionalCall } from "./target-calls.js";

export const TARGET_GROUPS = ["settings", "infrastructure", "agents", "code"] as const;
export type TargetGroup = (typeof TARGET_GROUPS)[number];

/** What a form's text is written in. */
export type Language =
  | "properties"
  | "toml"
  | "cpp"
  | "csharp"
  | "go"
  | "hcl"
  | "ini"
  | "java"
  | "javascript"
  | "json"
  | "kotlin"
  | "php"
  | "powershell"
  | "python"
  | "ruby"
  | "rust"
  | "sh"
  | "swift"
  | "yaml";

/** A statement of `data/config-targets.json`: where a target's own settings are described. */
export interface TargetFact {
  readonly source: string;
  /** When the source was read: `YYYY-MM-DD`. */
  readonly date: string;
  readonly confidence: Confidence;
  /** From which version on, as its makers say; undefined: not known. */
  readonly since?: string | undefined;
  /** What is to be known beside the settings. */
  readonly notes: readonly string[];
  /** By CLI name: what is to be known where that service is called. */
  readonly notesFor?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Of a tool: what it is, and by which setting it is told. */
  readonly about?: readonly string[] | undefined;
  /** Of a tool that can be told nothing: why, and what does work. */
  readonly hopeless?: string | undefined;
  /** What it calls besides what its user asks of it. */
  readonly byItself?: readonly ToolCall[] | undefined;
  /** CLI names of the services that it calls at all; undefined: those that its powers say. */
  readonly calls?: readonly string[] | undefined;
  /** By CLI name, what it calls a service where that does not follow from the service's own names. */
  readonly serviceNames?: Readonly<Record<string, string>> | undefined;
}

/** `documented: https://…`. */
export function sourceWords({ confidence, source }: TargetFact): string {
  return `${confidence}: ${source}`;
}

/** All that a form is written from. */
export interface TargetContext {
  readonly choice: SettingsChoice;
  readonly settings: readonly SharedSettingFacts[];
  readonly fact: TargetFact;
  /** What the target calls now and then, and nobody asked for. */
  readonly occasional: readonly OccasionalCall[];
}

/** One way to write down the settings of a target. */
export interface TargetForm {
  /** `terraform`: tells forms of one target apart. */
  readonly id: string;
  readonly title: string;
  /** Where the text goes. */
  readonly fileName: string;
  readonly language: Language;
  /** What begins a comment; null: the language has none, so explanations stand beside the text. */
  readonly comment: "#" | "//" | null;
  /** What must come before any comment, such as `<?php`. */
  readonly opening?: string;
  /** What a text without a setting is in a language that has no comments; absent: `{}`. */
  readonly blank?: readonly string[];
  /** Whether it is for those only who ask for it by its id, such as users of older versions. */
  readonly isForSome?: true;
  /** Where it can do other than the target. */
  readonly powers?: Partial<SettingPowers>;
  /** The settings with a comment on each. Ends in a line break, or is empty when there is nothing to set. */
  body(context: TargetContext): string;
  /** What is to be said of this form alone. */
  words?(context: TargetContext): readonly string[];
}

/** Something that settings can be written for: `--for` of `egress6 config`. */
export interface ConfigTarget {
  readonly id: string;
  readonly title: string;
  readonly group: TargetGroup;
  readonly powers: SettingPowers;
  /** CLI names of the services that are meant when none is named. */
  readonly ownServices?: readonly string[];
  readonly forms: readonly [TargetForm, ...TargetForm[]];
}

/** For whatever reads the environment or the shared config file: one switch, or a URL for each service. */
export const SHARED_SETTINGS: SettingPowers = {
  dualstackSwitch: "all-clients",
  urlsFor: "all",
  calls: "all",
};

/** For code, where each client has its own switch. */
export const CLIENT_SETTINGS: SettingPowers = {
  dualstackSwitch: "each-client",
  urlsFor: [],
  calls: "all",
};

/** The lines as comments, each with its line break. */
export function commentLines(comment: "#" | "//", lines: readonly string[], indent = ""): string {
  return lines
    .map((line) => `${indent}${comment} ${line}`.trimEnd())
    .map(withBreak)
    .join("");
}

/** A JSON document, for forms whose language has no comments. */
export function jsonText(value: unknown): string {
  return withBreak(JSON.stringify(value, null, 2));
}

function withBreak(line: string): string {
  return `${line}\n`;
}
