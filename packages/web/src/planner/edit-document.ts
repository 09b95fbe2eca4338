import type { WorkloadPath } from "@egress6/core/workload/workload-problems";

/** The content of a workload file, as far as it can be edited: keys and values at its top. */
export type WorkloadDocument = Readonly<Record<string, unknown>>;

export function isDocument(value: unknown): value is WorkloadDocument {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at that place; undefined where there is none. */
export function valueAt(document: unknown, path: WorkloadPath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value) && typeof step === "number") return value[step];
    return isDocument(value) && typeof step === "string" && Object.hasOwn(value, step)
      ? value[step]
      : undefined;
  }, document);
}

/** The entries of the list at that place; none where there is no list. */
export function itemsAt(document: unknown, path: WorkloadPath): readonly unknown[] {
  const value = valueAt(document, path);
  return Array.isArray(value) ? value : [];
}

/**
 * The document with another value at that place. `undefined` takes it out: an entry of a list closes up, and
 * a part of the file that has nothing in it any more goes, too.
 */
export function withValue(
  document: WorkloadDocument,
  path: WorkloadPath,
  value: unknown,
): WorkloadDocument {
  const changed = changedAt(document, path, value);
  const parts = isDocument(changed) ? Object.entries(changed) : [];
  return Object.fromEntries(parts.filter(([, part]) => !isEmpty(part)));
}

const isEmpty = (value: unknown): boolean =>
  Array.isArray(value) ? value.length === 0 : isDocument(value) && Object.keys(value).length === 0;

function changedAt(around: unknown, path: WorkloadPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list = Array.isArray(around) ? [...around] : [];
    const changed = changedAt(list[step], rest, value);
    list.splice(step, 1, ...(changed === undefined ? [] : [changed]));
    return list;
  }
  const known = isDocument(around) ? around : {};
  const changed = changedAt(known[step], rest, value);
  if (changed !== undefined) return { ...known, [step]: changed };
  const { [step]: _, ...others } = known;
  return others;
}
