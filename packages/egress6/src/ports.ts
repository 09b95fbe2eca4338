/** What the adapters (dns, store, server, report) offer to the use cases in `app/` and to each other. */

import type { SupportChange } from "@egress6/core/changes/changes-document";
import type { ConnectionAttempt } from "@egress6/core/doctor/connection";
import type {
  HostAddress,
  HostReading,
  MetadataAnswer,
} from "@egress6/core/doctor/host-observations";
import type { HostsEntry } from "@egress6/core/doctor/hosts-file";
import type { RouteTable } from "@egress6/core/doctor/route-table";
import type { FcaPolicy } from "@egress6/core/flow/fca-policy";
import type {
  DamagedFlowFile,
  FlowGroup,
  FlowTallies,
  LoggedNat,
  NotCounted,
} from "@egress6/core/flow/flow-group";
import type { FlowMode } from "@egress6/core/flow/flow-mode";
import type { FlowReport } from "@egress6/core/flow/flow-report";
import type { NameObservation, OutcomeKind, RecordType } from "@egress6/core/observation/outcome";
import type { ResolverOrigin } from "@egress6/core/observation/voice";
import type { Witness } from "@egress6/core/observation/witness";
import type { ProvedDocument } from "@egress6/core/prove/proof";
import type { FindingSet } from "@egress6/core/prove/prove-findings";
import type { FlowsSnapshot } from "@egress6/core/prove/prove-flows";
import type { StateOfTarget } from "@egress6/core/prove/prove-states";
import type { SurveySnapshot } from "@egress6/core/prove/prove-survey";
import type { HeldTurn } from "@egress6/core/verdict/brake";
import type { Family, NameSupport, Support } from "@egress6/core/verdict/support";

/** What the Price List Query API is asked: products of a service that have all of these. */
export interface ProductQuery {
  /** `AmazonEC2` */
  readonly serviceCode: string;
  readonly filters: readonly {
    readonly field: string;
    readonly value: string;
    readonly type: "TERM_MATCH" | "CONTAINS";
  }[];
}

/** AWS's Price List Query API, asked with the user's credentials. */
export interface ProductFinder {
  /**
   * The products, each as a JSON text of AWS's form `aws_v1`, page by page.
   * @throws Egress6Error AWS_CREDENTIALS_MISSING, AWS_CREDENTIALS_REFUSED, AWS_ACCESS_DENIED (input);
   * AWS_THROTTLED, AWS_UNREACHABLE (incomplete)
   */
  findProducts(query: ProductQuery, signal: AbortSignal): AsyncIterable<string>;
}

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Rules as a client of AWS's JavaScript SDK carries them. */
export type RulesJson = { readonly ruleSet: unknown } | { readonly diagram: RuleDiagram };

/** Rules as a binary decision diagram, as AWS's engine takes it. */
export interface RuleDiagram {
  /** Three numbers for each node: its condition, and where to go when it holds and when it does not. */
  readonly nodes: readonly number[];
  readonly root: number;
  readonly conditions: readonly (readonly unknown[])[];
  /** `[-1, error]`, or URL, properties and headers. */
  readonly results: readonly (readonly unknown[])[];
}

/** Clients of AWS's JavaScript SDK by package; null: no registry asked so far had it. */
export type KnownClients = Readonly<
  Record<
    string,
    {
      readonly version: string;
      /** Of its release: YYYY-MM-DD. */
      readonly date: string;
      /** It builds other names than botocore, signs otherwise, or botocore has no such service. */
      readonly differs?: true | undefined;
    } | null
  >
>;

/** Partitions and regions as AWS's JavaScript SDK has them; what is in them is the engine's to say. */
export interface SdkPartitionsJson {
  readonly info: unknown;
  readonly version: string;
  /** Of the release: YYYY-MM-DD. */
  readonly date: string;
}

/** What a look for newer clients came to. */
export interface ClientsFound {
  readonly clients: KnownClients;
  /** Of the clients that are newer than what was known, and of those that differ from botocore. */
  readonly rules: ReadonlyMap<string, ClientRules>;
  readonly partitions: SdkPartitionsJson;
  /** Packages with a version that was not known; of `@aws-sdk/core`, too. */
  readonly newer: readonly string[];
}

