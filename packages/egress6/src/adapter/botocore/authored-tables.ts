import { readFileSync } from "node:fs";
import { z } from "zod";

const sourced = {
  source: z.string(),
  date: z.iso.date(),
  confidence: z.enum(["measured", "documented", "inferred"]),
};

/** Values may hold placeholders such as `{AccountId}`, which the resulting name keeps. */
const parameters = z.record(z.string(), z.union([z.string(), z.boolean()]));

const parametersFile = z.strictObject({
  note: z.string(),
  services: z.record(
    z.string(),
    z.strictObject({
      reason: z.string(),
      ...sourced,
      /** For the four names of the service. */
      parameters: parameters.optional(),
      /** For every operation with parameters or a host prefix of its own. */
      operationParameters: parameters.optional(),
      /** The rules put the host prefix in themselves. */
      isPrefixInRules: z.boolean().optional(),
      /** What the names of operations with this parameter are for, where a list of them would mislead. */
      purposes: z.record(z.string(), z.string()).optional(),
      /** Names that other parameters give. */
      additional: z.array(z.strictObject({ for: z.string(), parameters })).optional(),
    }),
  ),
});

const additionalFile = z.strictObject({
  note: z.string(),
  endpoints: z.array(
    z.strictObject({
      service: z.string(),
      for: z.string(),
      /** Templates and exceptions as in the catalog. */
      names: z.record(z.string(), z.string()),
      partitions: z.array(z.string()),
      /** The day on which AWS took the names out of service. */
      retired: z.iso.date().optional(),
      ...sourced,
    }),
  ),
});

const servicesFile = z.strictObject({
  note: z.string(),
  services: z.array(
    z.strictObject({
      /** The CLI name, or what it would be. */
      service: z.string(),
      /** As in the API model. */
      id: z.string(),
      name: z.string(),
      signingName: z.string().optional(),
      /** Templates, exceptions and patterns as in the catalog. */
      names: z.record(z.string(), z.string()),
      partitions: z.array(z.string()),
      reason: z.string(),
      ...sourced,
    }),
  ),
});

export type AuthoredService = z.infer<typeof servicesFile>["services"][number];
const catalogFactsFile = z.strictObject({
  $schema: z.string(),
  note: z.string(),
  date: z.iso.date().describe("when the file was last gone through"),
  largeRegions: z
    .strictObject({ value: z.array(z.string()).min(8), ...sourced })
    .describe(
      "where most workloads run, in the order in which the map shows and a scan observes them",
    ),
  partitionTitles: z
    .strictObject({ value: z.record(z.string(), z.string()), ...sourced })
    .describe("by partition, what people call it where that is not AWS's name for it"),
  plainEndpointServices: z
    .strictObject({ value: z.array(z.string()).min(1), ...sourced })
    .describe("partitions whose endpoint services are all com.amazonaws.REGION.NAME"),
  refusesOwnUrl: z
    .strictObject({ value: z.array(z.string()), ...sourced })
    .describe("services whose rules take any endpoint URL but that of their own dual-stack name"),
  displayNames: z
    .strictObject({ value: z.record(z.string(), z.string()), ...sourced })
    .describe("by CLI name, what AWS calls a service whose client is called otherwise"),
  cliCommands: z
    .strictObject({ value: z.record(z.string(), z.string()), ...sourced })
    .describe("commands of the AWS CLI that are not the folder of their model, and that folder"),
});

/** The JSON Schema of `data/catalog-facts.json`, for editors. */
export const catalogFactsSchema = () => z.toJSONSchema(catalogFactsFile);

export type CatalogFacts = Omit<z.infer<typeof catalogFactsFile>, "$schema" | "note" | "date">;
export type ServiceParameters = z.infer<typeof parametersFile>["services"];
type AuthoredEndpoints = z.infer<typeof additionalFile>["endpoints"];

/** What AWS's rules need to be told, and what they do not know. */
export interface AuthoredTables {
  readonly parameters: Readonly<ServiceParameters>;
  readonly endpoints: AuthoredEndpoints;
  /** Services whose rules no package has that can be had. */
  readonly services: readonly AuthoredService[];
  readonly facts: CatalogFacts;
}

/** Reads `catalog-parameters.json`, `catalog-facts.json` and the two tables of further endpoints and services. */
export function readAuthoredTables(dataFolder: URL): AuthoredTables {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(name, dataFolder), "utf8"));
  return {
    parameters: parametersFile.parse(read("catalog-parameters.json")).services,
    endpoints: additionalFile.parse(read("additional-endpoints.json")).endpoints,
    services: servicesFile.parse(read("additional-services.json")).services,
    facts: catalogFactsFile.parse(read("catalog-facts.json")),
  };
}
