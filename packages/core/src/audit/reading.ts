import type { FilePlace, Resource } from "./resource.js";

/** Who makes a call: it decides whether it leaves a VPC. */
export const CALLER_KINDS = [
  /** Something that runs: a function, a task, an instance, a pod. `caller` is its address. */
  "compute",
  /** Code of which no file says where it runs. */
  "code",
  /** Builds of images and packages: Dockerfile, buildspec. */
  "build",
  /** A service of AWS, outside the VPC: a webhook of SNS, an API destination. */
  "managed",
  /** A person's machine: scripts beside the code. */
  "script",
] as const;
export type CallerKind = (typeof CALLER_KINDS)[number];

export const CALL_SOURCES = [
  "sdk",
  "cli",
  "url",
  "image",
  "platform",
  "agent",
  "configuration",
  "policy",
  "resource",
] as const;
export type CallSource = (typeof CALL_SOURCES)[number];

/** A service or host that something calls. */
export interface Call {
  readonly kind: "service" | "host";
  /** CLI name; null: a host that is no endpoint of AWS. */
  readonly service: string | null;
  /** As written, lower case, with `{}` for a part that is not known; null: the SDK makes it. */
  readonly host: string | null;
  readonly region: string | null;
  readonly place: FilePlace;
  /** Address of the resource; null: no file says. */
  readonly caller: string | null;
  /** Of code without `caller`: why nobody can say what runs it. */
  readonly callerMissing?: string | undefined;
  /** With `caller`: its scope. */
  readonly scope: string | null;
  readonly callerKind: CallerKind;
  readonly source: CallSource;
  /** Only where it is said in so many words. */
  readonly isDualStack: "yes" | "no" | "unknown";
  readonly confidence: "high" | "medium" | "low";
  readonly sdk: SdkUse | null;
  /** Of an image: as written. */
  readonly image: string | null;
}

/** An SDK, in the version that a lock file or manifest pins. */
export interface SdkUse {
  /** As `data/sdks.json` calls it: `js-v3`, `python`, `go-v2`, `java-v2`. */
  readonly sdk: string;
  readonly version: string | null;
  /** With `version`: the line that pins it. */
  readonly pinnedAt?: FilePlace | undefined;
}

/** What code, environment or a file sets about endpoints. */
export interface EndpointSetting {
  readonly what:
    | "dualstack"
    | "fips"
    | "endpoint-url"
    | "ignore-endpoint-urls"
    | "ipv4-forced"
    | "ipv6-metadata";
  /** `true`, `false`, an URL; with `{}` for parts that are not known; null: not known. */
  readonly value: string | null;
  /** What was missing, where the value is not known. */
  readonly missing: string | null;
  /** CLI name; null: all services. */
  readonly service: string | null;
  /** `code`: of one client · `environment`: of a process · `file`: of an AWS config file. */
  readonly where: "code" | "environment" | "file";
  /** As written: `AWS_USE_DUALSTACK_ENDPOINT`, `useDualstackEndpoint`. */
  readonly name: string;
  readonly place: FilePlace;
  readonly caller: string | null;
  readonly scope: string | null;
  readonly sdk: SdkUse | null;
}

/** An SDK or agent in a lock file or manifest. */
export interface PinnedPackage {
  readonly ecosystem:
    | "npm"
    | "pypi"
    | "go"
    | "maven"
    | "nuget"
    | "rubygems"
    | "crates"
    | "composer";
  readonly name: string;
  /** As pinned; null: only a range is given. */
  readonly version: string | null;
  readonly range: string | null;
  readonly place: FilePlace;
}

/** A comment that speaks to us, as written: the rule and its reason are parsed by who heeds it. */
export interface IgnoreComment {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** A file of which nothing, or not all, was read; the reason is a sentence. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

/** A value that somebody needed and nobody knows: for "not resolved". */
export interface UnresolvedPart {
  readonly place: FilePlace;
  readonly resource: string | null;
  readonly missing: string;
  /** A sentence: a module from elsewhere, a variable without value. */
  readonly reason: string;
}

/** All that was read, of all formats. */
export interface AuditReading {
  readonly resources: readonly Resource[];
  readonly calls: readonly Call[];
  readonly settings: readonly EndpointSetting[];
  readonly packages: readonly PinnedPackage[];
  readonly ignores: readonly IgnoreComment[];
  readonly unresolved: readonly UnresolvedPart[];
  /** Files that were read, sorted. */
  readonly files: readonly string[];
  readonly skipped: readonly SkippedFile[];
}