/** What one package `@aws-sdk/client-…` says of its service. */
export interface ClientRules {
  readonly package: string;
  readonly version: string;
  /** Of the release: YYYY-MM-DD. */
  readonly date: string;
  readonly serviceId: string;
  readonly displayName: string;
  readonly signingName: string | null;
  readonly rules: RulesJson;
}

export interface ResolverAddress {
  /** An IPv4 or IPv6 address, never a name. */
  readonly host: string;
  readonly port: number;
  /** Missing: the user named it. */
  readonly origin?: ResolverOrigin;
}

export interface ObserveProgress {
  readonly total: number;
  /** Names whose both outcomes are final. */
  readonly done: number;
  /** Names with at least one inconclusive outcome so far, also those that wait to be asked again. */
  readonly unknown: number;
  readonly queriesSent: number;
  /** Names per second over the last seconds. */
  readonly namesPerSecond: number;
  /** Null while it cannot be told. */
  readonly secondsLeft: number | null;
  /** The names not done yet were all asked for once, and are asked for again; `secondsLeft` is then the most it takes. */
  readonly isAskingAgain?: boolean;
}

export interface ObserveOptions {
  readonly resolvers: readonly ResolverAddress[];
  /** Queries per second over all resolvers; `Infinity` for no limit. */
  readonly rate: number;
  /** Whether the "no" of resolvers counts whose controls cannot be had. */
  readonly trustResolver?: boolean;
  /** Ends the run, with the names not yet reported unasked, as soon as every resolver lies. */
  readonly stopWhenAllLie?: boolean;
  /** Stops asking; names that are not final are not reported. */
  readonly signal?: AbortSignal;
  /**
   * Told, after such a stop, what was seen until then of names that were asked about and are not final. When
   * nothing came back but errors of the sockets, the stop ends in RESOLVER_UNREACHABLE.
   */
  readonly onUnfinished?: (observation: NameObservation) => void;
  /** Called after each check in which it turned out how far a resolver's word goes, before what rests on that is reported. */
  readonly onWitness?: (witness: Witness) => void;
  /** Called at most a few times per second, and once at the end. */
  readonly onProgress?: (progress: ObserveProgress) => void;
}

/** How a run ended, and how far the word of each resolver went in it. */
export interface ObserveResult extends ObserveProgress {
  readonly witnesses: readonly Witness[];
}

/**
 * Asks A and AAAA of every name, and vets the resolvers meanwhile: nothing is reported before its resolver
 * has passed, or failed, a check that began after it had answered. Names are distinct, lower case, without trailing dot.
 * Calls `onResult` exactly once per name, in the order the outcomes become final.
 * @throws Egress6Error RESOLVER_UNREACHABLE (incomplete) when no resolver ever answered anything
 */
export type ObserveNames = (
  names: readonly string[],
  options: ObserveOptions,
  onResult: (observation: NameObservation) => void,
) => Promise<ObserveResult>;

/** What is known of names, and who was asked for it. */
export interface Observed {
  /** By the name that was looked up. */
  readonly support: ReadonlyMap<string, NameSupport>;
  /** IPv4 addresses of the internet that names have now; left out: nobody was asked. */
  readonly addresses?: ReadonlyMap<string, readonly string[]>;
  /** The resolvers that were asked now, and how far their word went; empty when nobody was. */
  readonly witnesses: readonly Witness[];
}

/**
 * Says what is known of names: from a store, from DNS, or from both.
 * @throws Egress6Error INTERRUPTED (incomplete), and what the store and the resolvers throw
 */
export type FindSupport = (names: readonly string[]) => Promise<Observed>;

/** A stretch of time over which one question kept ending the same way. */
export interface OutcomeInterval {
  readonly type: RecordType;
  readonly kind: OutcomeKind;
  readonly from: number;
  /** When it was last seen so. */
  readonly to: number;
  /** As last seen. */
  readonly addresses: readonly string[];
  readonly cname: readonly string[];
  readonly attempts: number;
  readonly resolver: string;
  readonly ms: number;
}

/** `held`: finished, with changes that wait for a later scan. */
export type ScanState = "running" | "interrupted" | "failed" | "held" | "done";

