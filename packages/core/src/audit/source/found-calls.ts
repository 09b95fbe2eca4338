import { APEXES, apexOf } from "../../endpoint/apexes.js";
import type { Call, CallerKind, CallSource, EndpointSetting, PinnedPackage } from "../reading.js";
import type { FilePlace, Resource } from "../resource.js";
import type { AwsNames } from "./aws-names.js";

/** What a reader found in one file. */
export interface FoundInFile {
  readonly resources: readonly Resource[];
  readonly calls: readonly Call[];
  readonly settings: readonly EndpointSetting[];
  readonly packages: readonly PinnedPackage[];
}

export const NOTHING_FOUND: FoundInFile = { resources: [], calls: [], settings: [], packages: [] };

export function joinFound(all: readonly FoundInFile[]): FoundInFile {
  return {
    resources: all.flatMap(({ resources }) => resources),
    calls: all.flatMap(({ calls }) => calls),
    settings: all.flatMap(({ settings }) => settings),
    packages: all.flatMap(({ packages }) => packages),
  };
}

/** Who calls. */
export interface CallOrigin {
  readonly caller: string | null;
  readonly scope: string | null;
  readonly callerKind: CallerKind;
}

export const BY_CODE: CallOrigin = { caller: null, scope: null, callerKind: "code" };
export const BY_BUILD: CallOrigin = { caller: null, scope: null, callerKind: "build" };
export const BY_SCRIPT: CallOrigin = { caller: null, scope: null, callerKind: "script" };

export const byCompute = ({ address, scope }: Pick<Resource, "address" | "scope">): CallOrigin => ({
  caller: address,
  scope,
  callerKind: "compute",
});

type Details = Partial<
  Pick<Call, "host" | "region" | "isDualStack" | "confidence" | "sdk" | "image">
>;

export function serviceCall(
  service: string,
  place: FilePlace,
  by: CallOrigin,
  source: CallSource,
  details: Details = {},
): Call {
  return {
    kind: "service",
    service,
    host: null,
    region: null,
    place,
    ...by,
    source,
    isDualStack: "unknown",
    confidence: "high",
    sdk: null,
    image: null,
    ...details,
  };
}

export function hostCall(
  host: string,
  place: FilePlace,
  by: CallOrigin,
  source: CallSource,
  details: Details = {},
): Call {
  return { ...serviceCall("", place, by, source, details), kind: "host", service: null, host };
}

/** Names that are made up, local, or stand for something. */
const NO_HOST =
  /^(localhost|.*\.(local|localhost|internal|test|example|invalid|lan|home|corp|svc|cluster)|.*\.svc\..*|(?:.*\.)?example\.(com|org|net)|(?:www\.)?w3\.org|schemas?\..*|json-schema\.org|xmlns\..*|www\.apache\.org|opensource\.org|purl\.org|.*\.(?:py|js|ts|json|yml|yaml|txt|tf|go|rb)|your-.*|my-?domain.*|foo\..*|acme\..*)$/i;

/** Pages that people read: no program calls them. */
const READ_BY_PEOPLE =
  /^(docs?\.|acs\.|signin\.|console\.|aws\.amazon\.|.*\.readthedocs\.io$|console\.aws|.*\.console\.aws|.*wikipedia\.org$|stackoverflow\.com$)/i;

/** Null: it is no host that is reached over the internet. */
export function realHost(text: string): string | null {
  const host = text.toLowerCase().replace(/\.$/, "");
  if (!/^(?:[a-z0-9{}_*-]+\.)+[a-z]{2,}$/.test(host)) return null;
  if (host.startsWith("{}") && host.split(".").length < 3) return null;
  if (NO_HOST.test(host) || READ_BY_PEOPLE.test(host)) return null;
  // Every label that names the owner is put in when it runs: that is no host.
  return /[a-z0-9]/.test(host.replace(/\{\}/g, "").split(".").slice(0, -1).join("")) ? host : null;
}

export interface UrlHost {
  readonly host: string;
  readonly path: string;
}

/** Hosts of the URLs in a text. */
export function urlHosts(text: string): readonly UrlHost[] {
  const found: UrlHost[] = [];
  for (const [, host = "", path = ""] of text.matchAll(
    /\b(?:https?|wss?):\/\/(?:[^\s/@"'<>]*@)?([^\s/:?#"'`<>(),;\\|$]+)(?::\d+)?([^\s"'<>]*)/g,
  )) {
    found.push({ host, path });
  }
  return found;
}

/**
 * The call that a host means: of a service of AWS, or of another host. Service principals have no region and no
 * scheme; ARNs are none.
 */
export function callOfHost(
  written: string,
  isUrl: boolean,
  place: FilePlace,
  by: CallOrigin,
  source: CallSource,
  names: AwsNames,
  details: Details = {},
): Call | null {
  const host = realHost(written);
  if (host === null) return null;
  if (!names.isAwsZone(host)) return isUrl ? hostCall(host, place, by, source, details) : null;
  const aws = names.awsHost(host);
  if (aws === null) return null;
  const hasRegion = aws.region !== null || host.includes("{}");
  if (!isUrl && !hasRegion && aws.isDualStack !== "yes") return null;
  if (aws.service === null) return isUrl ? hostCall(host, place, by, source, details) : null;
  return serviceCall(aws.service, place, by, source, {
    host,
    region: aws.region,
    isDualStack: aws.isDualStack,
    ...details,
  });
}

/** Bare hosts of AWS in a text, not within an ARN or an e-mail address. */
export function bareAwsHosts(text: string): readonly string[] {
  if (!APEXES.some((apex) => text.includes(apex))) return [];
  return [...text.matchAll(BARE_HOST)].flatMap(([, host = ""]) =>
    apexOf(host.toLowerCase()) === null ? [] : [host],
  );
}

const BARE_HOST = /(?<![\w@:/.{}-])((?:[a-z0-9{}_-]+\.)+[a-z][a-z-]+)(?![\w-]|\.[a-z])/gi;
