import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { z } from "zod";
import type { ClientRules, ClientsFound, KnownClients, SdkPartitionsJson } from "../../ports.js";
import { readClientRules } from "./client-rules.js";
import type { NpmRegistry } from "./npm-registry.js";
import { readConstants } from "./read-constants.js";

/** The package that has AWS's partitions and regions. */
export const SDK_CORE = "@aws-sdk/core";
/** Where, in that package. */
export const SDK_PARTITIONS = "dist-es/submodules/client/util-endpoints/lib/aws/partitions.js";
const AT_A_TIME = 8;

/**
 * Asks the registry for the newest version of every client, and fetches the rules of those that are not known.
 * @param known what was found before
 * @param coreVersion of `@aws-sdk/core`, likewise
 * @param names clients of services that came since
 * @throws Egress6Error CATALOG_DOWNLOAD_FAILED, CATALOG_SOURCE_INVALID
 */
export async function lookForClients(
  registry: NpmRegistry,
  known: KnownClients,
  coreVersion: string,
  names: readonly string[],
  onProgress: (done: number, total: number) => void,
): Promise<ClientsFound> {
  const packages = [...new Set([...Object.keys(known), ...names])].sort();
  const clients: Record<string, KnownClients[string]> = {};
  const rules = new Map<string, ClientRules>();
  const newer: string[] = [];
  let done = 0;
  await forEachConcurrently(packages, async (name) => {
    const before = known[name] ?? null;
    const latest = await registry.latest(name);
    clients[name] = before;
    if (latest !== null) {
      const isNewer = latest.version !== before?.version;
      const date = isNewer ? await registry.dateOf(name, latest.version) : before.date;
      if (isNewer) newer.push(name);
      if (isNewer || before.differs === true) {
        rules.set(name, readClientRules(await registry.files(latest), date));
      }
      clients[name] = { ...before, version: latest.version, date };
    }
    done += 1;
    onProgress(done, packages.length);
  });
  const partitions = await lookForPartitions(registry);
  if (partitions.version !== coreVersion) newer.push(SDK_CORE);
  return { clients, rules, partitions, newer: newer.sort() };
}

async function lookForPartitions(registry: NpmRegistry): Promise<SdkPartitionsJson> {
  const latest = await registry.latest(SDK_CORE);
  if (latest === null) throw invalid("is not in the registry");
  const read = await registry.files(latest);
  return readSdkPartitions(read(SDK_PARTITIONS), {
    version: latest.version,
    date: await registry.dateOf(SDK_CORE, latest.version),
  });
}

const partitionsInfo = z.object({ partitions: z.array(z.looseObject({ id: z.string() })).min(4) });

/** @throws Egress6Error CATALOG_SOURCE_INVALID */
export function readSdkPartitions(
  source: string | null,
  release: { readonly version: string; readonly date: string },
): SdkPartitionsJson {
  if (source === null) throw invalid(`has no ${SDK_PARTITIONS}`);
  try {
    return { ...release, info: partitionsInfo.parse(readConstants(source).get("partitionsInfo")) };
  } catch (cause) {
    throw invalid(`has other partitions than expected: ${reasonOf(cause)}`, cause);
  }
}

function invalid(problem: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "CATALOG_SOURCE_INVALID",
    "input",
    `${SDK_CORE} ${problem}. Nothing was written; \`--clients none\` takes botocore's rules and regions alone.`,
    { cause },
  );
}

async function forEachConcurrently<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  let hasFailed = false;
  const worker = async () => {
    for (const item of rest) {
      if (hasFailed) return;
      try {
        await work(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}
