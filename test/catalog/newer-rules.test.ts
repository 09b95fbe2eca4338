import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTarGzip } from "nanotar";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { readRuleSources } from "../../packages/egress6/src/adapter/botocore/rule-sources.js";
import { CLIENT_FILES } from "../../packages/egress6/src/adapter/sdk-clients/client-rules.js";
import {
  SDK_CORE,
  SDK_PARTITIONS,
} from "../../packages/egress6/src/adapter/sdk-clients/look-for-clients.js";
import { ALL_RULES_MS, within } from "../support/time-limits.js";
import { unpackLayer } from "./aws-cli-layer.js";
import { folderOf } from "./installed-clients.js";
import { egress6 } from "./run-in-process.js";

vi.setConfig(within(ALL_RULES_MS));

const sources = readRuleSources(new URL("../../data/", import.meta.url));
const SQS = "@aws-sdk/client-sqs";

/** What the registry has beside what was known; the files of its packages are real ones. */
let newer: Map<
  string,
  { readonly version: string; readonly date: string; readonly change: (text: string) => string }
>;
let asked: string[];
let scratch: string;
let registry: Server;
/** All of botocore. */
let whole: string;
/** botocore with the rules of SQS, and with next to nothing in the place of those of the others. */
let small: string;

beforeAll(async () => {
  whole = (await unpackLayer()).data;
  scratch = mkdtempSync(join(tmpdir(), "egress6-test-registry-"));
  small = smallBotocore(join(scratch, "botocore"));
  registry = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(1);
    asked.push(path);
    answer(path).then(
      (body) => response.writeHead(body === null ? 404 : 200).end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("npm_config_registry", base());
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
  registry.closeAllConnections();
  registry.close();
});
beforeEach(() => {
  newer = new Map();
  asked = [];
});

/** Rules without a condition, which are evaluated at once. */
const NO_RULES = {
  version: "1.0",
  parameters: {},
  rules: [{ conditions: [], type: "endpoint", endpoint: { url: "https://stand-in.test" } }],
};

function smallBotocore(folder: string): string {
  const data = join(folder, "data");
  mkdirSync(data, { recursive: true });
  cpSync(join(whole, "..", "__init__.py"), join(folder, "__init__.py"));
  for (const name of readdirSync(whole)) {
    if (name === "sqs" || name.endsWith(".json")) symlinkSync(join(whole, name), join(data, name));
  }
  for (const { cliName, serviceId } of loadCatalog().services) {
    if (cliName === "sqs" || !existsSync(join(whole, cliName))) continue;
    const service = join(data, cliName, "2000-01-01");
    const metadata = { serviceId, serviceFullName: serviceId, endpointPrefix: cliName };
    mkdirSync(service, { recursive: true });
    writeFileSync(join(service, "endpoint-rule-set-1.json"), JSON.stringify(NO_RULES));
    writeFileSync(join(service, "service-2.json"), JSON.stringify({ metadata, operations: {} }));
  }
  return data;
}

const base = () => `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;

function known(name: string): { readonly version: string; readonly date: string } | null {
  return name === SDK_CORE ? sources.core : (sources.clients[name] ?? null);
}

async function answer(path: string): Promise<string | Uint8Array | null> {
  const [, name = "", rest = ""] = /^(@aws-sdk\/[^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  const release = newer.get(name) ?? known(name);
  if (release === null) return null;
  if (rest === "latest") {
    const dist = { tarball: `${base()}${name}/-/package.tgz` };
    return JSON.stringify({ version: release.version, dist });
  }
  if (rest === "")
    return JSON.stringify({ time: { [release.version]: `${release.date}T12:00:00Z` } });
  return tarball(name, release.version);
}

async function tarball(name: string, version: string): Promise<Uint8Array> {
  const change = newer.get(name)?.change ?? ((text: string) => text);
  const paths = [
    ...Object.values(CLIENT_FILES).flat(),
    ...(name === SDK_CORE ? [SDK_PARTITIONS] : []),
  ];
  const files = paths.flatMap((path) => {
    const text = readInstalled(name, path);
    if (text === null) return [];
    const own =
      path === CLIENT_FILES.about ? JSON.stringify({ ...JSON.parse(text), version }) : change(text);
    return [{ name: `package/${path}`, data: own }];
  });
  return createTarGzip(files);
}

function readInstalled(name: string, path: string): string | null {
  try {
    return readFileSync(join(folderOf(name), path), "utf8");
  } catch {
    return null;
  }
}

const update = (botocore: string, out: string) =>
  egress6(["catalog", "update", "--source", botocore, "--clients", "npm", "--out", out]);

describe("clients of AWS's JavaScript SDK", () => {
  test("that are those of the catalog are not fetched again, but for what differs", async () => {
    const out = join(scratch, "same.json");
    const { code, stdout } = await update(whole, out);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("48 regions") });
    const committed = JSON.parse(
      readFileSync(new URL("../../data/catalog.json", import.meta.url), "utf8"),
    );
    const { clientsChecked, ...rest } = JSON.parse(readFileSync(out, "utf8"));
    expect(clientsChecked).toBe("1970-01-01");
    expect(rest).toEqual({ ...committed, clientsChecked: undefined });
    const fetched = asked.filter((path) => path.endsWith(".tgz")).sort();
    const differing = Object.entries(sources.clients).filter(([, client]) => client?.differs);
    expect(fetched).toEqual(
      [...differing.map(([name]) => name), SDK_CORE].map((name) => `${name}/-/package.tgz`).sort(),
    );
  });

  test("that are newer take the place of botocore's rules, and the change is told", async () => {
    newer.set(SQS, {
      version: "3.9999.0",
      date: "2026-12-24",
      change: (text) => text.replaceAll("https://sqs.", "https://queues."),
    });
    const out = join(scratch, "newer.json");
    const { code, stdout } = await update(small, out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^sqs: \d+ names changed$/m);
    const { sqs } = JSON.parse(readFileSync(out, "utf8")).services;
    expect(sqs).toMatchObject({
      rules: "3.9999.0 2026-12-24",
      base: { names: { standard: "sqs" } },
    });
    expect(JSON.stringify(sqs.names)).toContain("queues");
  });

  test("whose form is not known are refused, and nothing is written", async () => {
    newer.set(SQS, {
      version: "3.9999.0",
      date: "2026-12-24",
      change: (text) =>
        text.replace("export const bdd = ", "export const bdd = await import('node:fs') ?? "),
    });
    const { code, stderr } = await update(small, join(scratch, "refused.json"));
    expect(code).toBe(2);
    expect(stderr).toContain("dist-es/endpoint/bdd.js of @aws-sdk/client-sqs");
    expect(stderr).toContain("--clients none");
    expect(readdirSync(scratch)).not.toContain("refused.json");
  });

  test("with a number below that of an older client are older, whatever the registry says", async () => {
    newer.set(SQS, {
      version: "3.999.0",
      date: "2026-12-24",
      change: (text) => text.replaceAll("https://sqs.", "https://queues."),
    });
    const out = join(scratch, "older.json");
    await update(small, out);
    const { sqs } = JSON.parse(readFileSync(out, "utf8")).services;
    expect(sqs.rules).toBeUndefined();
    expect(JSON.stringify(sqs.names)).not.toContain("queues");
  });

  test("that no registry has leave the rules as they are", async () => {
    newer.set(SQS, { version: "3.9999.0", date: "not a day", change: (text) => text });
    const { code, stderr } = await update(small, join(scratch, "undated.json"));
    expect(code).toBe(3);
    expect(stderr).toContain("does not say when 3.9999.0 was released");
  });
});
