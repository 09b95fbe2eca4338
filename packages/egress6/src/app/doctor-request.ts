import type { MetadataSettings, SettingNote } from "@egress6/core/doctor/host-observations";
import type { ProxyVariable } from "@egress6/core/doctor/proxy-variables";
import type { DoctorTarget } from "@egress6/core/doctor/target";
import type {
  CredentialsEndpoint,
  TokenFile,
} from "@egress6/core/settings/read/credentials-endpoint";
import type { NameSupport } from "@egress6/core/verdict/support";
import type { Clock, HostProbe, ObserveNames, ResolverAddress } from "../ports.js";

export interface DoctorRequest {
  readonly targets: readonly DoctorTarget[];
  readonly region: string | null;
  /** Empty when the system names none. */
  readonly resolvers: readonly ResolverAddress[];
  /** Whether the "no" of resolvers counts whose controls cannot be had. */
  readonly trustResolver?: boolean;
  readonly metadataSettings: MetadataSettings;
  /** Null, or left out: the environment names no place to get credentials from. */
  readonly credentialsEndpoint?: CredentialsEndpoint | null;
  /** Files that the environment says hold a token for credentials; left out: none. */
  readonly tokenFiles?: readonly TokenFile[];
  readonly proxies: readonly ProxyVariable[];
  /** Told what was observed by name, says what is set on this host, and what is wrong with it. */
  readonly findNotes: (observed: ReadonlyMap<string, NameSupport>) => readonly SettingNote[];
  readonly observe: ObserveNames;
  readonly probe: HostProbe;
  readonly now: Clock;
  /** For each question, connection and handshake. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DoctorProgress) => void;
}

export interface DoctorProgress {
  readonly doing: string;
  readonly done: number;
  readonly total: number;
}
