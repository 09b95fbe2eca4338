import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { type Nat64Prefix, nat64PrefixText } from "@egress6/core/address/nat64";
import type { OutcomeKind, RecordType } from "@egress6/core/observation/outcome";
import { resolverText } from "@egress6/core/observation/resolver-text";
import { vetResolver } from "@egress6/core/observation/vet-resolver";
import { voiceOf } from "@egress6/core/observation/voice";
import {
  type Vetting,
  type Witness,
  withLearned,
  worseVetting,
} from "@egress6/core/observation/witness";
import type { ResolverAddress } from "../../ports.js";
import { QueryTable } from "./query-table.js";
import { TcpPool } from "./tcp-pool.js";
import { ZoneTally } from "./zone-tally.js";

/** What is known of a resolver before its first check is over. */
export const NOT_VETTED: Vetting = vetResolver([]);

/** So many denials, and no name that exists, are no coincidence in a zone, and are a lie in all of AWS. */
const DENIALS = { ofZone: 2, all: 5 };

const SOCKETS_PER_RESOLVER = 4;
const DOUBTFUL_AFTER_FAILURES = 20;
const DOUBTFUL_PROBE_EVERY_MS = 1000;

/** One connected socket: the kernel drops what does not come from the resolver's address and port. */
export interface UdpChannel<Question = unknown> {
  readonly resolver: Resolver<Question>;
  readonly socket: Socket;
  readonly queries: QueryTable<Question>;
}

export interface ChannelListener<Question> {
  onPacket(channel: UdpChannel<Question>, packet: Uint8Array): void;
  onChannelError(channel: UdpChannel<Question>, error: NodeJS.ErrnoException): void;
}

/** A resolver, the sockets to it, and what was learned about it in this run. */
export class Resolver<Question = unknown> {
  readonly address: ResolverAddress;
  /** `host:port` or `[host]:port`. */
  readonly text: string;
  /** Whose word it gives. */
  readonly voice: string;
  readonly tcp: TcpPool;
  private channels: readonly UdpChannel<Question>[] = [];
  private nextChannel = 0;

  /** It has sent anything at all. */
  isHeard = false;
  /** Why it cannot be asked, or could not be last time. */
  lastError: NodeJS.ErrnoException | null = null;
  private failuresInARow = 0;
  private nextProbeAt = 0;
  /** Whether it passes on the SOA with negative answers; some, like systemd-resolved, do not. */
  soaHabit: "sends" | "strips" | "unknown" = "unknown";
  /** It has given an address, or a negative answer with its SOA. */
  hasShownKnowledge = false;
  /** It says that the root does not exist, which no resolver that reaches DNS can say. */
  deniesRoot = false;
  /** The worse of the last two checks; null before the first one. */
  vetting: Vetting | null = null;
  /** Of the last check. */
  private lastVetting: Vetting | null = null;
  /** Of all checks, prefixes and missing names. */
  private learned: Vetting | null = null;
  /** Of the run: the last check, unless one before found it lying. */
  private runVetting: Vetting | null = null;
  /** What it said of AWS's names, by zone. */
  private readonly tallies = new Map<string, ZoneTally>();
  /** Zones of AWS that some resolver knows. */
  readonly existingZones = new Set<string>();
  /** Whether it told of a name over TCP since the last check. */
  hasToldOverTcp = false;
  /** Whether a check ever found it to be vetted. */
  wasVetted = false;
  /** Controls that it did not answer in the last check. */
  unanswered: ReadonlySet<string> = new Set();
  /** Whether those were all. */
  isSilentOnControls = false;

  constructor(address: ResolverAddress) {
    this.address = address;
    this.text = resolverText(address);
    this.voice = voiceOf(address.host, address.origin ?? "named");
    this.tcp = new TcpPool(address);
  }

  /** Connects the sockets; what goes wrong is kept in `lastError`. */
  async open(listener: ChannelListener<Question>): Promise<void> {
    const opened = Array.from({ length: SOCKETS_PER_RESOLVER }, () => this.connect(listener));
    const channels = await Promise.all(opened);
    this.channels = channels.filter((channel) => channel !== null);
  }

  close(): void {
    for (const { socket } of this.channels) socket.close();
    this.channels = [];
    this.tcp.close();
  }

  get isOpen(): boolean {
    return this.channels.length > 0;
  }

  pickChannel(): UdpChannel<Question> | null {
    this.nextChannel = (this.nextChannel + 1) % Math.max(1, this.channels.length);
    return this.channels[this.nextChannel] ?? null;
  }

  heard(): void {
    this.isHeard = true;
    this.lastError = null;
    this.failuresInARow = 0;
  }

