import type { HostEntry, ServiceEntry, WorkloadPartFile } from "./schema.js";

type Entry = ServiceEntry | HostEntry;

/**
 * Joins what code says of a destination with what flow logs measured of it, where they name its callers
 * differently: logs that know no caller take those of the code; code that knows no caller stands behind all that
 * was measured. A caller whose traffic nobody measured stays, its volume unknown.
 * @param part of all sources, each destination once for each set of callers
 */
export function joinSenders(part: WorkloadPartFile): WorkloadPartFile {
  const compute = new Set((part.compute ?? []).flatMap(({ name }) => name ?? []));
  return {
    ...part,
    services: joined(part.services ?? [], compute, ({ service, region, api }) =>
      JSON.stringify([service, region ?? null, api ?? false]),
    ),
    hosts: joined(part.hosts ?? [], compute, ({ host }) => host),
  };
}

function joined<T extends Entry>(
  entries: readonly T[],
  compute: ReadonlySet<string>,
  keyOf: (entry: T) => string,
): T[] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const known = withKnownCallers(entry, compute);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [known]);
    else group.push(known);
  }
  return [...groups.values()].flatMap(joinedOne);
}

/** Flow logs name senders by the account: one that nothing else knows is no sender that can be planned for. */
function withKnownCallers<T extends Entry>(entry: T, compute: ReadonlySet<string>): T {
  if (entry.evidence?.[0]?.by !== "flows" || compute.size === 0) return entry;
  const known = callersOf(entry).filter((name) => compute.has(name));
  if (known.length === callersOf(entry).length) return entry;
  return { ...entry, from: known.length === 0 ? undefined : known };
}

/** Of one destination. */
function joinedOne<T extends Entry>(group: readonly T[]): readonly T[] {
  const measured = group.filter(isMeasured);
  const told = group.filter((entry) => !isMeasured(entry));
  if (measured.length === 0 || told.length === 0) return group;
  const callers = [...new Set(told.flatMap(callersOf))].sort();
  const covered = measured.map((entry) =>
    callersOf(entry).length === 0 && callers.length > 0 ? { ...entry, from: callers } : entry,
  );
  const withCaller = new Set(covered.flatMap(callersOf));
  const behind = covered.map((entry) => {
    const own = new Set(callersOf(entry));
    const of = told.filter(
      (each) =>
        callersOf(each).length === 0 ||
        own.size === 0 ||
        callersOf(each).some((name) => own.has(name)),
    );
    // Bytes of the platform and of the code are not told apart: what no setting moves is the safe reading.
    const isByPlatform = of.some((each) => "platform" in each && each.platform === true);
    return {
      ...entry,
      ...(isByPlatform ? { platform: true } : {}),
      evidence: evidenceOf([entry, ...of]),
    };
  });
  const unmeasured = told.flatMap((entry) => {
    const from = callersOf(entry).filter((name) => !withCaller.has(name));
    return from.length === 0 ? [] : [{ ...entry, from }];
  });
  return [...behind, ...unmeasured];
}

const isMeasured = ({ gbPerMonth, inGbPerMonth, outGbPerMonth }: Entry): boolean =>
  (gbPerMonth ?? inGbPerMonth ?? outGbPerMonth ?? null) !== null;

const callersOf = ({ from }: Entry): readonly string[] =>
  typeof from === "string" ? [from] : (from ?? []);

/** Who said the volume stays first. */
function evidenceOf(entries: readonly Entry[]): NonNullable<Entry["evidence"]> {
  const all = entries.flatMap(({ evidence }) => evidence ?? []);
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}
