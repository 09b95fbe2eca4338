/**
 * A value of an attribute, whatever format it stood in. What is not known says the name of what was missing
 * (`var.cidr`, `data.aws_vpc.main`, `Fn::ImportValue shared-vpc`) and is never guessed.
 */
export type AuditValue =
  | { readonly kind: "known"; readonly value: string | number | boolean | null }
  | { readonly kind: "list"; readonly items: readonly AuditValue[] }
  | { readonly kind: "map"; readonly entries: Readonly<Record<string, AuditValue>> }
  | UnknownValue;

export interface UnknownValue {
  readonly kind: "unknown";
  /** The first thing that was missing. */
  readonly missing: string;
  /** Resources of the same files that the value is made of, such as the VPC of a subnet. */
  readonly of: readonly Reference[];
  /** Whether something is there all the same: `aws_vpc.main.ipv6_cidr_block` is no absent value. */
  readonly isSet: boolean;
  /** Of a text: what is known of it, with `{}` for each part that is not: `https://sqs.{}.example.com`. */
  readonly pattern: string | null;
}

/** A resource that a value speaks of; `address` is that of a `Resource`, without its scope. */
export interface Reference {
  readonly address: string;
  /** `id`; empty: the resource itself, as `Ref` in CloudFormation. */
  readonly attribute: string;
}

export const NULL_VALUE: AuditValue = { kind: "known", value: null };

export const knownValue = (value: string | number | boolean | null): AuditValue => ({
  kind: "known",
  value,
});

export const listValue = (items: readonly AuditValue[]): AuditValue => ({ kind: "list", items });

export const mapValue = (entries: Readonly<Record<string, AuditValue>>): AuditValue => ({
  kind: "map",
  entries,
});

export const unknownValue = (
  missing: string,
  of: readonly Reference[] = [],
  isSet = of.length > 0,
  pattern: string | null = null,
): UnknownValue => ({ kind: "unknown", missing, of, isSet, pattern });

/** Plain JSON as a value. */
export function valueOfJson(json: unknown): AuditValue {
  if (json === null || json === undefined) return NULL_VALUE;
  if (typeof json === "string" || typeof json === "number" || typeof json === "boolean") {
    return knownValue(json);
  }
  if (Array.isArray(json)) return listValue(json.map(valueOfJson));
  return mapValue(
    Object.fromEntries(Object.entries(json).map(([key, each]) => [key, valueOfJson(each)])),
  );
}

/** An attribute that is null, or not there, says nothing. */
export function isAbsent(value: AuditValue | undefined): boolean {
  return value === undefined || (value.kind === "known" && value.value === null);
}

/** By a path such as `["vpc_config", "subnet_ids"]`; a block that may stand once is taken from its list. */
export function auditValueAt(
  value: AuditValue | undefined,
  ...path: readonly string[]
): AuditValue | undefined {
  let at = value;
  for (const step of path) {
    if (at?.kind === "list" && at.items.length === 1) at = at.items[0];
    if (at === undefined || at.kind === "unknown") return at;
    if (at.kind !== "map") return undefined;
    at = Object.hasOwn(at.entries, step) ? at.entries[step] : undefined;
  }
  return at;
}

/** The elements; of one value that is no list, that. Null: not known which. */
export function itemsOf(value: AuditValue | undefined): readonly AuditValue[] | null {
  if (isAbsent(value) || value === undefined) return [];
  if (value.kind === "list") return value.items;
  return value.kind === "unknown" ? null : [value];
}

export function textOf(value: AuditValue | undefined): string | null {
  if (value?.kind !== "known" || value.value === null) return null;
  return String(value.value);
}

export function numberOf(value: AuditValue | undefined): number | null {
  const text = textOf(value);
  const number = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

/** `unknown`: it is set to something that is not known; `no`: also where nothing is set. */
export function isTrue(value: AuditValue | undefined): "yes" | "no" | "unknown" {
  if (value?.kind === "unknown") return "unknown";
  return textOf(value)?.toLowerCase() === "true" || textOf(value) === "1" ? "yes" : "no";
}

/** What was missing in it or its parts, each once. */
export function missingIn(value: AuditValue | undefined): readonly string[] {
  const found = new Set<string>();
  walkValue(value, (each) => {
    if (each.kind === "unknown") found.add(each.missing);
  });
  return [...found];
}

/** The resources that it speaks of, each once. */
export function referencesIn(value: AuditValue | undefined): readonly Reference[] {
  if (value === undefined || value.kind === "known") return [];
  const found = new Map<string, Reference>();
  walkValue(value, (each) => {
    if (each.kind !== "unknown") return;
    for (const one of each.of) found.set(`${one.address} ${one.attribute}`, one);
  });
  return [...found.values()];
}

/** Every text in it, with the path that leads to it; of texts that are known in part, the pattern. */
export function textsIn(
  value: AuditValue | undefined,
): readonly { path: readonly string[]; text: string }[] {
  const found: { path: readonly string[]; text: string }[] = [];
  walkValue(value, (each, path) => {
    if (each.kind === "known" && typeof each.value === "string") {
      found.push({ path, text: each.value });
    } else if (each.kind === "unknown" && each.pattern !== null) {
      found.push({ path, text: each.pattern });
    }
  });
  return found;
}

export function walkValue(
  value: AuditValue | undefined,
  visit: (value: AuditValue, path: readonly string[]) => void,
  path: readonly string[] = [],
): void {
  if (value === undefined) return;
  visit(value, path);
  if (value.kind === "list") {
    for (const [index, item] of value.items.entries())
      walkValue(item, visit, [...path, `${index}`]);
  }
  if (value.kind === "map") {
    for (const [key, entry] of Object.entries(value.entries))
      walkValue(entry, visit, [...path, key]);
  }
}
