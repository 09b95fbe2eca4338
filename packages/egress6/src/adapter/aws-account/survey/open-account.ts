import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { partition } from "@aws-sdk/core/client";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { printable } from "@egress6/core/printable";
import { isRawObject } from "@egress6/core/survey/raw";
import type { Account, AccountFault, EndpointFinder } from "../../../ports.js";
import { awsFault, loadAwsClient } from "../aws-client.js";
import { credentialsAdvice, missingProfile } from "./credentials-advice.js";
import type { SdkClient, SdkSettings } from "./sdk-requests.js";

export interface AccountOptions {
  readonly profile: string | undefined;
  /** `AWS_CA_BUNDLE`: the certificates of who stands in between. */
  readonly caBundle: string | undefined;
  readonly version: string;
  /** Of services without a client of their own. */
  readonly endpointOf: EndpointFinder;
}

const MOST_TRIES = 5;
/** Of one request, with all its tries. */
const TIMEOUT_MS = 120_000;
const CONNECTION_TIMEOUT_MS = 10_000;
const MOST_REASON = 300;

/** What leaves this process. A call that could change something is not even made. */
const READS = /^(?:Describe|Get|List)[A-Z]/;

/**
 * The API of an account. Credentials, endpoints and their settings are those of the AWS SDK: environment, shared files,
 * SSO, roles, `AWS_ENDPOINT_URL`.
 * @throws Egress6Error AWS_CLIENT_MISSING, AWS_CA_BUNDLE_UNREADABLE
 */
export async function openAccount({
  profile,
  caBundle,
  version,
  endpointOf,
}: AccountOptions): Promise<Account> {
  const { SDK_SERVICES, SILENT } = await loadAwsClient(
    "@aws-sdk/client-ec2",
    () => import("./sdk-requests.js"),
  );
  const agent = caBundle === undefined ? undefined : agentWith(caBundle);
  // Who asks is found out once, and not once for each service and region.
  let first: SdkClient | null = null;
  const settings = (region: string | undefined, asked: SdkClient | null): SdkSettings => ({
    ...(region === undefined ? {} : { region }),
    ...(asked === null ? {} : { credentials: () => asked.config.credentials() }),
    ...(profile === undefined ? {} : { profile }),
    maxAttempts: MOST_TRIES,
    retryMode: "adaptive",
    logger: SILENT,
    customUserAgent: [
      ["egress6", version],
      ["survey", version],
    ],
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      ...(agent === undefined ? {} : { httpsAgent: agent }),
    },
  });
  const clients = new Map<string, SdkClient>();
  const clientOf = (service: string, region: string | undefined): SdkClient => {
    const key = `${service} ${region ?? ""}`;
    const known =
      clients.get(key) ?? SDK_SERVICES[service]?.client(settings(region, first), endpointOf);
    if (known === undefined) throw new Error(`no client of ${service}`);
    if (region !== undefined) first ??= known;
    clients.set(key, known);
    return known;
  };

  /** Where there are no credentials, what to do about it. */
  const withAdvice = async (fault: AccountFault, thrown: unknown): Promise<AccountFault> => {
    const { error } = fault;
    if (!(error instanceof Egress6Error) || error.code !== "AWS_CREDENTIALS_MISSING") return fault;
    const text = `${await credentialsAdvice(profile, thrown)} ${INSTEAD}`;
    return { ...fault, error: new Egress6Error(error.code, "input", text, { cause: thrown }) };
  };

  return {
    async homeRegion() {
      const missing = await missingProfile(profile);
      if (missing !== null) throw new Egress6Error("AWS_CREDENTIALS_MISSING", "input", missing);
      try {
        return await clientOf("sts", undefined).config.region();
      } catch {
        return null;
      }
    },
    async call(action, region, input, signal) {
      const [service = "", operation = ""] = action.split(":");
      const Command = SDK_SERVICES[service]?.commands[operation];
      if (Command === undefined || !READS.test(operation)) {
        throw new Error(`${action} is no call of a survey`);
      }
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      try {
        const command = Reflect.construct(Command, [input]);
        const answer = await clientOf(service, placeOf(service, region)).send(command, {
          abortSignal: AbortSignal.any([signal, timeout]),
        });
        return { is: "page", page: isRawObject(answer) ? answer : {} };
      } catch (cause) {
        // A bucket without a policy is no fault.
        if (cause instanceof Error && cause.name === "NoSuchBucketPolicy") {
          return { is: "page", page: {} };
        }
        if (signal.aborted) return { is: "fault", kind: "interrupted", reason: "interrupted" };
        const reason = timeout.aborted
          ? new Error(`no answer in ${TIMEOUT_MS / 1000} s`, { cause })
          : cause;
        return await withAdvice(faultOf(reason, action, profile), reason);
      }
    },
    close() {
      for (const each of clients.values()) each.destroy();
      agent?.destroy();
    },
  };
}

