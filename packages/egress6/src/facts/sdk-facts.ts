import {
  CONFIDENCES,
  type Fact,
  type SdkFacts,
  SETTING_IDS,
  type SettingNames,
} from "@egress6/core/settings/sdk-facts";
import { z } from "zod";
import { readFactFile } from "./fact-file.js";
import { loadCliV1Endpoints } from "./own-endpoints.js";

const origin = {
  source: z.url({ protocol: /^https$/ }).describe("where it is said, or what was measured"),
  date: z.iso.date().describe("when the source was read, or the measurement made"),
  confidence: z.enum(CONFIDENCES),
  note: z.string().min(1).optional(),
};

const fact = <T>(value: z.ZodType<T>): z.ZodType<Fact<T>> => z.strictObject({ value, ...origin });

const version = z.string().regex(/\d/).nullable();

export const versionIntervals = z.array(
  z.strictObject({
    from: version.describe("the first version; null: not recorded"),
    to: version.describe("the first version without it again; null: still so"),
  }),
);

const setting = z.strictObject({
  value: z.enum(["yes", "partial", "no", "unknown"]),
  readFrom: z.array(z.enum(["env", "config"])),
  versions: versionIntervals,
  ...origin,
});

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const variables = z.array(z.string().regex(/^[A-Z][A-Z0-9_]+$/)).min(1);

const globalNameUse = z.enum(["by-default", "on-request", "never", "unknown"]);

const sdk: z.ZodType<SdkFacts> = z.strictObject({
  id,
  name: z.string().min(1),
  aliases: z.array(z.string().regex(/^[a-z0-9.+-]+$/)),
  settings: z.strictObject({
    dualstack: setting,
    fips: setting,
    "endpoint-url": setting,
    "account-id-mode": setting,
    "imds-mode": setting,
  }),
  switchAndUrl: fact(z.enum(["url-wins", "refuses", "unknown"])),
  booleanSpelling: fact(z.enum(["any-case", "exact", "any-case-or-error", "unknown"])),
  regionVariables: fact(variables),
  profileVariables: fact(variables),
  sqsQueueUrl: fact(z.enum(["host-wins", "ignored", "unknown"])),
  imdsModeSpelling: fact(z.enum(["exact", "any-case", "unknown"])),
  stsGlobalName: fact(globalNameUse),
  s3GlobalName: fact(globalNameUse),
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
  const { settings, sdks } = readFactFile("sdks.json", sdksFile, folder);
  const ownEndpoints = loadCliV1Endpoints(folder);
  return {
    settings,
    sdks: sdks.map((each) => (each.id === "cli-v1" ? { ...each, ownEndpoints } : each)),
  };
}
