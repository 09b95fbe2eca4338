import { addressScope, ipv4Octets, ipv6Octets } from "../../address/ip-address.js";
import { CREDENTIAL_HOSTS, type CredentialHost } from "../../facts/sdk-facts.js";
import { hostOfUrl, portOfUrl } from "../resolve/endpoint-url.js";
import type { Environment } from "../settings-input.js";
import { settingRow } from "./setting-table.js";

/** Whose place it is; SDKs ask others only over HTTPS or on this host. */
export type CredentialsProvider = "ecs" | "eks" | "own";

/**
 * Where the environment sends SDKs for the credentials of a container. Neither path nor token is kept.
 *
 * - `address`: on this host or its own network, so that it can be connected to
 * - `elsewhere`: a name, or an address on the internet, which only HTTPS is taken for; it is not tried
 * - `unusable`: SDKs refuse it, or it is no URL
 */
export type CredentialsEndpoint =
  | {
      readonly kind: "address";
      /** The variable. */
      readonly place: string;
      readonly provider: CredentialsProvider;
      readonly host: string;
      readonly port: number;
    }
  | { readonly kind: "elsewhere"; readonly place: string; readonly host: string }
  | { readonly kind: "unusable"; readonly place: string; readonly reason: string };

/** The path of an ECS task's credentials, at a host that is always the same. */
export const TASK_CREDENTIALS = settingRow("task-credentials").variable;
/** The whole URL, as EKS Pod Identity sets it. */
export const CONTAINER_CREDENTIALS = settingRow("container-credentials").variable;

const ECS: CredentialHost = "169.254.170.2";
const LONGEST_URL = 2048;

/**
 * @param order which of the two variables is looked at first; most SDKs take the path
 * @returns null where the environment names no such place
 * @source https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export function credentialsEndpoint(
  env: Environment,
  order: "relative-first" | "full-first" = "relative-first",
): CredentialsEndpoint | null {
  const url = env[CONTAINER_CREDENTIALS] ?? "";
  const isTask = (env[TASK_CREDENTIALS] ?? "") !== "";
  if (isTask && (order === "relative-first" || url === "")) {
    return { kind: "address", place: TASK_CREDENTIALS, provider: "ecs", host: ECS, port: 80 };
  }
  return url === "" ? null : endpointOfUrl(url);
}

/** A file with the token by which credentials are got. */
export interface TokenFile {
  /** The variable. */
  readonly place: string;
  readonly path: string;
}

/** Those that the environment names, where credentials are got by them. */
export function tokenFiles(env: Environment): readonly TokenFile[] {
  const { variable } = settingRow("web-identity-token");
  const isWebIdentity = (env[settingRow("role").variable] ?? "") !== "";
  const isContainer = (env[CONTAINER_CREDENTIALS] ?? "") !== "";
  const places = [
    ...(isWebIdentity ? [variable] : []),
    ...(isContainer ? [CONTAINER_TOKEN_FILE] : []),
  ];
  return places.flatMap((place) => {
    const path = env[place] ?? "";
    return path === "" ? [] : [{ place, path }];
  });
}

const CONTAINER_TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

function endpointOfUrl(url: string): CredentialsEndpoint {
  const place = CONTAINER_CREDENTIALS;
  const unusable = (reason: string) => ({ kind: "unusable", place, reason }) as const;
  const host = url.length > LONGEST_URL ? null : hostOfUrl(url);
  if (host === null) return unusable("is not an http or https URL");
  const endpoint = (address: string) =>
    ({
      kind: "address",
      place,
      provider: providerAt(address),
      host: address,
      port: portOfUrl(url),
    }) as const;
  if (host === "localhost") return endpoint("127.0.0.1");
  const isAddress = ipv4Octets(host) !== null || ipv6Octets(host) !== null;
  if (/^https:/i.test(url)) {
    return isAddress && isNear(host) ? endpoint(host) : { kind: "elsewhere", place, host };
  }
  const isAllowed = isAddress && (isCredentialHost(host) || addressScope(host) === "loopback");
  return isAllowed
    ? endpoint(host)
    : unusable(`names ${host}, which SDKs do not ask over plain HTTP`);
}

/** Whether nothing that is sent there can leave the host and its own network. */
function isNear(address: string): boolean {
  return ["loopback", "link-local", "unique-local"].includes(addressScope(address));
}

export function isCredentialHost(host: string): host is CredentialHost {
  return CREDENTIAL_HOSTS.some((each) => each === host);
}

function providerAt(host: string): CredentialsProvider {
  if (host === ECS) return "ecs";
  return isCredentialHost(host) ? "eks" : "own";
}
