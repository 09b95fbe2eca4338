import type { ConnectionAttempt } from "@egress6/core/doctor/connection";
import { type HostsEntry, hostsObservation } from "@egress6/core/doctor/hosts-file";
import { literalObservation } from "@egress6/core/doctor/literal-observation";
import { type AddressesToTry, addressesToTry, type TargetName } from "@egress6/core/doctor/target";
import { observableName } from "@egress6/core/endpoint/placeholder";
import { Egress6Error } from "@egress6/core/errors";
import type { NameObservation } from "@egress6/core/observation/outcome";
import type { Witness } from "@egress6/core/observation/witness";
import type { ObserveProgress } from "../ports.js";
import type { DoctorRequest } from "./doctor-request.js";

/** Addresses tried of one name and family: clients try more than one as well. */
const MOST_ADDRESSES = 2;
const MOST_CONNECTIONS = 100;

/** By which addresses a name is tried. */
export type Way = keyof AddressesToTry;

/**
 * Asks DNS for all names at once; of what is not final in time it reports what was seen until then.
 * @returns how far the word of each resolver goes; empty when none was asked, or none answers
 */
export async function observeTargets(
  names: readonly TargetName[],
  hostsEntries: readonly HostsEntry[],
  { observe, resolvers, trustResolver = false, timeoutMs, signal, onProgress }: DoctorRequest,
  onResult: (observation: NameObservation) => void,
): Promise<readonly Witness[]> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const options = {
    resolvers,
    trustResolver,
    stopWhenAllLie: true,
    rate: Number.POSITIVE_INFINITY,
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    onUnfinished: onResult,
    onProgress: ({ done, total }: ObserveProgress) =>
      onProgress?.({ doing: "asking DNS", done, total }),
  };
  const hostnames = new Set<string>();
  for (const { hostname } of names) {
    const name = observableName(hostname);
    const known = literalObservation(hostname) ?? hostsObservation(hostsEntries, name);
    if (known === null) hostnames.add(name);
    else onResult(known);
  }
  if (resolvers.length === 0 || hostnames.size === 0) return [];
  try {
    return (await observe([...hostnames], options, onResult)).witnesses;
  } catch (error) {
    // That no resolver answers is what the step before says.
    if (!(error instanceof Egress6Error) || error.code !== "RESOLVER_UNREACHABLE") throw error;
    return [];
  }
}

/** Connects to the addresses of all names, both families at once, so many at a time. */
export async function tryNames(
  names: readonly TargetName[],
  observed: ReadonlyMap<string, NameObservation>,
  prefixes: readonly string[],
  request: DoctorRequest,
  onAttempt: (name: TargetName, way: Way, attempt: ConnectionAttempt) => void,
): Promise<void> {
  const distinct = new Map(names.map((name) => [nameKey(name), name]));
  const tasks = [...distinct.values()].flatMap((name) => {
    const dns = observed.get(observableName(name.hostname));
    if (dns === undefined) return [];
    const addresses = addressesToTry(dns, prefixes);
    return WAYS.flatMap((way) =>
      addresses[way].length === 0 ? [] : [{ name, way, addresses: addresses[way] }],
    );
  });
  let done = 0;
  await inParallel(MOST_CONNECTIONS, tasks, async ({ name, way, addresses }) => {
    if (request.signal?.aborted) return;
    const attempt = await tryAddresses(name, addresses, request);
    if (request.signal?.aborted) return;
    onAttempt(name, way, attempt);
    done += 1;
    request.onProgress?.({ doing: "connecting", done, total: tasks.length });
  });
}

const WAYS = ["ipv6", "ipv4", "nat64"] as const satisfies readonly Way[];

export function nameKey({ hostname, port }: Pick<TargetName, "hostname" | "port">): string {
  return `${hostname}:${port}`;
}

/** The first that is all right, else the first. */
async function tryAddresses(
  { hostname, port, isTls }: TargetName,
  addresses: readonly string[],
  { probe, timeoutMs, signal }: DoctorRequest,
): Promise<ConnectionAttempt> {
  const options = { timeoutMs, ...(signal === undefined ? {} : { signal }) };
  const attempts = await Promise.all(
    addresses
      .slice(0, MOST_ADDRESSES)
      .map((address) =>
        probe.connect(
          { address, port, hostname: isTls ? observableName(hostname) : null },
          options,
        ),
      ),
  );
  const best =
    attempts.find(({ tls }) => tls?.kind === "verified") ??
    attempts.find(({ tcp }) => tcp.kind === "connected") ??
    attempts[0];
  if (best === undefined) throw new Error(`${hostname} was tried without an address`);
  return best;
}

/** Works through the items, at most so many at a time. */
async function inParallel<Item>(
  most: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
}
