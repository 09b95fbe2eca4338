import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { nat64PrefixText } from "@egress6/core/address/nat64";
import { resolverText } from "@egress6/core/observation/resolver-text";
import { vetResolver } from "@egress6/core/observation/vet-resolver";
import { voiceOf } from "@egress6/core/observation/voice";
import { type Vetting, type Witness, worseVetting } from "@egress6/core/observation/witness";
import type { ResolverAddress } from "../../ports.js";
import { QueryTable } from "./query-table.js";
import { TcpPool } from "./tcp-pool.js";

/** What is known of a resolver before its first check is over. */
export const NOT_VETTED: Vetting = vetResolver([]);

/** So many denials, and no name of AWS that exists, are no coincidence. */
const LOST_ZONE_DENIALS = 5;

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
  /** Of the run. */
  private worstVetting: Vetting | null = null;
  /** Names of AWS that it affirmed, and denied, in this run. */
  private affirmedNames = 0;
  private deniedNames = 0;
  /** Whether a check ever found it to be vetted. */
  wasVetted = false;

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

  countAwsName(exists: boolean): void {
    if (exists) this.affirmedNames += 1;
    else this.deniedNames += 1;
  }

  get hasDeniedAll(): boolean {
    return this.affirmedNames === 0 && this.deniedNames > 0;
  }

  /** It may deny all names of AWS, also those that exist: what it denies waits for the end of the pass. */
  get mayHaveLostZone(): boolean {
    return this.hasDeniedAll && this.vetting?.deniesExistingName === true;
  }

  get hasLostZone(): boolean {
    return this.mayHaveLostZone && this.deniedNames >= LOST_ZONE_DENIALS;
  }

  get lies(): boolean {
    return this.lastVetting?.state === "lies";
  }

  takeVetting(told: Vetting): void {
    const last = this.lastVetting;
    // Who was caught lying is a liar until it has passed: to give no answer is not to pass.
    const vetting = last?.state === "lies" && told.state === "unvetted" ? last : told;
    this.vetting = worseVetting(this.lastVetting, vetting);
    this.lastVetting = vetting;
    this.worstVetting = worseVetting(this.worstVetting, vetting);
    this.wasVetted ||= vetting.state === "vetted";
  }

  /** How far its word went in this run. */
  witness(isTrusted: boolean): Witness {
    const { state, reasons, nat64Prefixes } = this.worstVetting ?? NOT_VETTED;
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
