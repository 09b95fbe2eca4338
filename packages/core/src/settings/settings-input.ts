import type { SdkFacts } from "../facts/sdk-facts.js";
import type { AwsConfigFiles } from "./read/aws-config.js";
import type { SdkChoice } from "./read/find-sdk.js";

/** Everything that decides which endpoint a client of a service uses. */
export interface SettingsInput {
  readonly code: CodeSettings;
  readonly env: Environment;
  readonly files: AwsConfigFiles;
  /** Null: what SDKs have in common. */
  readonly sdk: SdkChoice | null;
  /** The SDKs of the fact base, for what they have in common. Without them, one reading stands for all. */
  readonly sdks?: readonly SdkFacts[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is given on the command line, as an application would in code. */
export interface CodeSettings {
  readonly endpointUrl?: string | undefined;
  readonly dualstack?: boolean | undefined;
  readonly fips?: boolean | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly ignoreConfiguredUrls?: boolean | undefined;
}