/** Cost Explorer answers in one region of each partition, for all of them. */
const COST_REGIONS: Readonly<Record<string, string>> = { "aws-cn": "cn-northwest-1" };
const COST_REGION = "us-east-1";

const placeOf = (service: string, region: string): string =>
  service === "ce" ? (COST_REGIONS[partition(region).name] ?? COST_REGION) : region;

function agentWith(path: string): Agent {
  try {
    return new Agent({ ca: readFileSync(path), keepAlive: true });
  } catch (cause) {
    throw new Egress6Error(
      "AWS_CA_BUNDLE_UNREADABLE",
      "input",
      `AWS_CA_BUNDLE names ${printable(path)}, which cannot be read: ${reasonOf(cause)}`,
      { cause },
    );
  }
}

const INSTEAD = "Files can be read without credentials: `egress6 survey --from FOLDER`.";

/** Needs no permission. */
const WHO = "sts:GetCallerIdentity";

/** What AWS answers where the account has not enabled a region. */
const NOT_ENABLED =
  /^(?:AuthFailure|InvalidClientTokenId|UnrecognizedClientException|OptInRequired)$/;
const DENIED =
  /AccessDenied|UnauthorizedOperation|NotAuthorized|^Unauthorized(?:Exception)?$|^Forbidden/;
const EXPIRED = /^(?:ExpiredToken(?:Exception)?|RequestExpired|TokenRefreshRequired)$/;

function faultOf(thrown: unknown, action: string, profile: string | undefined): AccountFault {
  const error = awsFault(thrown, { action, profile, instead: INSTEAD });
  const { name, message } = thrown instanceof Error ? thrown : { name: "", message: "" };
  const said = printable(
    message
      .replace(/\s*Encoded authorization failure message:.*$/s, "")
      .replace(/\s+/g, " ")
      .slice(0, MOST_REASON),
  ).trim();
  const status = statusOf(thrown);
  const is = "fault";
  if (EXPIRED.test(name)) {
    return { is, kind: "credentials", reason: `the credentials have expired (${name})`, error };
  }
  if (NOT_ENABLED.test(name)) {
    return { is, kind: "not-enabled", reason: `${name}: ${said}`, error: refused(error, action) };
  }
  // Before anything is asked: files of credentials, and roles to be assumed.
  const isBeforeAsking =
    (status === null && /^(?:ENOENT|EACCES)\b/.test(message)) ||
    (DENIED.test(name) && /\bsts:AssumeRole/.test(message) && action === WHO);
  if (isBeforeAsking) {
    const missing = new Egress6Error("AWS_CREDENTIALS_MISSING", "input", said, { cause: thrown });
    return { is, kind: "credentials", reason: said, error: missing };
  }
  if (DENIED.test(name) || status === 403) {
    return { is, kind: "denied", reason: `denied (${name}: ${said})` };
  }
  switch (error.code) {
    case "AWS_CREDENTIALS_MISSING":
    case "AWS_CREDENTIALS_REFUSED":
      return { is, kind: "credentials", reason: `${name}: ${said}`, error };
    case "AWS_THROTTLED":
      return {
        is,
        kind: "throttled",
        reason: `throttled, also after ${MOST_TRIES} tries (${name})`,
      };
    default:
      return status === null
        ? { is, kind: "unreachable", reason: `no answer (${said})`, error }
        : // The words of a parser quote the answer, which may be a page of HTML.
          { is, kind: "unreachable", reason: `no answer (HTTP ${status})` };
  }

  function refused(other: Egress6Error, asked: string): Egress6Error {
    const refusal = Object.assign(new Error(message), { name: "UnrecognizedClientException" });
    return other.code === "AWS_UNREACHABLE"
      ? awsFault(refusal, { action: asked, profile, instead: INSTEAD })
      : other;
  }
}

/** Null: nothing answered. */
function statusOf(thrown: unknown): number | null {
  const metadata = isRawObject(thrown) ? thrown["$metadata"] : undefined;
  const status = isRawObject(metadata) ? metadata["httpStatusCode"] : undefined;
  return typeof status === "number" ? status : null;
}
