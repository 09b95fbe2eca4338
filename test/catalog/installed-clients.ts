import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isPartitionsInfo } from "../../packages/egress6/src/adapter/botocore/botocore-folder.js";
import type { Overlay } from "../../packages/egress6/src/adapter/botocore/build-catalog.js";
import { readRuleSources } from "../../packages/egress6/src/adapter/botocore/rule-sources.js";
import { readClientRules } from "../../packages/egress6/src/adapter/sdk-clients/client-rules.js";
import {
  readSdkPartitions,
  SDK_CORE,
  SDK_PARTITIONS,
} from "../../packages/egress6/src/adapter/sdk-clients/look-for-clients.js";
import type { ClientRules } from "../../packages/egress6/src/ports.js";

const DATA = new URL("../../data/", import.meta.url);
/** What the product is developed with, and what only tests compare with. */
const FOLDERS = ["../../node_modules/", "../node_modules/"].map(
  (path) => new URL(path, import.meta.url),
);

export function folderOf(name: string): string {
  const [found] = FOLDERS.map((folder) => fileURLToPath(new URL(name, folder))).filter(existsSync);
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found;
}

/** Packages `@aws-sdk/client-…` that are installed here. */
export function installedClients(): readonly string[] {
  return FOLDERS.flatMap((folder) => readdirSync(new URL("@aws-sdk/", folder)))
    .filter((name) => name.startsWith("client-"))
    .map((name) => `@aws-sdk/${name}`)
    .sort();
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(folderOf(name), "package.json"), "utf8")).version;
}

/** What the client itself resolves: its own code, run. */
export function resolverOf(name: string): (params: Readonly<Record<string, unknown>>) => {
  readonly url: URL;
  readonly properties?: Readonly<Record<string, unknown>>;
} {
  const require = createRequire(pathToFileURL(join(folderOf(name), "package.json")));
  const module = require(folderOf(name)) as Readonly<Record<string, unknown>>;
  const isClient = ([key, value]: readonly [string, unknown]) =>
    /[^_]Client$/.test(key) && typeof value === "function";
  const [, Client] = Object.entries(module).find(isClient) ?? [];
  const { config } = Reflect.construct(Client as new () => object, [{ region: "us-east-1" }]);
  return config.endpointProvider;
}

/** The overlay that the committed catalog was built with, of the packages that are installed. */
export function installedOverlay(): Overlay {
  const { checked, clients, core } = readRuleSources(DATA);
  const versions = Object.entries(clients).flatMap(([name, client]) =>
    client === null ? [] : ([[name, { ...client, differs: client.differs === true }]] as const),
  );
  const rules = new Map(
    versions
      .filter(([, { differs }]) => differs)
      .map(([name, { date }]): [string, ClientRules] => [
        name,
        readClientRules((path) => readIn(folderOf(name), path), date),
      ]),
  );
  const { info } = readSdkPartitions(readIn(folderOf(SDK_CORE), SDK_PARTITIONS), core);
  if (!isPartitionsInfo(info)) throw new Error(`${SDK_CORE} lists no partitions`);
  if (versionOf(SDK_CORE) !== core.version) {
    throw new Error(`${SDK_CORE} is ${versionOf(SDK_CORE)}, and the catalog of ${core.version}`);
  }
  return { checked, clients: new Map(versions), rules, partitions: { ...core, info } };
}

function readIn(folder: string, path: string): string | null {
  const file = join(folder, path);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
