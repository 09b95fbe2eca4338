import type { Call } from "./reading.js";

/** What the audited files call, each service or host of a place once, in the order of files and lines. */
export function inventoryOf(calls: readonly Call[]): readonly Call[] {
  const found = new Map<string, Call>();
  for (const call of calls) {
    const { kind, service, host, place, caller, scope } = call;
    const key = JSON.stringify([kind, service, host, place.file, place.line, scope, caller]);
    const before = found.get(key);
    if (before === undefined || RANK[call.confidence] > RANK[before.confidence])
      found.set(key, call);
  }
  return [...found.values()].sort(byPlace);
}

const RANK = { low: 0, medium: 1, high: 2 } as const;

function byPlace(a: Call, b: Call): number {
  const [one, other] = [a.place.file ?? "", b.place.file ?? ""];
  if (one !== other) return one < other ? -1 : 1;
  const line = (a.place.line ?? 0) - (b.place.line ?? 0);
  if (line !== 0) return line;
  return nameOfCall(a) < nameOfCall(b) ? -1 : 1;
}

export const nameOfCall = ({ service, host }: Call): string => service ?? host ?? "";
