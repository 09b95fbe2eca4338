import { parseEnv } from "node:util";
import { endpointOf } from "@egress6/core/endpoint/catalog";
import { observableName } from "@egress6/core/endpoint/placeholder";
import { isMet } from "@egress6/core/settings/choose/settings-choice";
import { parseAwsIni } from "@egress6/core/settings/read/parse-aws-ini";
import { explainEndpoint } from "@egress6/core/settings/resolve/explain-endpoint";
import { resolveEndpointSettings } from "@egress6/core/settings/resolve/resolve-endpoint-settings";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadSdkFacts } from "../../packages/egress6/src/adapter/fact-files/sdk-facts.js";
import { type Invented, inventedSupport, writtenFor } from "./invented-names.js";

const catalog = loadCatalog();
const { sdks } = loadSdkFacts();
const readers = sdks.filter(
  ({ settings }) => settings.dualstack.value === "yes" && settings["endpoint-url"].value === "yes",
);
const SERVICES = ["dynamodb", "ec2", "iam", "kms", "logs", "route53", "s3", "sqs", "sts"];
const REGIONS = ["eu-central-1", "us-east-1", "us-gov-west-1"];

const situation = fc.record({
  services: fc.subarray(SERVICES, { minLength: 1 }),
  region: fc.constantFrom(...REGIONS),
  outcomes: fc.infiniteStream(fc.constantFrom<Invented>("both", "ipv4", "nothing")),
  sdk: fc.constantFrom(...readers),
});

/** The default and the dual-stack name of each. */
function namesOf(services: readonly string[], region: string): readonly string[] {
  return catalog.services
    .filter(({ cliName }) => services.includes(cliName))
    .flatMap((service) =>
      (["default", "dualstack"] as const).flatMap((variant) => {
        const endpoint = endpointOf(catalog, service, region, variant);
        return endpoint === null ? [] : [observableName(endpoint.hostname)];
      }),
    );
}

test.each(["dotenv", "aws-config"])(
  "`egress6 endpoint` finds that clients go where %s promises, without a trap that breaks calls",
  (target) => {
    fc.assert(
      fc.property(situation, ({ services, region, outcomes, sdk }) => {
        const names: Record<string, Invented> = {};
        for (const name of namesOf(services, region)) {
          names[name] = outcomes.next().value ?? "nothing";
        }
        const { choice, forms, cautions } = writtenFor(target, services, region, names);
        const text = forms[0]?.text ?? "";
        for (const each of choice.services.filter(isMet)) {
          const resolved = resolveEndpointSettings({
            catalog,
            service: each.service.cliName,
            input: {
              code: { region },
              env: target === "dotenv" ? parseEnv(text) : {},
              files: {
                config: target === "dotenv" ? null : parseAwsIni(text, "config"),
                credentials: null,
              },
              sdk: { sdk, version: null },
            },
            parameters: {},
            evaluate: null,
          });
          const { hostname, source, verdict, traps } = explainEndpoint(
            resolved,
            inventedSupport(names),
            sdks,
          );
          if (traps.some(({ ruleId }) => ruleId === "global-name")) {
            expect(cautions.map(({ ruleId }) => ruleId)).toContain("global-name");
            continue;
          }
          if (source === "client") {
            expect(cautions.map(({ ruleId }) => ruleId)).toContain("own-endpoint");
            continue;
          }
          expect(hostname).toBe(each.name.hostname);
          expect(verdict["ipv6-only"]).toBe("yes");
          expect(traps.filter(({ level }) => level === "error")).toEqual([]);
        }
      }),
    );
  },
);
