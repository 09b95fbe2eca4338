import { spawnSync } from "node:child_process";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { endpointOf, refusesOwnUrl } from "@egress6/core/endpoint/catalog";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openBotocoreFolder } from "../../packages/egress6/src/adapter/botocore/botocore-folder.js";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { resolveBatch } from "../../packages/egress6/src/adapter/botocore/resolve-batch.js";
import type { Resolution } from "../../packages/egress6/src/adapter/botocore/rule-engine.js";
import { rulesResolver } from "../../packages/egress6/src/adapter/botocore/rules-resolver.js";
import { ALL_RULES_MS, within } from "../support/time-limits.js";
import { type Layer, unpackLayer } from "./aws-cli-layer.js";
import { ruleCases } from "./rule-parameters.js";

vi.setConfig(within(ALL_RULES_MS));

let layer: Layer;
beforeAll(async () => {
  layer = await unpackLayer();
});
afterAll(() => layer.remove());

test("every service resolves any parameters as botocore's own engine does", async () => {
  const source = openBotocoreFolder(layer.data);
  const cases = [...ruleCases(source, 40)];
  const input = cases.map((each) => `${JSON.stringify(each)}\n`).join("");
  const ours: string[] = [];
  await resolveBatch(rulesResolver(source), Readable.from([input]), async (text) => {
    ours.push(text);
  });
  const theirs = oracle(input);
  const answers = parseAnswers(ours.join(""));

  expect(answers).toHaveLength(cases.length);
  expect(theirs).toHaveLength(cases.length);
  const differences = cases.flatMap((each, index) => {
    const [our, their] = [answers[index], theirs[index]];
    return our !== undefined && their !== undefined && isSame(our, their)
      ? []
      : [{ ...each, our, their }];
  });
  expect(differences).toEqual([]);
  expect(theirs.filter((answer) => "url" in answer).length).toBeGreaterThan(cases.length / 4);
});

test("every service takes its dual-stack name as an endpoint URL, but for those that are known", async () => {
  const catalog = loadCatalog();
  const asked = catalog.services.flatMap((service) => {
    const endpoint = endpointOf(catalog, service, "eu-central-1", "dualstack");
    return endpoint === null ? [] : [{ service: service.cliName, hostname: endpoint.hostname }];
  });
  const lines = asked.flatMap(({ service, hostname }) =>
    ["example.com", hostname].map((host) => {
      const params = { Region: "eu-central-1", Endpoint: `https://${host}` };
      return `${JSON.stringify({ service, params })}\n`;
    }),
  );
  let output = "";
  await resolveBatch(
    rulesResolver(openBotocoreFolder(layer.data)),
    Readable.from(lines),
    async (text) => {
      output += text;
    },
  );
  const answers = parseAnswers(output);
  const refused = asked.filter((_, index) => {
    const [any, own] = answers.slice(2 * index, 2 * index + 2);
    return any !== undefined && "url" in any && own !== undefined && "error" in own;
  });
  expect(asked.length).toBeGreaterThan(300);
  const known = catalog.services.filter((service) => refusesOwnUrl(catalog, service));
  expect(refused.map(({ service }) => service)).toEqual(known.map(({ cliName }) => cliName));
});

function oracle(input: string): readonly Resolution[] {
  const script = fileURLToPath(new URL("engine_oracle.py", import.meta.url));
  const { stdout, stderr, status } = spawnSync("python3", [script, layer.data], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONPATH: layer.python, PYTHONDONTWRITEBYTECODE: "1" },
  });
  if (status !== 0) throw new Error(`the oracle failed: ${stderr}`);
  return parseAnswers(stdout);
}

function parseAnswers(text: string): readonly Resolution[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line): Resolution => JSON.parse(line));
}

/** The two engines are AWS's own and agree on all URLs and all errors of rules, except for: */
function isSame(our: Resolution, their: Resolution): boolean {
  if ("url" in our) return "url" in their && our.url === their.url;
  if ("url" in their) {
    // Python puts anything into a URL; the engine of the JavaScript SDK takes a URL only.
    return !URL.canParse(their.url) && our.error.includes(JSON.stringify(their.url));
  }
  if (our.error === their.error) return true;
  // The engines' own words for a parameter that a rule set requires …
  const missing = /^Missing required parameter: '(.+)'$/.exec(our.error)?.[1];
  if (missing !== undefined) {
    return their.error === `Cannot find value for required parameter ${missing}`;
  }
  // … or that a template needs,
  if (/^The rules give .*, which is not a URL$/.test(our.error)) return /^'\w+'$/.test(their.error);
  // and the end of a tree of rules, after which Python tries the next tree and finds another error.
  return our.error === "Rules evaluation failed";
}
