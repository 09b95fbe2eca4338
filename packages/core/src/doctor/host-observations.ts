import type { TrapFinding } from "../finding/find-traps.js";
import type { Witness } from "../observation/witness.js";
import type { CredentialsEndpoint } from "../settings/read/credentials-endpoint.js";
import type { TcpOutcome } from "./connection.js";
import type { HostsEntry } from "./hosts-file.js";
import type { ProxyVariable } from "./proxy-variables.js";
import type { RouteTable } from "./route-table.js";

/** Something set on this host that changes where requests go. */
export interface SettingNote {
  /** `breaks`: what is set does not work · `caution`: it works, and has a side effect · `info`: it is set. */
  readonly severity: "breaks" | "caution" | "info";
  /** Null: it is no trap. */
  readonly finding: TrapFinding | null;
  /** The variable, or `file:line`; null when no single place is to blame. */
  readonly place: string | null;
  readonly text: string;
  readonly remedy: string | null;
}

export interface HostAddress {
  readonly address: string;
  readonly device: string;
}

/** What could be read, or why it could not: then it is unknown, and nothing is concluded from it. */
export type HostReading<T> = { readonly known: T } | { readonly unread: string };

/**
 * `answers` · `failing` it answers every question with an error · `cut-off` it denies even the root ·
 * `silent` nothing came back · `refused` nothing listens there · `no-route` this host has no way to it
 */
export type ResolverState = "answers" | "failing" | "cut-off" | "silent" | "refused" | "no-route";

export interface ResolverObservation {
  /** `host:port`. */
  readonly resolver: string;
  readonly state: ResolverState;
  /** Round-trip time; of a silent one, how long was waited. */
  readonly ms: number;
  /** How far its word goes; null when none of its answers came. */
  readonly witness: Witness | null;
}

export interface MetadataAnswer {
  readonly tcp: TcpOutcome;
  /** Of a request without token or credentials; null when there was no answer. */
  readonly status: number | null;
  /** Of the request for a token, whose answer may not travel as far; null when it stayed away. */
  readonly tokenStatus?: number | null;
}

/** What SDKs on this host are told about the metadata service. */
export interface MetadataSettings {
  /** `IPv4` when nothing is said; null for a text that SDKs do not know. */
  readonly mode: "IPv4" | "IPv6" | null;
  /** The text and where it stands; null when nothing is said. */
  readonly modeSetting: Placed | null;
  /** An endpoint of one's own beats the mode. */
  readonly endpoint: Placed | null;
  /** The variable that turns it off. */
  readonly disabledBy: string | null;
  /** The variable that gives credentials another way, as in ECS and EKS; never its value. */
  readonly containerCredentials: string | null;
}

export interface Placed {
  readonly value: string;
  /** The variable, or `file:line`. */
  readonly place: string;
}

export interface CredentialsObservation {
  readonly endpoint: CredentialsEndpoint;
  /** Null: not to be tried, or not finished. */
  readonly tcp: TcpOutcome | null;
}

/** Everything seen on the host itself. Null: not finished. */
export interface HostObservations {
  readonly addresses: readonly HostAddress[] | null;
  readonly ipv6Routes: HostReading<RouteTable> | null;
  readonly ipv4Routes: HostReading<RouteTable> | null;
  /** Lines of the hosts file that name what was tried; left out where it was not read. */
  readonly hostsEntries?: readonly HostsEntry[];
  /** Empty: the system names none. */
  readonly resolvers: readonly ResolverObservation[] | null;
  readonly metadata: { readonly ipv6: MetadataAnswer; readonly ipv4: MetadataAnswer } | null;
  readonly metadataSettings: MetadataSettings;
  /** Where containers get credentials; left out where the environment names no such place. */
  readonly credentials?: CredentialsObservation;
  /** Variables whose file, with the token by which credentials are got, cannot be read; left out: none. */
  readonly unreadableTokens?: readonly string[];
  readonly proxies: readonly ProxyVariable[];
  readonly settingNotes: readonly SettingNote[];
  /** How long each part took, in milliseconds. */
  readonly durations: Readonly<Partial<Record<StepId, number>>>;
}

export const STEP_IDS = [
  "addresses",
  "routes",
  "resolvers",
  "dns64",
  "metadata",
  "credentials",
  "settings",
  "endpoints",
] as const;
export type StepId = (typeof STEP_IDS)[number];
