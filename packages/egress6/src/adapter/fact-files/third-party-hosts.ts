import { z } from "zod";
import { factFile } from "./fact-file.js";

const httpsUrl = z.url({ protocol: /^https$/ });

const documented = z.strictObject({
  ipv6: z.enum(["yes", "no", "unknown"]),
  asOf: z.iso.date().describe("the day of the statement, not of its reading"),
  source: httpsUrl,
  note: z.string().min(1).optional(),
});

const thirdPartyHost = z.strictObject({
  host: z
    .string()
    .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/)
    .describe("a name to look up: lower case, no wildcard"),
  group: z.enum([
    "container registry",
    "language packages",
    "services",
    "source code",
    "system packages",
    "tools",
  ]),
  usedBy: z.string().min(1).describe("what asks for this host, in a few words"),
  source: httpsUrl.describe("where the host is named"),
  confidence: z
    .enum(["documented", "inferred"])
    .describe(
      "documented: the source was read; inferred: known from practice, the source is where to check",
    ),
  documented: documented.optional().describe("what somebody wrote; never shown as an observation"),
});

/** `data/third-party-hosts.json`. */
const thirdPartyHostsFile = z.strictObject({
  $schema: z.string(),
  note: z.string(),
  date: z.iso.date().describe("when the list was last gone through"),
  hosts: z.array(thirdPartyHost).min(1),
});

const read = factFile("third-party-hosts.json", thirdPartyHostsFile);

/** The JSON Schema of `data/third-party-hosts.json`, for editors. */
export const thirdPartyHostsSchema = () => z.toJSONSchema(thirdPartyHostsFile);

export type ThirdPartyHost = z.infer<typeof thirdPartyHost>;

/**
 * The hosts outside AWS that start-ups depend on, sorted by name.
 * @throws Egress6Error FACTS_INVALID when the file is missing or not of its schema
 */
export function loadThirdPartyHosts(folder?: URL): readonly ThirdPartyHost[] {
  return read(folder).hosts;
}