export interface ScanRecord {
  readonly id: number;
  /** What was asked for, as canonical text; a later scan of the same scope resumes this one. */
  readonly scope: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly state: ScanState;
  /** Names in the scan. */
  readonly total: number;
  /** Why it failed or is held, or what is to be known of the resolvers it rests on. */
  readonly reason: string | null;
}

export type SupportCounts = Readonly<Record<Support, number>>;

export interface ScanSummary {
  readonly scan: ScanRecord;
  readonly state: Exclude<ScanState, "running">;
  /** Why it failed or is held, or what is to be known of the resolvers it rests on. */
  readonly reason: string | null;
  readonly isResumed: boolean;
  /** Names in the scan. */
  readonly names: number;
  /** Of `names`: conclusively observed before this run went on with the scan. */
  readonly resumedNames: number;
  /** Of `names`: observed in this run, conclusively or not. */
  readonly observedNames: number;
  /** What is known of all names in the scan, from this scan and those before. */
  readonly support: Readonly<Record<Family, SupportCounts>>;
  /** Questions about names in the scan that last ended without saying anything about the name. */
  readonly inconclusive: Readonly<Partial<Record<OutcomeKind, number>>>;
  /** Since the scan began; first observations are none. Oldest first. */
  readonly changes: readonly SupportChange[];
  /** Known as yes, last seen as no by one voice only. */
  readonly unconfirmedLosses: readonly { readonly name: string; readonly family: Family }[];
  /** Changes that were seen and wait for a later scan. */
  readonly held: readonly HeldTurn[];
  /** How far the word of each resolver went; empty when nothing was asked. */
  readonly resolvers: readonly Witness[];
  /** How many of the resolvers can confirm each other, see `voiceOf`. */
  readonly voices: number;
  readonly durationMs: number;
}

export interface StoreReader {
  /** Support of every observed name, or of those among the given that were. */
  readSupport(names?: readonly string[]): ReadonlyMap<string, NameSupport>;
  /** Outcome intervals of one name, oldest first. */
  readHistory(name: string): readonly OutcomeInterval[];
  /** Changes of known support, oldest first; `since` inclusive. First observations are not changes. */
  readChanges(since?: number): readonly SupportChange[];
  /** Newest first. */
  readScans(limit?: number): readonly ScanRecord[];
  /** The latest moment that anything in the store is dated to; null when it holds nothing. */
  newestTime(): number | null;
  close(): void;
}

export interface StoreWriter extends StoreReader {
  /** Starts a scan, or goes on with the newest one of this scope that did not end. */
  beginScan(scope: string, total: number, at: number): ScanRecord & { readonly isResumed: boolean };
  /** Names already conclusively observed in this scan, through resolvers that are believed. */
  namesDone(scan: ScanRecord): ReadonlySet<string>;
  /** One transaction: after it returns, a kill at any instant loses none of the batch. */
  record(batch: readonly NameObservation[], at: number): void;
  /** Changes that were seen and wait for a later scan, by name. */
  readHeld(): readonly HeldTurn[];
  /** From now on these wait, and no others. */
  replaceHeld(held: readonly HeldTurn[]): void;
  endScan(id: number, state: Exclude<ScanState, "running">, at: number, reason?: string): void;
  /** Dates whatever is dated later than `at` to `at`: a clock was fast when it was written. */
  redateAfter(at: number): void;
}

/** What `egress6 doctor` asks of the host that it runs on. */
export interface HostProbe {
  /** Without loopback. */
  readAddresses(): readonly HostAddress[];
  readRoutes(family: Family): HostReading<RouteTable>;
  /** What the hosts file says of names; without it every name is asked of DNS. */
  readHostsFile?(): readonly HostsEntry[];
  /** Whether a file is there and may be read; it is not read. */
  isReadable?(path: string): boolean;
  /** TCP, then TLS with the certificate checked against `hostname`. Never throws for what the network does. */
  connect(target: ConnectTarget, options: ProbeOptions): Promise<ConnectionAttempt>;
  /** Reads nothing but the first line of an answer: no token, no credentials. */
  askMetadata(host: string, options: ProbeOptions): Promise<MetadataAnswer>;
}

export interface ConnectTarget {
  readonly address: string;
  readonly port: number;
  /** The certificate must be for it; null: no TLS. */
  readonly hostname: string | null;
}

