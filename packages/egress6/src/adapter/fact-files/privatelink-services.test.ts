import { readFileSync } from "node:fs";
import { workloadJsonSchema } from "@egress6/core/workload/workload-json-schema";
import { expect, test } from "vitest";
import { DATA_FOLDER } from "../../data-folder.js";
import { planSchema } from "../../render/plan/schema.js";
import { loadCatalog } from "../botocore/load-catalog.js";
import { lintPrivateLinkServices } from "./lint-privatelink-services.js";
import { loadPrivateLinkServices } from "./privatelink-services.js";

const shipped = loadPrivateLinkServices();
const catalog = new Set(loadCatalog().services.map(({ cliName }) => cliName));

test("the shipped list is clean, and has what ECS and ECR need", () => {
  expect(lintPrivateLinkServices(shipped, catalog, "2026-11-25")).toEqual([]);
  expect(shipped.services.get("ecr")).toEqual({ endpoints: ["ecr.api", "ecr.dkr"], ipv6: "no" });
});

test.each([
  ["s3", ["s3"], "yes"],
  ["dynamodb", ["dynamodb"], "unknown"],
  ["sesv2", ["email"], "yes"],
  ["cognito-idp", ["cognito-idp"], "unknown"],
  ["cognito-identity", ["cognito-identity"], "unknown"],
  ["iam", ["iam"], "no"],
])("%s has endpoints, and says whether they may have IPv6", (cliName, endpoints, ipv6) => {
  expect(shipped.services.get(cliName)).toMatchObject({ endpoints, ipv6 });
});

test("a service with a whole name has it for an endpoint of its own", () => {
  for (const { endpoints, serviceNames = {} } of shipped.services.values()) {
    for (const name of Object.keys(serviceNames)) expect(endpoints).toContain(name);
  }
  expect(shipped.services.get("iam")?.serviceNames).toEqual({ iam: "com.amazonaws.iam" });
});

test("a service that is not of the catalog, out of order or from the future is named", () => {
  const service = { endpoints: ["x"], ipv6: "yes" } as const;
  const broken = {
    ...shipped,
    services: new Map([
      ["sqs", service],
      ["nosuch", service],
    ]),
  };
  expect(lintPrivateLinkServices(broken, catalog, "2020-01-01")).toEqual([
    "privatelink-services: the catalog has no service nosuch",
    "privatelink-services: nosuch is out of order: sort by name",
    "privatelink-services: asOf 2026-04 is after today, 2020-01-01",
  ]);
});

test.each([
  ["plan", planSchema()],
  ["workload", workloadJsonSchema()],
])("the published schema %s is what the code reads or writes", (name, schema) => {
  const written = readFileSync(new URL(`schema/${name}.schema.json`, DATA_FOLDER), "utf8");
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(schema)));
});
