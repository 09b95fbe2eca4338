import { addressScope, ipv4Octets, ipv6Octets } from "../address/ip-address.js";
import { hostOfUrl, portOfUrl } from "../settings/resolve/endpoint-url.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whose place it is; SDKs ask others only over HTTPS or on this host. */
export type CredentialsProvider = "ecs" | "eks" | "own";

/**
 * Where the environment sends SDKs for the credentials of a container. Neither path nor token is kept.
 *
 * - `address`: can be connected to
 * - `name`: a name, which only HTTPS is taken for; it is not tried
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
  | { readonly kind: "name"; readonly place: string; readonly host: string }
  | { readonly kind: "unusable"; readonly place: string; readonly reason: string };

const RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const ECS = "169.254.170.2";
const EKS = ["169.254.170.23", "fd00:ec2::23"];
const LONGEST_URL = 2048;

/**
 * @returns null where the environment names no such place
 * @source https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export function credentialsEndpoint(env: Environment): CredentialsEndpoint | null {
  // The relative one is looked at first.
  if ((env[RELATIVE] ?? "") !== "") {
    return { kind: "address", place: RELATIVE, provider: "ecs", host: ECS, port: 80 };
  }
  const url = env[FULL] ?? "";
  return url === "" ? null : endpointOfUrl(url);
}

function endpointOfUrl(url: string): CredentialsEndpoint {
  const unusable = (reason: string) => ({ kind: "unusable", place: FULL, reason }) as const;
  const host = url.length > LONGEST_URL ? null : hostOfUrl(url);
  if (host === null) return unusable("is not an http or https URL");
  const isTls = /^https:/i.test(url);
  const endpoint = (address: string) =>
    ({
      kind: "address",
      place: FULL,
      provider: providerAt(address),
      host: address,
      port: portOfUrl(url),
    }) as const;
  if (host === "localhost") return endpoint("127.0.0.1");
  const isAddress = ipv4Octets(host) !== null || ipv6Octets(host) !== null;
  if (isTls) return isAddress ? endpoint(host) : { kind: "name", place: FULL, host };
  const isAllowed = isAddress && (providerAt(host) !== "own" || addressScope(host) === "loopback");
  return isAllowed
    ? endpoint(host)
    : unusable(`names ${host}, which SDKs do not ask over plain HTTP`);
}

function providerAt(host: string): CredentialsProvider {
  if (host === ECS) return "ecs";
  return EKS.includes(host) ? "eks" : "own";
}