export interface ProbeOptions {
  /** For the connection, and once more for the handshake or the answer. */
  readonly timeoutMs: number;
  /** Ends it at once, as failed. */
  readonly signal?: AbortSignal;
}

/** What flow logs say of NAT gateways, summed by an engine. */
export interface FlowReduction {
  readonly tallies: FlowTallies;
  readonly nats: readonly LoggedNat[];
  /** How the bytes of the gateways are known, the best first. */
  readonly modes: readonly FlowMode[];
  /** By source, destination and port, in this order; may be gone through again. */
  groups(): Iterable<FlowGroup>;
  /** Once the groups were gone through. */
  notCounted(): readonly NotCounted[];
  /** Gives back what is kept on disk. */
  close(): void;
}

/** What was read of resolver query logs, besides the names. */
export interface ResolverLogTallies {
  readonly files: number;
  readonly queries: number;
  readonly badLines: number;
  readonly damaged: readonly DamagedFlowFile[];
}

/** What `egress6 flows` says, in any form. */
export interface FlowResult {
  readonly report: FlowReport;
  /** `text`, `duckdb`, `athena`. */
  readonly engine: string;
  /** False: it was stopped, and these are the results so far. */
  readonly isComplete: boolean;
  /** Copies of files that were read once. */
  readonly copies: readonly string[];
  readonly resolver: ResolverLogTallies;
  /** Of the bytes that are billed, in percent; null: not compared with a bill. */
  readonly coverage: number | null;
  /** Null: not asked for. */
  readonly fcaPolicy: FcaPolicy | null;
  /** A part of a workload file. */
  readonly workload: unknown;
  /** The resolvers that were asked now. */
  readonly witnesses: readonly Witness[];
}

/** A document of `docs/`, as shipped. */
export interface ShippedDocument {
  /** Of the file, without its ending: `settings`. */
  readonly name: string;
  readonly markdown: string;
  /** In order; the first is all of it. */
  readonly sections: readonly DocumentSection[];
}

/** One heading of a document, and what stands below it up to the next one of the same depth or above. */
export interface DocumentSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Values of one row of a query. */
export type FlowSqlRow = readonly (string | number | bigint | null)[];

/** A database that sums flow logs. */
export interface SqlDatabase {
  /** The rows of a query, some at a time. */
  query(sql: string, signal: AbortSignal): AsyncIterable<readonly FlowSqlRow[]>;
}

/** What a command wrote, as `prove` compares it. */
export type ProvableDocument = ProvedDocument &
  (
    | { readonly kind: "audit"; readonly goal: string | null; readonly findings: FindingSet }
    | { readonly kind: "survey"; readonly survey: SurveySnapshot }
    | { readonly kind: "flows"; readonly flows: FlowsSnapshot }
    | {
        readonly kind: "check" | "doctor";
        readonly targets: readonly StateOfTarget[];
        readonly findings: FindingSet;
      }
  );

/** A call that AWS did not answer, or not in time. */
export interface AccountFault {
  readonly is: "fault";
  readonly kind:
    | "denied"
    | "not-enabled"
    | "throttled"
    | "credentials"
    | "unreachable"
    | "interrupted";
  /** For people: no more than is needed to act. */
  readonly reason: string;
  /** Of what concerns every call, such as credentials: for where nothing can go on without it. */
  readonly error?: Error;
}

/** Where the calls of a service go, and what they are signed for. */
interface ServiceEndpoint {
  readonly url: string;
  readonly signingRegion: string;
  readonly signingName: string;
}

/** By AWS's rules; null: they build no such endpoint. */
export type EndpointFinder = (
  cliName: string,
  region: string,
  variant: { readonly isFips: boolean; readonly isDualstack: boolean },
) => ServiceEndpoint | null;

/** An account of AWS, to be read only. */
export interface Account {
  /** The region that the environment or the profile names; null: neither does. */
  homeRegion(): Promise<string | null>;
  /**
   * One page of one call.
   * @param action `ec2:DescribeVpcs`
   */
  call(
    action: string,
    region: string,
    input: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<
    { readonly is: "page"; readonly page: Readonly<Record<string, unknown>> } | AccountFault
  >;
  close(): void;
}
