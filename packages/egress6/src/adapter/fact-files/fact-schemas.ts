import { z } from "zod";
import { auditRulesFile } from "./audit-rules.js";
import { awsIpv6SupportFile } from "./aws-ipv6-support.js";
import { computeKindsFile } from "./compute-kinds.js";
import { egressOptionsFile } from "./egress-options.js";
import { evidenceFile } from "./evidence.js";
import { factsFile } from "./facts.js";
import {
  aliasesFile,
  errorMessagesFile,
  iacTypesFile,
  resourceHostsFile,
} from "./identify-names.js";
import { inVpcServicesFile } from "./in-vpc-services.js";
import { popularServicesFile } from "./popular-services.js";
import { pricesFile } from "./prices-schema.js";
import { privateLinkServicesFile } from "./privatelink-services.js";
import { rulesHistoryFile, sdkReleasesFile } from "./rules-history.js";
import { terraformModulesFile } from "./terraform-modules.js";

const FILES = {
  aliases: aliasesFile,
  "audit-rules": auditRulesFile,
  "aws-ipv6-support": awsIpv6SupportFile,
  "compute-kinds": computeKindsFile,
  "egress-options": egressOptionsFile,
  "error-messages": errorMessagesFile,
  evidence: evidenceFile,
  facts: factsFile,
  "in-vpc-services": inVpcServicesFile,
  "iac-types": iacTypesFile,
  "popular-services": popularServicesFile,
  prices: pricesFile,
  "privatelink-services": privateLinkServicesFile,
  "resource-hosts": resourceHostsFile,
  "rules-history": rulesHistoryFile,
  "sdk-releases": sdkReleasesFile,
  "terraform-modules": terraformModulesFile,
};

/** The JSON Schemas of the files on egress, on names and on the history of the rules, by file name, for editors. */
export const egressSchemas = (): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(FILES).map(([name, file]) => [`${name}.schema.json`, z.toJSONSchema(file)]),
  );
