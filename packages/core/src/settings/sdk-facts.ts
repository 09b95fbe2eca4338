import type { OwnEndpoints } from "./own-endpoints.js";

/** How a fact came to be known. */
export const CONFIDENCES = ["measured", "documented", "inferred"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** A statement with where it comes from. Its id is `<subject id>.<key>`, such as `js-v3.dualstack`. */
export interface Fact<T> {
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

/** Where an SDK reads a setting from, beside its own parameters in code. */
export type SettingPlace = "env" | "config";

/** Whether an SDK honours a setting; `partial`: with limits that the note names. */
export interface SettingSupport extends Fact<"yes" | "partial" | "no" | "unknown"> {
  /** Empty beside `partial`: it is known in code only. */
  readonly readFrom: readonly SettingPlace[];
  /** In order. Empty exactly when the value is `no` or `unknown`. */
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
 * `any-case-or-error` TRUE is true, all but the two is an error.
 */
export type BooleanSpelling = "any-case" | "exact" | "any-case-or-error" | "unknown";

/** When an SDK calls a name of the past that serves all regions; `on-request`: with the setting `legacy`. */
export type GlobalNameUse = "by-default" | "on-request" | "never" | "unknown";

/** What is known of one AWS SDK or general client. */
export interface SdkFacts {
  readonly id: string;
  readonly name: string;
  /** Other names that people use: `python`, `botocore`. */
  readonly aliases: readonly string[];
  readonly settings: Readonly<Record<SettingId, SettingSupport>>;
  readonly switchAndUrl: Fact<SwitchAndUrl>;
  readonly booleanSpelling: Fact<BooleanSpelling>;
  /** Variables that name the region, the first that is set counts. Empty: unknown. */
  readonly regionVariables: Fact<readonly string[]>;
  /** Variables that name the profile, the first that is set counts. Empty: unknown. */
  readonly profileVariables: Fact<readonly string[]>;
  /** Whether the host of an SQS queue's URL beats every endpoint setting, or counts for nothing. */
  readonly sqsQueueUrl: Fact<"host-wins" | "ignored" | "unknown">;
  /** Whether the metadata service's mode must be written `IPv6` in exactly this spelling. */
  readonly imdsModeSpelling: Fact<"exact" | "any-case" | "unknown">;
  /** Whether STS is called by the one name for all regions, sts.amazonaws.com. */
  readonly stsGlobalName: Fact<GlobalNameUse>;
  /** Whether S3 is called by s3.amazonaws.com from us-east-1. */
  readonly s3GlobalName: Fact<GlobalNameUse>;
  /** What it calls by a list of its own; generated, not authored. */
  readonly ownEndpoints?: OwnEndpoints | undefined;
  /** After which AWS no longer mends it. */
  readonly endOfSupport?: Fact<string> | undefined;
}

/** The name of a setting in each place. */
export interface SettingNames {
  readonly id: SettingId;
  readonly env: string;
  readonly configKey: string;
  readonly jvmProperty: string;
  readonly source: string;
}

/** An agent, driver or tool with a setting of its own. */
export interface ToolFacts {
  readonly id: string;
  readonly name: string;
  readonly kind:
    | "agent"
    | "kubernetes"
    | "infrastructure"
    | "container"
    | "ci"
    | "compute"
    | "cli"
    | "host";
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
  /** Where the statements come from, the main one first. */
  readonly sources: readonly string[];
  readonly date: string;
  readonly confidence: Confidence;
}
