import type { Level } from "../finding/finding.js";
import type { AuditFix } from "./audit-fix.js";
import type { AuditMessage } from "./audit-words.js";
import type { Capability } from "./capability.js";
import type { AuditGoal } from "./goal.js";
import type { Network } from "./network.js";
import type { AuditReading, Call } from "./reading.js";
import type { FilePlace, Resource } from "./resource.js";

/** What a rule looks at: nothing else counts, so that the same files give the same findings. */
export interface AuditContext {
  readonly reading: AuditReading;
  readonly network: Network;
  readonly goal: AuditGoal;
  /** Where resources and calls are that name no region; null: not known. */
  readonly region: string | null;
  readonly capability: Capability;
}

/** A part of the code that belongs to a finding. */
export interface CodePlace {
  readonly file: string | null;
  readonly line: number | null;
  readonly resource: string | null;
}

/** What a rule says of one root cause; title, level and help come from `data/audit-rules.json`. */
export interface CodeHit {
  /** `review`: something that is missing decides. Its level is `note` always. */
  readonly kind: "fail" | "review";
  /** A case of the rule that has a level of its own in the data. */
  readonly when?: LevelCase | undefined;
  readonly message: AuditMessage;
  /** What it is about; null: no single resource is. */
  readonly on: Resource | null;
  /** Where it stands, if not at the block of `on`. */
  readonly place?: CodePlace | undefined;
  /** What the finding is recognised by, beside rule and resource. Never a line, never a count. */
  readonly attribute: readonly string[];
  readonly fix: AuditFix | null;
  readonly evidence?: readonly { readonly text: string; readonly place: CodePlace | null }[];
  readonly related?: readonly CodePlace[];
}

/** Cases in which a rule has another level: `levelWhen` in the data. */
export const LEVEL_CASES = [
  "has-ipv4-path",
  "at-build-time",
  "normalised",
  "only-answers",
] as const;
export type LevelCase = (typeof LEVEL_CASES)[number];

/** One rule: a pure function of what was read and what is known. */
export interface CodeRule<Id extends string = string> {
  readonly id: Id;
  readonly find: (context: AuditContext) => readonly CodeHit[];
}

/** Keeps the id as a type. */
export const codeRule = <Id extends string>(rule: CodeRule<Id>): CodeRule<Id> => rule;

/** What `data/audit-rules.json` says of a rule. */
export interface RuleFacts {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly levelWhen: Readonly<Partial<Record<LevelCase, Level>>>;
  /** Formats and languages with an example: `terraform`, `fluent-bit`. */
  readonly formats: readonly string[];
  readonly detect: string;
  readonly why: string;
  readonly fix: string;
  readonly sources: readonly string[];
  /** When it was last held against its sources. */
  readonly date: string;
}

/** One block with all the instances that `count` and `for_each` make of it. */
export interface Block<T> {
  readonly first: T;
  readonly all: readonly T[];
  readonly resource: Resource;
}

/** By the block they stand in, in the order of the first of each. */
export function byBlock<T extends { readonly resource: Resource }>(
  items: readonly T[],
): readonly Block<T>[] {
  const blocks = new Map<string, T[]>();
  for (const item of items) {
    const { scope, subject, type, place } = item.resource;
    const key = JSON.stringify([scope, subject, subject === "" ? type : "", place.file]);
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [item]);
    else block.push(item);
  }
  return [...blocks.values()].flatMap((all) => {
    const [first] = all;
    return first === undefined ? [] : [{ first, all, resource: first.resource }];
  });
}

export const placeOfResource = ({ place, subject }: Resource): CodePlace => ({
  file: place.file,
  line: place.line,
  resource: subject,
});

export const placeOfCall = ({ place, caller }: Call): CodePlace => ({
  file: place.file,
  line: place.line,
  resource: caller,
});

/** The line of a part of a resource, in its file. */
export const placeInside = (resource: Resource, line: number | null): CodePlace => ({
  ...placeOfResource(resource),
  line: line ?? resource.place.line,
});

/** The places of resources, one for each block. */
export function relatedPlaces(resources: readonly Resource[]): readonly CodePlace[] {
  return byBlock(resources.map((resource) => ({ resource }))).map(({ resource }) =>
    placeOfResource(resource),
  );
}

/** Places that differ, in order. */
export function distinctPlaces(places: readonly CodePlace[]): readonly CodePlace[] {
  const found = new Map(places.map((each) => [JSON.stringify(each), each]));
  return [...found.values()];
}

export const isSamePlace = (one: FilePlace, other: FilePlace): boolean =>
  one.file === other.file && one.line === other.line;

/** What a sentence calls a resource: one that a module makes is told by its module. */
export const nameInWords = ({ subject, fromModule }: Resource): string =>
  fromModule === null ? subject : `made by ${subject}`;
