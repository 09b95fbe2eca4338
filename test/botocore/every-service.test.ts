import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { endpointOf, signingScopeOf } from "@egress6/core/endpoint/catalog";
import type { Variant } from "@egress6/core/endpoint/types";
import { findSdk } from "@egress6/core/settings/read/find-sdk";
import { catalogOfSdk } from "@egress6/core/settings/read/sdk-release";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadVersionFacts } from "../../packages/egress6/src/adapter/fact-files/rules-history.js";
import { loadSdkFacts } from "../../packages/egress6/src/adapter/fact-files/sdk-facts.js";
import { MANY_PROCESSES_MS, within } from "../support/time-limits.js";
import { type BotocoreName, PYTHON, pythonEnvironment, whyNoBotocore } from "./botocores.js";

vi.setConfig(within(MANY_PROCESSES_MS));

const why = whyNoBotocore();
const skipped = why === null ? "" : ` (skipped: ${why})`;
const SCRIPT = fileURLToPath(new URL("every_service.py", import.meta.url));
const REGION = "eu-central-1";

interface End {
  readonly host?: string;
  readonly scope?: string;
  readonly error?: string;
}
interface Called {
  readonly service: string;
  readonly bare: End;
  readonly plugin: End;
  /** With the dual-stack switch on. */
  readonly switch?: End;
  readonly hasIpv6: boolean;
  /** What the operation puts before its host. */
  readonly prefix: string;
  readonly isOfItsOwn: boolean;
}

/**
 * Where the cheapest call of each service goes, where these hosts have IPv6 and no others; null: those to which the
 * dual-stack switch leads every other service.
 */
async function callAll(botocore: BotocoreName, hosts: readonly string[] | null) {
  const env = { PATH: process.env["PATH"], ...(await pythonEnvironment(botocore)) };
  const text = await new Promise<string>((resolve, reject) => {
    const options = { env, maxBuffer: 1 << 24 };
    const child = execFile(PYTHON, [SCRIPT, REGION], options, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(stderr)),
    );
    child.stdin?.end(JSON.stringify(hosts));
  });
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line): Called => JSON.parse(line));
}

describe.skipIf(why !== null)(`the cheapest call of every service${skipped}`, () => {
  let catalog: Catalog;
  let dualStackHosts: readonly string[];
  beforeAll(async () => {
    const choice = findSdk(loadSdkFacts().sdks, "boto3@1.43.62");
    catalog = catalogOfSdk(await loadCatalog(), choice, await loadVersionFacts());
    dualStackHosts = [...catalog.services].flatMap((service) => {
      const own = endpointOf(catalog, service, REGION, "default")?.hostname;
      const name = endpointOf(catalog, service, REGION, "dualstack")?.hostname;
      return name === undefined || name === own ? [] : [name];
    });
  });

  test("of AWS CLI v1's botocore goes where the catalog says, without the plugin and with it", async () => {
    const called = await callAll("cli-v1", dualStackHosts);
    const differing = called.flatMap(({ service: cliName, bare, plugin, prefix, isOfItsOwn }) => {
      const service = catalog.services.find((each) => each.cliName === cliName);
      if (service === undefined || bare.error !== undefined || isOfItsOwn) return [];
      const said = (variant: Variant) => {
        const name = endpointOf(catalog, service, REGION, variant);
        const { region, name: signed } = signingScopeOf(catalog, service, REGION, variant);
        return name === null
          ? null
          : { host: prefix + name.hostname, scope: `${signed}/${region}` };
      };
      const expected = [said("default"), said("dualstack") ?? said("default")];
      return [bare, plugin].flatMap((end, index) =>
        end.host === expected[index]?.host ? [] : [{ cliName, end, expected: expected[index] }],
      );
    });
    expect(called.length).toBeGreaterThan(400);
    expect(differing).toEqual([]);
  });

  test("of Debian's goes where the dual-stack switch leads, or where it went, by what has IPv6", async () => {
    const called = await callAll("debian", null);
    const differing = called.filter(({ bare, plugin, switch: on, hasIpv6 }) => {
      const expected = hasIpv6 ? on : bare;
      return plugin.host !== expected?.host || plugin.scope !== expected?.scope;
    });
    expect(called.some(({ hasIpv6 }) => hasIpv6)).toBe(true);
    expect(called.length).toBeGreaterThan(250);
    expect(differing).toEqual([]);
  });
});
