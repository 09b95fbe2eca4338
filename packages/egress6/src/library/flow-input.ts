import { tmpdir } from "node:os";
import { Egress6Error } from "@egress6/core/errors";
import { parseFlowFormat } from "@egress6/core/flow/flow-fields";
import { FlowNetwork } from "@egress6/core/flow/flow-network";
import { parseTableName } from "@egress6/core/flow/flow-table";
import { NO_TOPOLOGY } from "@egress6/core/flow/flow-topology";
import { ipRangeTable } from "@egress6/core/flow/ip-range";
import type { EntryFacts } from "@egress6/core/identify/judge-identified";
import { regionOrNull } from "@egress6/core/settings/resolve/region-or-null";
import type { Environment } from "@egress6/core/settings/settings-input";
import { fetchFlowBucket } from "../adapter/aws-account/flow-bucket.js";
import { openAthena } from "../adapter/aws-account/open-athena.js";
import { readAwsConfig } from "../adapter/aws-config/read-aws-config.js";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";
import { loadSdkFacts } from "../adapter/fact-files/sdk-facts.js";
import { loadToolFacts } from "../adapter/fact-files/tool-facts.js";
import { findFlowFiles } from "../adapter/flow-log/find-flow-files.js";
import { openFlowDatabase } from "../adapter/flow-log/open-duckdb.js";
import { isOwnParquet } from "../adapter/flow-log/parquet/read-flow-parquet.js";
import { readBills } from "../adapter/flow-log/read-bill.js";
import { readCloudTrail } from "../adapter/flow-log/read-cloudtrail.js";
import { readHostsFile } from "../adapter/flow-log/read-hosts-file.js";
import { readIpRanges } from "../adapter/flow-log/read-ip-ranges.js";
import { readResolverLogs } from "../adapter/flow-log/read-resolver-logs.js";
import { readFlowTable } from "../adapter/flow-log/read-table.js";
import { readWithDuckDb } from "../adapter/flow-log/read-with-duckdb.js";
import { type FlowQuestion, reduceFlows } from "../adapter/flow-log/reduce-flows.js";
import { readFlowFiles } from "../adapter/flow-log/text/read-flow-files.js";
import { readFlowTopology } from "../adapter/flow-log/topology.js";
import type { FlowsRequest } from "../app/run-flows.js";

/** Named as the options of the command. */
export interface FlowInputArguments {
  /** A table in Athena in place of files: `database.table`, or `catalog.database.table`. */
  readonly table?: string | undefined;
  readonly engine?: "text" | "duckdb" | "athena" | undefined;
  readonly topology?: readonly string[] | undefined;
  readonly resolverLogs?: readonly string[] | undefined;
  readonly format?: string | undefined;
  /** Seconds since the epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly ipRanges?: string | undefined;
  readonly hosts?: string | undefined;
  /** CloudWatch metrics of the gateways, or a cost and usage report: what the logs are compared with. */
  readonly bill?: readonly string[] | undefined;
  readonly maxScanGb?: number | undefined;
}

export interface FlowSurroundings {
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Told now and then how far it is. */
  readonly onProgress: (text: () => string) => void;
  /** Told of what costs money, before it does. */
  readonly onNote: (text: string) => void;
}

/** What of a request comes from the input. */
type FlowInput = Pick<
  FlowsRequest,
  | "catalog"
  | "identifyNames"
  | "facts"
  | "sdks"
  | "network"
  | "ranges"
  | "engine"
  | "copies"
  | "region"
  | "billed"
  | "reduce"
  | "readNames"
>;

const DEFAULT_SCAN_GB = 100;

/**
 * Joins the readers of flow logs: files, S3, tables.
 * @throws Egress6Error of the readers
 */
export async function flowInput(
  paths: readonly string[],
  options: FlowInputArguments,
  surroundings: FlowSurroundings,
): Promise<FlowInput> {
  const { signal } = surroundings;
  const catalog = loadCatalog();
  const identifyNames = loadIdentifyNames();
  const ranges =
    options.ipRanges === undefined ? null : ipRangeTable(readIpRanges(options.ipRanges));
  const topology =
    options.topology === undefined ? NO_TOPOLOGY : readFlowTopology(options.topology);
  const network = new FlowNetwork(topology, ranges);
  const question: FlowQuestion = {
    network,
    format: options.format === undefined ? null : parseFlowFormat(options.format),
    from: options.from ?? null,
    to: options.to ?? null,
  };
  const facts: EntryFacts = {
    tools: loadToolFacts(),
    errorMessages: identifyNames.errorMessages,
    resourceHosts: identifyNames.resourceHosts,
  };
  const logs = await localPaths(options.resolverLogs ?? [], options, surroundings);
  const ofLogs = logs.length === 0 ? [] : resolverFiles(logs);
  const source =
    options.table === undefined
      ? await fileSource(paths, question, options, surroundings)
      : tableSource(options.table, question, options, surroundings);
  return {
    catalog,
    identifyNames,
    facts,
    sdks: loadSdkFacts().sdks,
    network,
    ranges,
    engine: source.engine,
    copies: source.copies,
    region: source.region,
    billed: readBills(options.bill ?? []),
    reduce: source.reduce,
    readNames: async (names, window) => {
      if (options.hosts !== undefined) readHostsFile(options.hosts, names);
      const addresses = new Set(topology.nats.flatMap(({ publicIps }) => publicIps));
      const { damaged } = readCloudTrail(source.cloudTrail, names, addresses, window, signal);
      const resolver = await readResolverLogs(
        [...source.resolver, ...ofLogs],
        names,
        window,
        signal,
      );
      return { ...resolver, damaged: [...resolver.damaged, ...damaged] };
    },
  };
}

