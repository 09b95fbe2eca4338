import type { RulesChange, RulesHistory } from "@egress6/core/endpoint/rules-history";
import { VARIANTS } from "@egress6/core/endpoint/types";
import { CONFIDENCES } from "@egress6/core/facts/sdk-facts";
import type { SourcedSdkReleases } from "@egress6/core/facts/sdk-releases";
import type { VersionFacts } from "@egress6/core/settings/read/sdk-release";
import { z } from "zod";
import { factFile } from "./fact-file.js";

const version = z.string().regex(/^\d+\.\d+\.\d+$/);
const hostname = z
  .string()
  .regex(/^[a-z0-9.-]+$/)
  .nullable()
  .describe("in `region`; null: the rules refuse");
const text = z.string().min(1);

const change: z.ZodType<RulesChange> = z.strictObject({
  service: z.string().describe("CLI name"),
  variant: z.enum(VARIANTS),
  since: version.nullable().describe("the first botocore that builds `after`; null: none known to"),
  seenUntil: z
    .strictObject({ version, date: z.iso.date() })
    .optional()
    .describe("the last botocore seen to build `before`, where not all between were read"),
  date: z.iso.date().describe("by when `since` or the client was released"),
  client: z
    .string()
    .regex(/^@aws-sdk\/client-[a-z0-9-]+@\d+\.\d+\.\d+$/)
    .optional()
    .describe("a client of the JavaScript SDK that builds `after`; needed where `since` is null"),
  before: hostname,
  after: hostname,
  region: text.describe("an example; other regions have their id in its place"),
  regions: z.int().min(1).describe("how many regions of the partition changed alike"),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,40}$/)
    .optional(),
});

const datedVersion = z.strictObject({ version, date: z.iso.date() });

/** `data/rules-history.json`; a file that lost a part of it must not pass. */
export const rulesHistoryFile = z.strictObject({
  $schema: z.string(),
  about: text,
  use: text,
  method: text,
  versions: text,
  regions: text,
  checked: text,
  source: text,
  license: z.literal("Apache-2.0"),
  read: z.iso.date(),
  confidence: z.enum(CONFIDENCES),
  from: datedVersion,
  to: datedVersion,
  dateNote: text,
  evaluatedRegions: z.array(text).min(30),
  changes: z.array(change).min(70),
  newServices: z
    .array(
      z.strictObject({
        service: z.string().describe("CLI name"),
        since: version.describe("the first botocore with its model"),
        date: z.iso.date().describe("of that release"),
      }),
    )
    .min(80)
    .describe("services that came after `from`, by name"),
});

export const sdkReleasesFile = z.strictObject({
  $schema: z.string(),
  note: z.string(),
  sdks: z
    .array(
      z.strictObject({
        sdk: z.string().describe("the id in sdks.json"),
        versions: z
          .enum(["botocore", "samples"])
          .describe("botocore: the version is that of botocore; samples: see releases"),
        current: version.optional().describe("what is meant without a version"),
        releases: z.array(
          z
            .strictObject({
              version,
              date: z.iso.date().optional(),
              botocore: version.optional(),
            })
            .refine(({ date, botocore }) => (date === undefined) !== (botocore === undefined)),
        ),
        source: z.url({ protocol: /^https$/ }),
        note: z.string(),
        date: z.iso.date(),
        confidence: z.enum(CONFIDENCES),
      }),
    )
    .min(1),
});

/** What tells which hostnames a version of an SDK builds. @throws Egress6Error FACTS_INVALID */
export async function loadVersionFacts(): Promise<VersionFacts> {
  return { history: loadRulesHistory(), releases: loadSdkReleases() };
}

/** `data/rules-history.json`. @throws Egress6Error FACTS_INVALID */
export const loadRulesHistory: (folder?: URL) => RulesHistory = factFile(
  "rules-history.json",
  rulesHistoryFile,
);

const readReleases = factFile("sdk-releases.json", sdkReleasesFile);

/** `data/sdk-releases.json`. @throws Egress6Error FACTS_INVALID */
export function loadSdkReleases(folder?: URL): readonly SourcedSdkReleases[] {
  return readReleases(folder).sdks;
}
