import type { ToolFacts } from "../../facts/sdk-facts.js";
import type { EnvironmentForm, OptionForm, ToolCall, ToolWrites } from "../../facts/tool-writes.js";
import { calledWord } from "../../verdict/readiness.js";
import { choiceReason } from "../choose/explain-choice.js";
import { isMet, type MetChoice, type SettingPowers } from "../choose/settings-choice.js";
import { environmentOf } from "./shared-settings.js";
import {
  type ConfigTarget,
  commentLines,
  SHARED_SETTINGS,
  sourceWords,
  type TargetContext,
  type TargetFact,
  type TargetForm,
} from "./target.js";
import { awsConfig } from "./targets/aws-config.js";
import { docker } from "./targets/docker.js";
import { dotenv } from "./targets/dotenv.js";
import { ecsTask } from "./targets/ecs-task.js";
import { env } from "./targets/env.js";
import { kubernetes } from "./targets/kubernetes.js";
import { systemd } from "./targets/systemd.js";

/** What settings are written for when a tool is named that has no target of its own. */
export function toolTarget(tool: ToolFacts): ConfigTarget {
  const { id, name, calls = [], writes } = tool;
  return {
    id,
    title: name,
    group: "agents",
    powers: powersOf(calls, writes),
    ownServices: ownServices(calls),
    forms: formsOf(tool, writes),
  };
}

/** What is known of the tool, as of a target. */
export function toolFact(tool: ToolFacts): TargetFact {
  const { name, mechanism, setting, place, since, limits, calls, writes, wayOut } = tool;
  const [source = ""] = tool.sources;
  const where = place === undefined ? "" : `, in ${place}`;
  return {
    source,
    since,
    notes: limits,
    date: tool.date,
    confidence: tool.confidence,
    byItself: calls,
    about: [
      `${name}: ${mechanism}.`,
      setting === null ? "It has no setting for this." : `Setting: ${setting}${where}.`,
      `Known as of ${tool.date}.`,
    ],
    ...(writes === undefined && {
      hopeless: [
        `${name} can be told nothing that is known to work${limits[0] === undefined ? "" : `: ${limits[0]}`}.`,
        `Workaround: ${wayOut ?? "an interface endpoint (PrivateLink) in the VPC where there is one for it, or NAT64 with DNS64"}.`,
      ].join(" "),
    }),
  };
}

/** Those that it calls in any case, else all: each once. */
function ownServices(calls: readonly ToolCall[]): readonly string[] {
  const here = calls.filter(({ isElsewhere }) => isElsewhere !== true);
  const always = here.filter(({ when }) => when === undefined);
  return [...new Set((always.length > 0 ? always : here).map(({ service }) => service))];
}

function powersOf(calls: readonly ToolCall[], writes: ToolWrites | undefined): SettingPowers {
  const called = calls.length === 0 ? "all" : [...new Set(calls.map(({ service }) => service))];
  switch (writes?.by) {
    case "environment":
      return { ...SHARED_SETTINGS, calls: called };
    case "switch":
      return { dualstackSwitch: "all-clients", urlsFor: [], calls: called };
    case "itself":
      return { dualstackSwitch: "always-on", urlsFor: [], calls: called };
    case "url": {
      const urlsFor = writes.forms.flatMap(({ blocks }) =>
        blocks.flatMap((each) => each.for ?? []),
      );
      const { signsByItself } = writes;
      return { dualstackSwitch: "none", urlsFor, calls: called, signsByItself };
    }
    default:
      return { dualstackSwitch: "none", urlsFor: [], calls: called };
  }
}

function formsOf(tool: ToolFacts, writes: ToolWrites | undefined): ConfigTarget["forms"] {
  const [first, ...rest] = writtenForms(writes);
  return first === undefined ? [nothingToWrite(tool)] : [first, ...rest];
}

function writtenForms(writes: ToolWrites | undefined): readonly TargetForm[] {
  switch (writes?.by) {
    case "environment":
      return writes.forms.flatMap(environmentForms);
    case "switch":
    case "url":
    case "itself":
      return writes.forms.map((form) => optionForm(form, writes.by === "url"));
    default:
      return [];
  }
}

/** Says what is known, where there is nothing to paste. */
function nothingToWrite({ id, name }: ToolFacts): TargetForm {
  return {
    id: "known",
    title: name,
    fileName: `${id}.txt`,
    language: "sh",
    comment: "#",
    body: () => "",
  };
}

const ENVIRONMENTS = {
  env,
  dotenv,
  "aws-config": awsConfig,
  systemd,
  docker,
  kubernetes,
  "ecs-task": ecsTask,
} as const;

function environmentForms(form: EnvironmentForm): readonly TargetForm[] {
  if ("target" in form) return ENVIRONMENTS[form.target].forms;
  const { yaml, shape, title, fileName } = form;
  return [
    {
      id: "yaml",
      title,
      fileName,
      language: "yaml",
      comment: "#",
      body: (context) => yamlVariables(context, yaml.split("."), shape),
    },
  ];
}

function yamlVariables(
  context: TargetContext,
  path: readonly string[],
  shape: "list" | "mapping",
): string {
  const variables = environmentOf(context);
  if (variables.length === 0) return "";
  const indent = "  ".repeat(path.length);
  const head = path.map((key, depth) => `${"  ".repeat(depth)}${key}:\n`).join("");
  const lines = variables.map(({ name, value, reasons }) => {
    const comments = commentLines("#", reasons, indent);
    return shape === "list"
      ? `${comments}${indent}- name: ${name}\n${indent}  value: "${value}"\n`
      : `${comments}${indent}${name}: "${value}"\n`;
  });
  return `${head}${lines.join("")}`;
}

function optionForm({ blocks, ...form }: OptionForm, isByUrl: boolean): TargetForm {
  return {
    ...form,
    comment: "#",
    body: (context) => {
      const { choice, fact } = context;
      const met = choice.services.filter(isMet).filter(({ means }) => means !== "nothing");
      const wanted = isByUrl ? met.filter(({ means }) => means === "url") : met;
      if (wanted.length === 0) return "";
      const written = blocks.flatMap((block): readonly WrittenBlock[] => {
        if (block.for === undefined) return [{ lines: block.lines, choice: null }];
        const found = wanted.find(({ readiness }) => calledWord(readiness) === block.for);
        return found === undefined ? [] : [{ lines: block.lines, choice: found }];
      });
      const reasons = [...wanted.map(choiceReason), sourceWords(fact)];
      const lines = written.flatMap((block) =>
        block.lines.map((line) => `${filled(line, choice.region, block.choice)}\n`),
      );
      return `${commentLines("#", reasons)}${lines.join("")}`;
    },
  };
}

interface WrittenBlock {
  readonly lines: readonly string[];
  /** Of the service that the lines are for; null: they are for no one in particular. */
  readonly choice: MetChoice | null;
}

/** As in AWS's documentation; people put in their own. */
const ACCOUNT = "111122223333";

function filled(line: string, region: string, choice: MetChoice | null): string {
  const host = (choice?.name.hostname ?? "").replace("{AccountId}", ACCOUNT);
  const url = choice?.means === "url" ? choice.url : `https://${host}`;
  return line
    .replaceAll("{region}", region)
    .replaceAll("{account}", ACCOUNT)
    .replaceAll("{host}", host)
    .replaceAll("{url}", url);
}
