import { Egress6Error } from "../../errors.js";
import type { ToolFacts } from "../../facts/sdk-facts.js";
import { nearNames, spellingsOf } from "../../identify/near-names.js";
import { printable } from "../../printable.js";
import type { ConfigTarget, TargetFact, TargetForm } from "./target.js";
import { TARGETS } from "./targets.js";
import { toolFact, toolTarget } from "./tool-target.js";

/** A target, and the one of its forms that is asked for; null: all of them. */
export interface TargetChoice {
  readonly target: ConfigTarget;
  readonly form: TargetForm | null;
  /** Of a tool that has no target: what is known of it; null: the facts of the target are. */
  readonly fact: TargetFact | null;
}

/**
 * Reads `TARGET` or `TARGET:FORM`, such as `lambda` or `lambda:terraform`, or the id, the name or another word for a
 * tool: `rclone`, `karpenter`.
 * @throws Egress6Error TARGET_UNKNOWN naming the nearest, or the tools that are called so
 */
export function findTarget(text: string, tools: readonly ToolFacts[] = []): TargetChoice {
  const [name = "", formId] = text.trim().toLowerCase().split(":");
  const own = TARGETS.find(({ id }) => id === (OTHER_WORDS.get(name) ?? name));
  if (own !== undefined) return withForm(own, formId, null);
  const found = toolsCalled(tools, name);
  const [tool, another] = found;
  if (tool === undefined) throw noSuchTarget(text, name, tools);
  const shared = another === undefined ? null : sharedTarget(found);
  if (shared !== null) return withForm(shared.target, formId ?? shared.form, null);
  if (another !== undefined) {
    throw unknown(`"${printable(text)}" may be ${idsOf(found)}: name one of them.`);
  }
  const { writes } = tool;
  if (writes?.by !== "target") return withForm(toolTarget(tool), formId, toolFact(tool));
  const target = TARGETS.find(({ id }) => id === writes.target);
  if (target === undefined) throw noSuchTarget(writes.target, writes.target, tools);
  return withForm(target, formId ?? writes.form, null);
}

/** What targets are called by who uses them. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ["node", "javascript"],
  ["boto3", "python"],
]);

/** Those whose id it is, else whose name or other word. */
function toolsCalled(tools: readonly ToolFacts[], text: string): readonly ToolFacts[] {
  const wanted = bare(text);
  const byId = tools.filter(({ id }) => bare(id) === wanted);
  if (byId.length > 0) return byId;
  return tools.filter(({ name, aliases = [] }) =>
    [name, ...aliases].some((each) => bare(each) === wanted),
  );
}

/** Where all of them lead, with the form that one of them means; null: they lead apart. */
function sharedTarget(
  tools: readonly ToolFacts[],
): { readonly target: ConfigTarget; readonly form: string | undefined } | null {
  const ways = tools.map(({ writes }) => (writes?.by === "target" ? writes : null));
  const target = TARGETS.find(({ id }) => ways.every((way) => way?.target === id));
  const form = ways.find((way) => way?.form !== undefined)?.form;
  return target === undefined ? null : { target, form };
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function withForm(
  target: ConfigTarget,
  formId: string | undefined,
  fact: TargetFact | null,
): TargetChoice {
  if (formId === undefined) return { target, form: null, fact };
  const form = target.forms.find(({ id }) => id === formId);
  if (form === undefined) {
    throw unknown(
      `The target ${target.id} has no form "${printable(formId)}". It has: ${idsOf(target.forms)}.`,
    );
  }
  return { target, form, fact };
}

function noSuchTarget(text: string, name: string, tools: readonly ToolFacts[]): Egress6Error {
  const spellings = spellingsOf([
    ...TARGETS.flatMap(({ id, title }) =>
      [id, title.toLowerCase()].map((each) => [each, [id]] as const),
    ),
    ...tools.flatMap(({ id, name: title, aliases = [] }) =>
      [id, title.toLowerCase(), ...aliases].map((each) => [each, [id]] as const),
    ),
  ]);
  const near = nearNames(spellings, name);
  const guess = near.length === 0 ? "" : ` Nearest: ${near.join(", ")}.`;
  return unknown(
    `There is no target "${printable(text)}", nor is a tool called so.${guess} \`egress6 config --help\` lists targets, \`egress6 facts\` tells of tools.`,
  );
}

function idsOf(list: readonly { readonly id: string }[]): string {
  return list.map(({ id }) => id).join(", ");
}

function unknown(message: string): Egress6Error {
  return new Egress6Error("TARGET_UNKNOWN", "input", message);
}
