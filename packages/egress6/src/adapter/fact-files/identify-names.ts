import type { IdentifyNames } from "@egress6/core/identify/names";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { loadCliV1Endpoints } from "./own-endpoints.js";
import { loadPrivateLinkServices } from "./privatelink-services.js";
import { text } from "./provenance-schema.js";
import { loadThirdPartyHosts } from "./third-party-hosts.js";
import { loadToolFacts } from "./tool-facts.js";

const httpsUrl = z.url({ protocol: /^https$/ });
const cliNames = z.array(text).min(1).describe("CLI names, the most likely first");
const confidence = z
  .enum(["documented", "inferred"])
  .describe(
    "documented: the source was read; inferred: known from practice, the source is where to check",
  );

const head = {
  $schema: z.string(),
  note: text.describe("how to read the file"),
  date: z.iso.date().describe("when the file was last gone through"),
};

/** `data/aliases.json`: below 150 words, a usual one is missing. */
export const aliasesFile = z.strictObject({
  ...head,
  aliases: z
    .array(
      z.strictObject({
        alias: text.describe("lower case; spaces, hyphens and underscores make no difference"),
        services: cliNames,
        source: httpsUrl.describe("a page that uses the word"),
        confidence,
      }),
    )
    .min(150),
});

const typeTable = z.strictObject({
  source: httpsUrl,
  date: z.iso.date(),
  confidence,
  types: z.record(text, cliNames),
});

/** `data/iac-types.json`. */
export const iacTypesFile = z.strictObject({
  ...head,
  terraform: typeTable.describe(
    "what follows aws_, up to any underscore; the longest that fits counts",
  ),
  cloudformation: typeTable.describe(
    "what follows AWS::, lower case; a resource's type may be cut anywhere, the longest that fits counts",
  ),
  packages: typeTable.describe("packages and clients of SDKs, letters and digits only"),
  namespaces: typeTable.describe("ARNs, IAM, service principals, CloudTrail"),
});

/** `data/resource-hosts.json`. */
export const resourceHostsFile = z.strictObject({
  ...head,
  resources: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
        name: text.describe("of the resource"),
        service: text.nullable().describe("CLI name of the service that makes it"),
        hosts: z
          .array(z.string().regex(/^[a-z0-9{][A-Za-z0-9.{}_-]*$/))
          .min(1)
          .describe("patterns; the first label may stand for several where it is all placeholder"),
        isInVpc: z
          .boolean()
          .describe("whether its address is one of a VPC, so that no public name matters"),
        switchedHost: text
          .nullable()
          .describe("with the placeholders of hosts; null: the same host, or not known"),
        switch: text.nullable().describe("the call or setting; null: none is known"),
        note: text,
        source: httpsUrl,
        date: z.iso.date(),
        confidence,
      }),
    )
    .min(20),
});

/** `data/error-messages.json`. */
export const errorMessagesFile = z.strictObject({
  ...head,
  messages: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
        patterns: z
          .array(z.array(z.string().regex(/^[^A-Z]+$/)).min(1))
          .min(1)
          .describe(
            "plain texts, lower case: all of one of these lists stand in the line; {ipv4} and {ipv6}: an address of that family does (not NAT64's), {no ipv4} and {no ipv6}: none does",
          ),
        shown: text.describe("as a program writes it"),
        cause: text,
        fix: text,
        link: z
          .string()
          .regex(/^#[a-z0-9-]+$/)
          .describe("a section of the guide"),
        source: httpsUrl,
        date: z.iso.date(),
      }),
    )
    .min(12),
});

/** The authored files as they are, with sources and dates. */
export interface IdentifyFiles {
  readonly aliases: z.infer<typeof aliasesFile>;
  readonly iacTypes: z.infer<typeof iacTypesFile>;
  readonly resourceHosts: z.infer<typeof resourceHostsFile>;
  readonly errorMessages: z.infer<typeof errorMessagesFile>;
}

/** @throws Egress6Error FACTS_INVALID */
export function readIdentifyFiles(folder?: URL): IdentifyFiles {
  return {
    aliases: readAliases(folder),
    iacTypes: readIacTypes(folder),
    resourceHosts: readResourceHosts(folder),
    errorMessages: readErrorMessages(folder),
  };
}

const readAliases = factFile("aliases.json", aliasesFile);
const readIacTypes = factFile("iac-types.json", iacTypesFile);
const readResourceHosts = factFile("resource-hosts.json", resourceHostsFile);
const readErrorMessages = factFile("error-messages.json", errorMessagesFile);

/**
 * What people call things, as shipped.
 * @throws Egress6Error FACTS_INVALID
 */
export function loadIdentifyNames(folder?: URL): IdentifyNames {
  const { aliases, iacTypes: types, resourceHosts, errorMessages } = readIdentifyFiles(folder);
  return {
    aliases: aliases.aliases.map(({ alias, services }) => ({ alias, services })),
    tools: loadToolFacts(folder).map(({ id, name, aliases = [] }) => ({ id, name, aliases })),
    iacTypes: {
      terraform: types.terraform.types,
      cloudformation: types.cloudformation.types,
      packages: types.packages.types,
      namespaces: types.namespaces.types,
    },
    resourceHosts: resourceHosts.resources,
    errorMessages: errorMessages.messages,
    endpointServices: Array.from(
      loadPrivateLinkServices(folder).services,
      ([service, { endpoints, ipv6, serviceNames = {} }]) => ({
        service,
        endpoints,
        wholeNames: Object.values(serviceNames),
        ipv6,
      }),
    ),
    carriedHosts: carriedHosts(folder),
    registries: loadThirdPartyHosts(folder).flatMap(({ host, group }) =>
      group === "container registry" ? [host] : [],
    ),
  };
}

/** Those of AWS CLI v1; region and service are all that counts. */
function carriedHosts(folder?: URL): IdentifyNames["carriedHosts"] {
  return Array.from(loadCliV1Endpoints(folder).services).flatMap(([service, regions]) =>
    Array.from(regions, ([region, { hostname }]) => ({ service, region, hostname })),
  );
}
