import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { isRuleSet, type PartitionsInfo, type RuleSetObject } from "./rule-engine.js";

/** AWS's published rules and models, as botocore lays them out: `<service>/<api version>/<file>`. */
export interface BotocoreFolder {
  readonly path: string;
  /** botocore's own; `unknown` when the folder lies outside of the package. */
  readonly version: string;
  readonly partitions: PartitionsInfo;
  /** Names of the service folders that have a rule set, sorted. */
  readonly services: readonly string[];
  readRuleSet(service: string): RuleSetObject;
  /** The API model. */
  readModel(service: string): unknown;
  /** Display names of the partitions, by id. */
  readPartitionNames(): ReadonlyMap<string, string>;
}

const RULE_SET = "endpoint-rule-set-1.json";
const MODEL = "service-2.json";

/**
 * Opens a botocore `data` folder, or a checkout or wheel that holds one.
 * @throws Egress6Error CATALOG_SOURCE_INVALID when it is not one
 */
export function openBotocoreFolder(given: string): BotocoreFolder {
  const path = [given, join(given, "data"), join(given, "botocore", "data")].find((candidate) =>
    isFile(join(candidate, "partitions.json")),
  );
  if (path === undefined) throw notASource(given);
  const partitions = readJson(join(path, "partitions.json"));
  if (!isPartitionsInfo(partitions)) {
    throw invalid(`${join(path, "partitions.json")} does not list AWS partitions`);
  }
  return {
    path,
    version: readVersion(path),
    partitions,
    services: readdirSync(path)
      .filter((name) => newestFile(path, name, RULE_SET) !== undefined)
      .sort(),
    readRuleSet: (service) => {
      const file = requireFile(path, service, RULE_SET);
      const json = readJson(file);
      if (!isRuleSet(json)) throw invalid(`${file} is not an endpoint rule set`);
      return json;
    },
    readModel: (service) => readJson(requireFile(path, service, MODEL)),
    readPartitionNames: () => readPartitionNames(path),
  };
}

function notASource(given: string): Egress6Error {
  const problem = {
    nothing: "does not exist",
    file: "is not a folder",
    folder: "has no partitions.json",
  }[kindOf(given)];
  return invalid(`${given} is not a botocore data folder: it ${problem}`);
}

function invalid(problem: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "CATALOG_SOURCE_INVALID",
    "input",
    `${problem}. Give the \`data\` folder of a botocore checkout or wheel.`,
    { cause },
  );
}

function isFile(path: string): boolean {
  return kindOf(path) === "file";
}

function kindOf(path: string): "file" | "folder" | "nothing" {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch {
    return "nothing"; // Or out of reach, which is the same to us.
  }
}

/** Of several API versions the newest counts. Wheels carry the files gzipped. */
function newestFile(path: string, service: string, file: string): string | undefined {
  const folder = join(path, service);
  if (kindOf(folder) !== "folder") return undefined;
  return readdirSync(folder)
    .filter((version) => /^\d{4}-\d{2}-\d{2}$/.test(version))
    .sort()
    .reverse()
    .flatMap((version) => [join(folder, version, file), join(folder, version, `${file}.gz`)])
    .find(isFile);
}

function requireFile(path: string, service: string, file: string): string {
  const found = newestFile(path, service, file);
  if (found === undefined) throw invalid(`${join(path, service)} has no ${file}`);
  return found;
}

function readJson(path: string): unknown {
  try {
    const bytes = readFileSync(path);
    return JSON.parse((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
  } catch (cause) {
    const reason = reasonOf(cause);
    throw invalid(`${path} cannot be read as JSON (${reason})`, cause);
  }
}

function readVersion(path: string): string {
  const init = join(path, "..", "__init__.py");
  if (!isFile(init)) return "unknown";
  return /^__version__ = ['"]([^'"]+)['"]/m.exec(readFileSync(init, "utf8"))?.[1] ?? "unknown";
}

const PARTITION_OUTPUTS = ["dnsSuffix", "dualStackDnsSuffix", "implicitGlobalRegion"];

export function isPartitionsInfo(json: unknown): json is PartitionsInfo {
  if (!isObject(json) || !Array.isArray(json["partitions"])) return false;
  return json["partitions"].every(
    (partition: unknown) =>
      isObject(partition) &&
      typeof partition["id"] === "string" &&
      typeof partition["regionRegex"] === "string" &&
      isObject(partition["regions"]) &&
      isObject(partition["outputs"]) &&
      PARTITION_OUTPUTS.every((key) => typeof readKey(partition["outputs"], key) === "string"),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readKey(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

// Only endpoints.json has names for partitions; without it their ids must do.
function readPartitionNames(path: string): ReadonlyMap<string, string> {
  const file = [join(path, "endpoints.json"), join(path, "endpoints.json.gz")].find(isFile);
  const list = file === undefined ? [] : readKey(readJson(file), "partitions");
  return new Map(
    (Array.isArray(list) ? list : []).flatMap((entry: unknown): [string, string][] => {
      const id = readKey(entry, "partition");
      const name = readKey(entry, "partitionName");
      return typeof id === "string" && typeof name === "string" ? [[id, name]] : [];
    }),
  );
}