/** @throws Egress6Error FLOW_FILES_MISSING */
function resolverFiles(paths: readonly string[]): readonly string[] {
  const { resolver } = findFlowFiles(paths, true);
  if (resolver.length > 0) return resolver;
  throw new Egress6Error(
    "FLOW_FILES_MISSING",
    "input",
    `--resolver-logs: no resolver query logs are in ${paths.join(", ")}. Give JSON lines with "query_name", as Route 53 writes them.`,
  );
}

interface FlowLogSource extends Pick<FlowInput, "engine" | "copies" | "region" | "reduce"> {
  readonly resolver: readonly string[];
  readonly cloudTrail: readonly string[];
}

async function fileSource(
  paths: readonly string[],
  question: FlowQuestion,
  options: FlowInputArguments,
  surroundings: FlowSurroundings,
): Promise<FlowLogSource> {
  const { signal, onProgress } = surroundings;
  const files = findFlowFiles(
    await localPaths(paths, options, surroundings),
    question.format !== null,
  );
  const isAllInDuckDb = options.engine === "duckdb";
  const count = files.text.length + files.parquet.length;
  const usesDuckDb = isAllInDuckDb || files.parquet.some((file) => !isOwnParquet(file));
  return {
    engine: usesDuckDb ? "duckdb" : files.parquet.length > 0 ? "parquet" : "text",
    copies: files.copies,
    region: files.region,
    resolver: files.resolver,
    cloudTrail: files.cloudTrail,
    reduce: () =>
      reduceFlows(question, count, async (rules, folder) => {
        const onRead = (at: { filesDone: number; files: number; records: number }) =>
          onProgress(
            () =>
              `Reading: ${at.filesDone} of ${at.files} files, ${at.records.toLocaleString("en-US")} records`,
          );
        const own = isAllInDuckDb ? NO_FILES : files;
        const text = await readFlowFiles(own.text, rules, { folder, signal, onProgress: onRead });
        if (!usesDuckDb) {
          const format = "parquet";
          const parquet = { folder, signal, onProgress: onRead, format } as const;
          return [...text, ...(await readFlowFiles(own.parquet, rules, parquet))];
        }
        const database = await openFlowDatabase(folder);
        try {
          const others = isAllInDuckDb ? files : { text: [], parquet: files.parquet };
          const routed = question.network.routedAddresses();
          return [...text, await readWithDuckDb(others, rules, routed, database, signal)];
        } finally {
          database.close();
        }
      }),
  };
}

const NO_FILES = { text: [], parquet: [] };

function tableSource(
  table: string,
  question: FlowQuestion,
  { maxScanGb = DEFAULT_SCAN_GB }: FlowInputArguments,
  { env, signal, onNote }: FlowSurroundings,
): FlowLogSource {
  const { catalog, database } = parseTableName(table);
  const region = regionOfBuckets(env);
  return {
    engine: "athena",
    copies: [],
    region: null,
    resolver: [],
    cloudTrail: [],
    reduce: async () => {
      onNote(
        `Athena: each run scans at most ${maxScanGb} GB (--max-scan-gb), and AWS charges for what it scans.`,
      );
      const athena = await openAthena({
        region,
        catalog,
        database,
        workgroup: env["ATHENA_WORKGROUP"] ?? "primary",
        maxScanBytes: maxScanGb * 1e9,
      });
      try {
        return await reduceFlows(question, 0, async (rules) => [
          await readFlowTable(table, rules, question.network.routedAddresses(), athena, signal),
        ]);
      } finally {
        onNote(`Athena scanned ${(athena.scannedBytes() / 1e9).toFixed(3)} GB.`);
        athena.close();
      }
    },
  };
}

/** What is in S3 is fetched first, and kept. */
function localPaths(
  paths: readonly string[],
  {
    from = null,
    to = null,
  }: { readonly from?: number | undefined | null; readonly to?: number | undefined | null },
  { env, signal, onProgress, onNote }: FlowSurroundings,
): Promise<readonly string[]> {
  return Promise.all(
    paths.map(async (path) => {
      if (!path.startsWith("s3://")) return path;
      const { folder, files, kept } = await fetchFlowBucket(path, {
        region: regionOfBuckets(env),
        isPathStyle: Boolean(env["AWS_ENDPOINT_URL_S3"] ?? env["AWS_ENDPOINT_URL"]),
        folder: cacheFolder(env),
        from,
        to,
        signal,
        onProgress: (at) =>
          onProgress(
            () =>
              `Fetching: ${at.filesDone} of ${at.files} files, ${(at.bytesDone / 1e6).toFixed(0)} of ${(at.bytes / 1e6).toFixed(0)} MB`,
          ),
      });
      onNote(`${path}: ${files} files in ${folder}, ${kept} of them were there already.`);
      return folder;
    }),
  );
}

export const regionOfBuckets = (env: Environment): string =>
  regionOrNull(undefined, env, readAwsConfig(env).files) ??
  loadCatalog().partitions[0]?.homeRegion ??
  "";

/** Where this platform keeps what can be fetched again. */
export function cacheFolder(env: Environment): string {
  const home = env["HOME"] ?? env["USERPROFILE"];
  const base = env["XDG_CACHE_HOME"] || env["LOCALAPPDATA"] || (home ? `${home}/.cache` : tmpdir());
  return `${base}/egress6/flow-logs`;
}