  failed(): void {
    this.failuresInARow += 1;
  }

  /** Whether to ask here first. One that keeps silent is tried again once in a while. */
  isWorthAsking(now: number): boolean {
    if (!this.isOpen || this.lies || this.isClosed) return false;
    if (this.failuresInARow < DOUBTFUL_AFTER_FAILURES) return true;
    if (now < this.nextProbeAt) return false;
    this.nextProbeAt = now + DOUBTFUL_PROBE_EVERY_MS;
    return true;
  }

  /** Cut off from DNS, it says of every name that it does not exist; some closed networks do that. */
  get isClosed(): boolean {
    return this.deniesRoot && !this.hasShownKnowledge;
  }

  countAwsName(name: string, zone: string, type: RecordType, kind: OutcomeKind): void {
    const tally = this.tallies.get(zone) ?? new ZoneTally();
    this.tallies.set(zone, tally);
    tally.count(name, type, kind);
  }

  /** Zones of AWS that it may filter or deny, by what it said since this was asked last. */
  takeDoubtedZones(): readonly string[] {
    return [...this.tallies].flatMap(([zone, tally]) => (tally.takeDoubt() ? [zone] : []));
  }

  get deniesAllOfAws(): boolean {
    return this.denialsOfAll >= DENIALS.all;
  }

  /** How many names of AWS it denied; 0 when it knows any. */
  private get denialsOfAll(): number {
    const tallies = [...this.tallies.values()];
    if (tallies.some(({ affirmed }) => affirmed > 0)) return 0;
    return tallies.reduce((sum, { denied }) => sum + denied, 0);
  }

  /** It may deny all names of a zone, also those that exist: what it denies waits for the end of the pass. */
  mayHaveLost(zone: string): boolean {
    const isDenied = this.vetting?.deniedZones.includes(zone) ?? false;
    return isDenied && this.tallies.get(zone)?.affirmed === 0;
  }

  hasLost(zone: string): boolean {
    if (!this.mayHaveLost(zone)) return false;
    const denials = Math.max(this.tallies.get(zone)?.denied ?? 0, this.denialsOfAll);
    return denials >= DENIALS.ofZone || this.existingZones.has(zone);
  }

  get lies(): boolean {
    return this.lastVetting?.state === "lies";
  }

  /** Addresses that it gave lie behind a NAT64, whatever it says of `ipv4only.arpa`. */
  learnPrefix(prefix: Nat64Prefix): void {
    this.learned = withLearned({ ...NOT_VETTED, nat64Prefixes: [prefix] }, this.learned);
    if (this.vetting !== null) this.vetting = withLearned(this.vetting, this.learned);
  }

  takeVetting(told: Vetting): void {
    const last = this.lastVetting;
    // Who was caught lying is a liar until it has passed: to give no answer is not to pass.
    const isSilentLiar = last?.state === "lies" && told.state === "unvetted";
    this.learned = withLearned(told, this.learned);
    const vetting = withLearned(isSilentLiar ? last : told, this.learned);
    this.vetting = worseVetting(last, vetting);
    this.lastVetting = vetting;
    // Who could not be vetted for a while was only hard to reach.
    const hasLied = this.runVetting?.state === "lies";
    this.runVetting = hasLied ? worseVetting(this.runVetting, vetting) : vetting;
    this.wasVetted ||= vetting.state === "vetted";
  }

  /** How far its word went in this run. */
  witness(isTrusted: boolean): Witness {
    const { state, reasons, nat64Prefixes } = this.runVetting ?? NOT_VETTED;
    const prefixes = nat64Prefixes.map(nat64PrefixText);
    return { address: this.text, state, reasons, nat64Prefixes: prefixes, isTrusted };
  }

  countSoa(): void {
    this.soaHabit = "sends";
  }

  /** A name that cannot exist was answered without SOA. */
  countMissingSoa(): void {
    if (this.soaHabit === "unknown") this.soaHabit = "strips";
  }

  private connect(listener: ChannelListener<Question>): Promise<UdpChannel<Question> | null> {
    const { host, port } = this.address;
    const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
    const channel: UdpChannel<Question> = { resolver: this, socket, queries: new QueryTable() };
    return new Promise((resolve) => {
      const onConnectError = (error: NodeJS.ErrnoException) => {
        this.lastError = error;
        socket.close();
        resolve(null);
      };
      socket.once("error", onConnectError);
      socket.once("connect", () => {
        socket.off("error", onConnectError);
        socket.on("error", (error) => listener.onChannelError(channel, error));
        socket.on("message", (packet) => listener.onPacket(channel, packet));
        resolve(channel);
      });
      socket.connect(port, host);
    });
  }
}
