import type { AwsIpv6Support } from "@egress6/core/facts/aws-ipv6-support";
import { TABLE_WORDS } from "@egress6/core/facts/aws-ipv6-support";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { conflicts, fileHead, provenance, text } from "./provenance-schema.js";

const word = z.enum(TABLE_WORDS);

const row = z.strictObject({
  service: text.describe("as AWS writes it"),
  dualStack: word,
  ipv6Only: word,
  publicEndpoints: word,
  privateEndpoints: word,
  footnote: text.optional(),
});

/** `data/aws-ipv6-support.json`: AWS's own table; a page that lost half of it must not pass. */
export const awsIpv6SupportFile = z.strictObject({
  ...fileHead,
  ...provenance,
  conflicts,
  services: z.array(row).min(180),
});

/** @throws Egress6Error FACTS_INVALID */
export const loadAwsIpv6Support: (folder?: URL) => AwsIpv6Support = factFile(
  "aws-ipv6-support.json",
  awsIpv6SupportFile,
);
