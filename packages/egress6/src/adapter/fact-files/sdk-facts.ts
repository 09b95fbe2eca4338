import {
  CONFIDENCES,
  FILE_DIALECT_VALUES,
  GLOBAL_NAME_PLACES,
  KNOWN_BOOLEAN_SPELLINGS,
  type SdkFacts,
  SETTING_IDS,
  type SettingFact,
  type SettingNames,
} from "@egress6/core/facts/sdk-facts";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { loadCliV1Endpoints } from "./own-endpoints.js";

const origin = {
  source: z.url({ protocol: /^https$/ }).describe("where it is said, or what was measured"),
  date: z.iso.date().describe("when the source was read, or the measurement made"),
  confidence: z.enum(CONFIDENCES),
  note: z.string().min(1).optional(),
};

const fact = <T>(value: z.ZodType<T>): z.ZodType<SettingFact<T>> =>
  z.strictObject({ value, ...origin });

const version = z.string().regex(/\d/).nullable();

export const versionIntervals = z.array(
  z.strictObject({
    from: version.describe("the first version; null: not recorded"),
    to: version.describe("the first version without it again; null: still so"),
  }),
);

const setting = z.strictObject({
  value: z.enum(["yes", "partial", "no", "unknown", "conflict"]),
  readFrom: z.array(z.enum(["env", "config"])),
  versions: versionIntervals,
  ...origin,
});

const credentialHost = z
  .strictObject({
    value: z.enum(["yes", "with-imds-ipv6", "without-imds-ipv6", "no", "unknown"]),
    versions: versionIntervals.optional().describe("of which that is said; absent: all"),
    ...origin,
  })
  .describe("whether credentials are taken from this host over plain HTTP");

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const variables = z.array(z.string().regex(/^[A-Z][A-Z0-9_]+$/)).min(1);

const globalName = z.strictObject({
  value: z.enum(["by-default", "on-request", "never", "unknown"]),
  places: z
    .array(z.enum(GLOBAL_NAME_PLACES))
    .optional()
    .describe("where `regional` and `legacy` are read from"),
  ...origin,
});

const readVariables = z.strictObject({
  value: variables,
  onlyWith: z
    .record(z.string(), z.string())
    .optional()
    .describe("by variable: another one without which it is not read"),
  emptyCounts: z
    .boolean()
    .optional()
    .describe("whether one that is set and empty counts, and calls fail"),
  ...origin,
});

const nullable = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  fact(z.enum(values).nullable().describe("null: not known"));

const sdk: z.ZodType<SdkFacts> = z.strictObject({
  id,
  name: z.string().min(1),
  aliases: z.array(z.string().regex(/^[a-z0-9.+/@-]+$/)),
  languages: z.array(z.string().regex(/^[a-z0-9.+#-]+$/)),
  packages: z.array(z.string().min(1)).min(1).describe("`*` stands for anything"),
  settings: z.strictObject({
    dualstack: setting,
    fips: setting,
    "endpoint-url": setting,
    "account-id-mode": setting,
    "imds-mode": setting,
  }),
  switchAndUrl: fact(z.enum(["url-wins", "refuses", "unknown"])),
  booleanSpelling: z.strictObject({
    value: z.enum([...KNOWN_BOOLEAN_SPELLINGS, "unknown"]),
    inConfig: z
      .enum(KNOWN_BOOLEAN_SPELLINGS)
      .optional()
      .describe("in config files, where that differs from the environment"),
    ...origin,
  }),
  regionVariables: readVariables,
  unsetRegion: z.strictObject({
    value: z.enum(["refused", "global-services", "unknown"]),
    services: z
      .array(z.string())
      .optional()
      .describe("CLI names of the services that are called without a region"),
    ...origin,
  }),
  profileVariables: readVariables,
  missingProfile: fact(z.enum(["refused", "as-empty", "unknown"])),
  missingServices: fact(z.enum(["refused", "urls-ignored", "unknown"])),
  configKeyCase: nullable(FILE_DIALECT_VALUES.configKeyCase),
  inlineComments: nullable(FILE_DIALECT_VALUES.inlineComments),
  defaultSection: nullable(FILE_DIALECT_VALUES.defaultSection),
  repeatedEntries: nullable(FILE_DIALECT_VALUES.repeatedEntries),
  keySeparator: nullable(FILE_DIALECT_VALUES.keySeparator),
  indentedLines: nullable(FILE_DIALECT_VALUES.indentedLines),
  fileThatWins: nullable(FILE_DIALECT_VALUES.fileThatWins),
  credentialHosts: z.strictObject({
    "fd00:ec2::23": credentialHost,
    "169.254.170.23": credentialHost,
    "169.254.170.2": credentialHost,
  }),
  containerUri: fact(z.enum(["relative-first", "full-first", "unknown"])),
  sqsQueueUrl: fact(z.enum(["host-wins", "ignored", "unknown"])),
  imdsModeSpelling: fact(z.enum(["exact", "any-case", "any-case-or-error", "unknown"])),
  stsGlobalName: globalName,
  s3GlobalName: globalName,
  endOfSupport: fact(z.iso.date()).optional(),
});

const settingNames: z.ZodType<SettingNames> = z.strictObject({
  id: z.enum(SETTING_IDS),
  env: z.string(),
  configKey: z.string(),
  jvmProperty: z.string(),
  source: z.url({ protocol: /^https$/ }),
});

const sdksFile = z.strictObject({
  $schema: z.string(),
  note: z.string(),
  date: z.iso.date().describe("when the file was last gone through"),
  settings: z.array(settingNames).length(SETTING_IDS.length),
  sdks: z.array(sdk).min(1),
});

const read = factFile("sdks.json", sdksFile);

/** The JSON Schema of `data/sdks.json`, for editors. */
export const sdksSchema = () => z.toJSONSchema(sdksFile);

/** `data/sdks.json`: what the settings are called, and how each SDK reads them. */
export interface SdkFactBase {
  readonly settings: readonly SettingNames[];
  /** Sorted by id. */
  readonly sdks: readonly SdkFacts[];
}

/** @throws Egress6Error FACTS_INVALID */
export function loadSdkFacts(folder?: URL): SdkFactBase {
  const { settings, sdks } = read(folder);
  const ownEndpoints = loadCliV1Endpoints(folder);
  return {
    settings,
    sdks: sdks.map((each) => (each.id === "cli-v1" ? { ...each, ownEndpoints } : each)),
  };
}
