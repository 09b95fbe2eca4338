import type { OwnEndpoints } from "./own-endpoint.js";
import type { ToolCall, ToolWrites } from "./tool-writes.js";

/** How a fact came to be known. `unverified`: somebody says so, and nobody has confirmed it. */
export const CONFIDENCES = ["measured", "documented", "inferred", "unverified"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** A statement with where it comes from. Its id is `<subject id>.<key>`, such as `js-v3.dualstack`. */
export interface SettingFact<T> {
  readonly value: T;
  readonly source: string;
  /** When the source was read, or the measurement made: `YYYY-MM-DD`. */
  readonly date: string;
  readonly confidence: Confidence;
  readonly note?: string | undefined;
}

/** Versions with a trait: from the first one that has it to the first one that does not any more. */
export interface VersionInterval {
  /** Null: nobody wrote down since when. */
  readonly from: string | null;
  /** Exclusive. Null: still so. */
  readonly to: string | null;
}

/** Settings outside of code that decide where a client calls. */
export const SETTING_IDS = [
  "dualstack",
  "fips",
  "endpoint-url",
  "account-id-mode",
  "imds-mode",
] as const;
export type SettingId = (typeof SETTING_IDS)[number];

export function isSettingId(text: string): text is SettingId {
  return SETTING_IDS.some((id) => id === text);
}

/** Where an SDK reads a setting from, beside its own parameters in code. */
export type SettingPlace = "env" | "config";

/**
 * Whether an SDK honours a setting; `partial`: with limits that the note names · `conflict`: sources
 * contradict each other, as the note says.
 */
export interface SettingSupport
  extends SettingFact<"yes" | "partial" | "no" | "unknown" | "conflict"> {
  /** Empty beside `partial`: it is known in code only. */
  readonly readFrom: readonly SettingPlace[];
  /** In order. Empty exactly when the value is `no`, `unknown` or `conflict`. */
  readonly versions: readonly VersionInterval[];
}

/**
 * What an SDK does when told to use dual-stack (or FIPS) and given an endpoint URL, too:
 * `url-wins` the switch is dropped, silently · `refuses` every call fails.
 */
export type SwitchAndUrl = "url-wins" | "refuses" | "unknown";

/**
 * How an SDK reads `true` and `false`:
 * `any-case` TRUE is true, all else is false · `exact` all but `true` and `false` is as if not set ·
 * `any-case-or-error` TRUE is true, all but the two is an error ·
 * `any-case-or-ignored` TRUE is true, all but the two is logged and as if not set ·
 * `words-or-error` TRUE, ON and 1 are true, FALSE, OFF and 0 are false, all else is an error.
 */
export const KNOWN_BOOLEAN_SPELLINGS = [
  "any-case",
  "exact",
  "any-case-or-error",
  "any-case-or-ignored",
  "words-or-error",
] as const;
export type KnownBooleanSpelling = (typeof KNOWN_BOOLEAN_SPELLINGS)[number];
export type BooleanSpelling = KnownBooleanSpelling | "unknown";

export interface BooleanSpellingFact extends SettingFact<BooleanSpelling> {
  /** In a config file, where that differs from the environment. */
  readonly inConfig?: KnownBooleanSpelling | undefined;
}

/** Variables, the first that is set counts. */
export interface VariablesFact extends SettingFact<readonly string[]> {
  /** By variable: another one that must be set, too, or it is not read. */
  readonly onlyWith?: Readonly<Record<string, string>> | undefined;
  /** Whether one that is set and empty counts, and calls fail; absent: it is as if not set. */
  readonly emptyCounts?: boolean | undefined;
}

/**
 * How an SDK reads a config file, each with all that is known to occur. What is not known of an SDK may be
 * any of them.
 */
export const FILE_DIALECT_VALUES = {
  /** Whether `Region` is the key `region`. */
  configKeyCase: ["any", "exact"],
  /** Whether ` #` and ` ;` behind a value begin a comment. */
  inlineComments: ["kept", "cut"],
  /** What counts where a file has both `[default]` and `[profile default]`. */
  defaultSection: ["profile-default-wins", "last-wins", "merged"],
  /** A section or a key that is there twice. */
  repeatedEntries: ["merged", "refused"],
  /** What may stand between key and value. */
  keySeparator: ["equals-or-colon", "equals"],
  /** A line that is indented below a key with a value: more of that value, or an entry by itself. */
  indentedLines: ["value", "entry"],
  /** Which of the two files counts for a key that is in both; the region is always that of `credentials`. */
  fileThatWins: ["credentials", "config"],
} as const;
export type FileDialectKey = keyof typeof FILE_DIALECT_VALUES;
export type FileDialectValue<Key extends FileDialectKey> =
  (typeof FILE_DIALECT_VALUES)[Key][number];

/** Null: not known. */
export type FileDialectFacts = {
  readonly [Key in FileDialectKey]: SettingFact<FileDialectValue<Key> | null>;
};

/** When an SDK calls a name of the past that serves all regions; `on-request`: with the setting `legacy`. */
export type GlobalNameUse = "by-default" | "on-request" | "never" | "unknown";

/**
 * Where an SDK is told to leave such a name, or to go back to it: `variable` · `profile-key` a key of the
 * profile · `s3-section` a key below `s3` · `defaults-mode` any defaults mode but `legacy`.
 */
export const GLOBAL_NAME_PLACES = [
  "variable",
  "profile-key",
  "s3-section",
  "defaults-mode",
] as const;
export type GlobalNamePlace = (typeof GLOBAL_NAME_PLACES)[number];

export interface GlobalNameFact extends SettingFact<GlobalNameUse> {
  readonly places?: readonly GlobalNamePlace[] | undefined;
}

/**
 * How the metadata service's mode must be written: `exact` anything but `IPv4` and `IPv6` fails ·
 * `any-case` any case will do · `any-case-or-error` any case, and other words fail.
 */
export type ImdsModeSpelling = "exact" | "any-case" | "any-case-or-error" | "unknown";

/** A profile that is named and in no file: calls are refused, or it counts as one without settings. */
export type MissingProfile = "refused" | "as-empty" | "unknown";

/**
 * A services section that the profile names and the file lacks: calls are refused, or no endpoint URL of
 * the files counts.
 */
export type MissingServices = "refused" | "urls-ignored" | "unknown";

/** Without a region: calls are refused, or some services are called by their one name for the partition. */
export type UnsetRegion = "refused" | "global-services" | "unknown";

export interface UnsetRegionFact extends SettingFact<UnsetRegion> {
  /** CLI names of the services that are called without a region. */
  readonly services?: readonly string[] | undefined;
}

/** Hosts other than this one from which SDKs take credentials over plain HTTP: EKS Pod Identity's two, and ECS's. */
export const CREDENTIAL_HOSTS = ["fd00:ec2::23", "169.254.170.23", "169.254.170.2"] as const;
export type CredentialHost = (typeof CREDENTIAL_HOSTS)[number];

/**
 * Whether an SDK takes credentials from such a host · `with-imds-ipv6` only where the metadata service's mode
 * is IPv6, by the variable · `without-imds-ipv6` only where it is not.
 */
export type CredentialHostUse = "yes" | "with-imds-ipv6" | "without-imds-ipv6" | "no" | "unknown";

export interface CredentialHostFact extends SettingFact<CredentialHostUse> {
  /** Those of which that is said; of others it is not known when the value is `no`, and else they refuse. Absent: all. */
  readonly versions?: readonly VersionInterval[] | undefined;
}

/** What is known of one AWS SDK or general client. */
export interface SdkFacts extends FileDialectFacts {
  readonly id: string;
  readonly name: string;
  /** Other names that people use: `python`, `botocore`. */
  readonly aliases: readonly string[];
  /** Languages it is for, in lower case. Unlike aliases, several SDKs may share one. */
  readonly languages: readonly string[];
  /** What its packages are called where they are published; `*` stands for anything. */
  readonly packages: readonly string[];
  readonly settings: Readonly<Record<SettingId, SettingSupport>>;
  readonly switchAndUrl: SettingFact<SwitchAndUrl>;
  readonly booleanSpelling: BooleanSpellingFact;
  readonly regionVariables: VariablesFact;
  readonly unsetRegion: UnsetRegionFact;
  readonly profileVariables: VariablesFact;
  readonly missingProfile: SettingFact<MissingProfile>;
  readonly missingServices: SettingFact<MissingServices>;
  /** Whether the host of an SQS queue's URL beats every endpoint setting, or counts for nothing. */
  readonly sqsQueueUrl: SettingFact<"host-wins" | "ignored" | "unknown">;
  readonly credentialHosts: Readonly<Record<CredentialHost, CredentialHostFact>>;
  /** Which variable for a container's credentials counts where both are set. */
  readonly containerUri: SettingFact<"relative-first" | "full-first" | "unknown">;
  readonly imdsModeSpelling: SettingFact<ImdsModeSpelling>;
  /** Whether STS is called by the one name for all regions, sts.amazonaws.com. */
  readonly stsGlobalName: GlobalNameFact;
  /** Whether S3 is called by s3.amazonaws.com from us-east-1. */
  readonly s3GlobalName: GlobalNameFact;
  /** What it calls by a list of its own; generated, not authored. */
  readonly ownEndpoints?: OwnEndpoints | undefined;
  /** After which AWS no longer mends it. */
  readonly endOfSupport?: SettingFact<string> | undefined;
}

/** What is known of an SDK, by key: its settings first. */
export function factsOfSdk(sdk: SdkFacts): Readonly<Record<string, SettingFact<unknown>>> {
  const { id, name, aliases, languages, packages, ownEndpoints, settings, ...rest } = sdk;
  const { credentialHosts, endOfSupport, ...own } = rest;
  return {
    ...settings,
    ...credentialHosts,
    ...own,
    ...(endOfSupport !== undefined && { endOfSupport }),
  };
}

/** The name of a setting in each place. */
export interface SettingNames {
  readonly id: SettingId;
  readonly env: string;
  readonly configKey: string;
  readonly jvmProperty: string;
  readonly source: string;
}

export const TOOL_KINDS = [
  "agent",
  "kubernetes",
  "infrastructure",
  "container",
  "ci",
  "compute",
  "cli",
  "host",
  /** Backup, file systems, databases and logs that store in S3. */
  "storage",
  "framework",
] as const;

/** An agent, driver or tool with a setting of its own. */
export interface ToolFacts {
  readonly id: string;
  readonly name: string;
  /** Other words that people use for it: `firelens`. */
  readonly aliases?: readonly string[] | undefined;
  readonly kind: (typeof TOOL_KINDS)[number];
  /** How it is told to use IPv6, in a sentence. */
  readonly mechanism: string;
  /** The exact key, flag or variable; null: there is none. */
  readonly setting: string | null;
  /** Where the setting goes, as a path or the name of a document. */
  readonly place?: string | undefined;
  readonly versions: readonly VersionInterval[];
  /** What the versions rest on, or why there is none. */
  readonly since?: string | undefined;
  readonly limits: readonly string[];
  /** What it calls; absent: not known, or anything. */
  readonly calls?: readonly ToolCall[] | undefined;
  /** How settings are written for it; absent: nothing is known that works. */
  readonly writes?: ToolWrites | undefined;
  /** What does work where nothing can be written. */
  readonly wayOut?: string | undefined;
  /** Where the statements come from, the main one first. */
  readonly sources: readonly string[];
  readonly date: string;
  readonly confidence: Confidence;
}
