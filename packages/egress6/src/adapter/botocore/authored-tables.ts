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
      ...sourced,
    }),
  ),
});

export type ServiceParameters = z.infer<typeof parametersFile>["services"];
export type AuthoredEndpoints = z.infer<typeof additionalFile>["endpoints"];

/** What AWS's rules need to be told, and what they do not know. */
export interface AuthoredTables {
  readonly parameters: Readonly<ServiceParameters>;
  readonly endpoints: AuthoredEndpoints;
}

/** Reads `catalog-parameters.json` and `additional-endpoints.json` of a data folder. */
export function readAuthoredTables(dataFolder: URL): AuthoredTables {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(name, dataFolder), "utf8"));
  return {
    parameters: parametersFile.parse(read("catalog-parameters.json")).services,
    endpoints: additionalFile.parse(read("additional-endpoints.json")).endpoints,
  };
}
