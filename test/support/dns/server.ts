import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket as TcpSocket } from "node:net";
import dnsPacket, { type Answer, type Question } from "dns-packet";
import type { NetworkNamespace } from "../netns.js";
import { seededRandom } from "../seeded-random.mjs";
import { controlSections } from "./controls.mjs";
import {
  type Fault,
  faultySections,
  forgedAddress,
  matchesFault,
  type Sections,
  soaOf,
  zoneOf,
} from "./faults.js";
import type { Lie } from "./lies.js";

/** The truth about one name. Without an entry, a name does not exist. */
export interface Records {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  readonly CNAME?: string;
}

export interface DnsServerOptions {
  /** By name, lower case, without trailing dot. */
  readonly records: Readonly<Record<string, Records>>;
  /** For each query the first that matches is done. */
  readonly faults?: readonly Fault[];
  /** What it says in the place of the truth; without one, the truth. */
  readonly lie?: Lie;
  /** Whether it answers the questions by which resolvers are vetted; a closed network has no such names. */
  readonly controls?: "honest" | "none";
  readonly seed?: number;
  /** Default 127.0.0.1; `::1` and other loopback addresses are possible. */
  readonly host?: string;
  /** Default: any free one. */
  readonly port?: number;
  /** Where to listen; wants a `port`. Default: where this process is. */
  readonly namespace?: NetworkNamespace;
  /** Everything beyond so many queries in a second is dropped. */
  readonly mostPerSecond?: number;
}

interface SeenQuery {
  readonly name: string;
  readonly type: string;
  readonly transport: "udp" | "tcp";
  /** Milliseconds since the server started. */
  readonly at: number;
}

export interface DnsServer {
  readonly address: string;
  readonly port: number;
  /** As `--resolver` takes it. */
  readonly resolver: string;
  readonly queries: readonly SeenQuery[];
  setRecords(records: Readonly<Record<string, Records>>): void;
  setFaults(faults: readonly Fault[]): void;
  setLie(lie: Lie | undefined): void;
  close(): Promise<void>;
}

type Transport = SeenQuery["transport"];

/** A DNS server for tests, in this process, over UDP and TCP, that tells the truth or what its faults say. */
export async function startDnsServer(options: DnsServerOptions): Promise<DnsServer> {
  const server = new TestServer(options);
  await server.listen();
  return server;
}

class TestServer implements DnsServer {
  readonly address: string;
  readonly queries: SeenQuery[] = [];
  port: number;
  private records: Map<string, Records>;
  private faults: readonly Fault[];
  private lie: Lie | undefined;
  private readonly hasControls: boolean;
  private readonly namespace: NetworkNamespace | null;
  private readonly mostPerSecond: number;
  private readonly random: () => number;
  private readonly counts = new Map<string, number>();
  /** Ids that a question was asked with. */
  private readonly ids = new Map<string, Set<number>>();
  private readonly startedAt = performance.now();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly connections = new Set<TcpSocket>();
  private second = 0;
  private inThisSecond = 0;
  private udp: Socket;
  private stray: Socket;
  private tcp: Server;
  private isClosed = false;

  constructor(options: DnsServerOptions) {
    this.address = options.host ?? "127.0.0.1";
    this.port = options.port ?? 0;
    this.records = new Map(Object.entries(options.records));
    this.faults = options.faults ?? [];
    this.lie = options.lie;
    this.hasControls = options.controls !== "none";
    this.namespace = options.namespace ?? null;
    this.mostPerSecond = options.mostPerSecond ?? Number.POSITIVE_INFINITY;
    this.random = seededRandom(options.seed ?? 1);
    const family = this.address.includes(":") ? "udp6" : "udp4";
    this.udp = createSocket(family);
    this.stray = createSocket(family);
    this.tcp = createServer((socket) => this.accept(socket));
  }

  get resolver(): string {
    const isIpv6 = this.address.includes(":");
    return isIpv6 ? `[${this.address}]:${this.port}` : `${this.address}:${this.port}`;
  }

  async listen(): Promise<void> {
    if (this.namespace === null) await this.listenHere();
    else await this.listenIn(this.namespace);
    this.stray.on("error", () => {});
    this.udp.on("error", () => {});
    this.udp.on("message", (packet, from) => this.onUdp(packet, from));
  }

  private async listenIn(namespace: NetworkNamespace): Promise<void> {
    for (const unused of [this.udp, this.stray]) unused.close();
    this.tcp = await namespace.listenTcp(this.address, this.port);
    this.tcp.on("connection", (socket) => this.accept(socket));
    this.udp = await namespace.bindUdp(this.address, this.port);
    this.stray = await namespace.bindUdp(this.address, 0);
  }

  private async listenHere(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      this.tcp.listen(this.port, this.address);
      await once(this.tcp, "listening");
      const bound = this.tcp.address();
      const port = bound !== null && typeof bound === "object" ? bound.port : this.port;
      try {
        this.udp.bind(port, this.address);
        await once(this.udp, "listening");
        this.port = port;
        break;
      } catch (error) {
        // The port that is free for TCP may be taken for UDP.
        if (this.port !== 0 || attempt === 10) throw error;
        this.tcp.close();
        this.tcp = createServer((socket) => this.accept(socket));
        this.udp = createSocket(this.udp.address().family === "IPv6" ? "udp6" : "udp4");
      }
    }
    this.stray.bind(0, this.address);
    await once(this.stray, "listening");
    this.udp.setRecvBufferSize(1 << 20);
  }

  setRecords(records: Readonly<Record<string, Records>>): void {
    this.records = new Map(Object.entries(records));
  }

  setFaults(faults: readonly Fault[]): void {
    this.faults = faults;
    this.counts.clear();
  }

  setLie(lie: Lie | undefined): void {
    this.lie = lie;
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
    for (const connection of this.connections) connection.destroy();
    const closed = [once(this.udp, "close"), once(this.stray, "close"), once(this.tcp, "close")];
    this.udp.close();
    this.stray.close();
    this.tcp.close();
    await Promise.all(closed);
  }

  private onUdp(packet: Buffer, from: RemoteInfo): void {
    const query = dnsPacket.decode(packet);
    this.answer(packet, query.questions?.[0], query.id ?? 0, "udp", {
      send: (reply) => this.sendUdp(this.udp, reply, from),
      sendFromElsewhere: (reply) => this.sendUdp(this.stray, reply, from),
      close: () => {},
    });
  }

  private sendUdp(socket: Socket, reply: Buffer, { port, address }: RemoteInfo): void {
    if (!this.isClosed) socket.send(reply, port, address);
  }

  private accept(socket: TcpSocket): void {
    this.connections.add(socket);
    socket.on("close", () => this.connections.delete(socket));
    socket.on("error", () => {});
    let received = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE()) {
        const end = 2 + received.readUInt16BE();
        const packet = received.subarray(2, end);
        received = received.subarray(end);
        const query = dnsPacket.decode(packet);
        const send = (reply: Buffer) => {
          const length = Buffer.alloc(2);
          length.writeUInt16BE(reply.length);
          if (!socket.destroyed) socket.write(Buffer.concat([length, reply]));
        };
        const reply = { send, sendFromElsewhere: () => {}, close: () => socket.destroy() };
        this.answer(packet, query.questions?.[0], query.id ?? 0, "tcp", reply);
      }
    });
  }

  private answer(
    packet: Buffer,
    question: Question | undefined,
    id: number,
    transport: Transport,
    reply: Reply,
  ): void {
    if (question === undefined) return;
    const { name, type } = question;
    const at = performance.now() - this.startedAt;
    this.queries.push({ name, type, transport, at });
    if (this.isOverloaded(at)) return;
    const key = `${name} ${type}`;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    this.ids.set(key, (this.ids.get(key) ?? new Set()).add(id));
    const fault = this.faults.find((candidate) =>
      matchesFault(candidate, { name, type, count }, this.random),
    );
    const truth = this.told(packet, name, type, transport);
    const sections = (fault && faultySections(fault, name, type, truth)) ?? truth;
    const encoded = encode(id, question, sections);
    if (fault === undefined) reply.send(encoded);
    else this.misbehave(fault, { packet, question, id, transport, encoded }, reply);
  }

  private told(packet: Buffer, name: string, type: string, transport: Transport): Sections {
    const truth = this.truthOf(name, type);
    if (this.lie === undefined) return truth;
    const isCheckingDisabled = ((packet[3] ?? 0) & 0x10) !== 0;
    const query = { name, type, isCheckingDisabled, transport, count: this.queries.length };
    return this.lie(query, truth, (other, otherType) => this.truthOf(other, otherType));
  }

  private misbehave(fault: Fault, query: FaultyQuery, reply: Reply): void {
    const { packet, question, id, transport, encoded } = query;
    const forged = (forgedId: number, name: string) =>
      encode(
        forgedId,
        { ...question, name },
        {
          rcode: 0,
          answers: [
            forgedAddress(question.name, question.type),
            forgedAddress(name, question.type),
          ],
          authorities: [],
        },
      );
    switch (fault.kind) {
      case "drop":
        return;
      case "no-edns": {
        const hasEdns = packet.readUInt16BE(10) > 0;
        const error = { rcode: 1, answers: [], authorities: [] };
        reply.send(hasEdns ? encode(id, question, error) : encoded);
        return;
      }
      case "truncate":
      case "truncate-without-tcp":
        if (transport === "udp") reply.send(truncated(encoded, question.name));
        else if (fault.kind === "truncate") reply.send(encoded);
        else reply.close();
        return;
      case "truncate-forever":
        reply.send(truncated(encoded, question.name));
        return;
      case "slow":
        this.later(fault.delayMs ?? 300, () => reply.send(encoded));
        return;
      case "wrong-id":
        reply.send(forged(this.wrongId(question, id), question.name));
        return;
      case "wrong-question":
        reply.send(forged(id, `x${question.name.slice(1)}`));
        return;
      case "forgery-first":
        reply.send(forged(this.wrongId(question, id), question.name));
        reply.send(forged(id, `x${question.name.slice(1)}`));
        reply.sendFromElsewhere(forged(id, question.name));
        this.later(50, () => reply.send(encoded));
        return;
      case "other-port":
        reply.sendFromElsewhere(encoded);
        return;
      case "cut":
        reply.send(encoded.subarray(0, encoded.length - 5));
        return;
      case "garbage": {
        const noise = Buffer.from(encoded);
        noise.fill(0xc1, 12 + question.name.length + 2 + 4);
        noise.writeUInt16BE(3, 6);
        reply.send(Buffer.concat([noise, Buffer.from([0xff, 0xff, 0xff])]));
        return;
      }
      case "junk": {
        const noise = Buffer.from(
          Array.from({ length: 40 }, () => Math.floor(this.random() * 256)),
        );
        noise.writeUInt16BE(id, 0);
        noise[2] = 0x84;
        noise.writeUInt16BE(0x4141, 4);
        reply.send(noise);
        return;
      }
      case "duplicate":
        reply.send(encoded);
        reply.send(encoded);
        this.later(5, () => reply.send(encoded));
        return;
      default:
        reply.send(encoded);
    }
  }

  /** No id of an earlier query either, whose late answer would count. */
  private wrongId({ name, type }: Question, id: number): number {
    const taken = this.ids.get(`${name} ${type}`);
    let wrong = id;
    do wrong = (wrong + 1) & 0xffff;
    while (taken?.has(wrong));
    return wrong;
  }

  private later(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      action();
    }, delayMs);
    this.timers.add(timer);
  }

  private isOverloaded(at: number): boolean {
    const second = Math.floor(at / 1000);
    if (second !== this.second) this.inThisSecond = 0;
    this.second = second;
    this.inThisSecond += 1;
    return this.inThisSecond > this.mostPerSecond;
  }

  private truthOf(name: string, type: string): Sections {
    const control =
      this.hasControls && !this.records.has(name) ? controlSections(name, type) : null;
    if (control !== null) return control;
    const answers: Answer[] = [];
    let owner = name;
    for (let hops = 0; hops < 20; hops++) {
      const records = this.records.get(owner);
      const authorities = [soaOf(zoneOf(owner))];
      if (records === undefined) return { rcode: 3, answers, authorities };
      if (records.CNAME === undefined) {
        const addresses = (type === "A" ? records.A : type === "AAAA" ? records.AAAA : []) ?? [];
        for (const data of addresses) {
          answers.push({ type: type === "A" ? "A" : "AAAA", name: owner, ttl: 60, data });
        }
        return { rcode: 0, answers, authorities: addresses.length > 0 ? [] : authorities };
      }
      answers.push({ type: "CNAME", name: owner, ttl: 60, data: records.CNAME });
      owner = records.CNAME;
    }
    return { rcode: 0, answers, authorities: [] };
  }
}

interface Reply {
  send(reply: Buffer): void;
  /** From another port; over TCP there is no such thing. */
  sendFromElsewhere(reply: Buffer): void;
  close(): void;
}

interface FaultyQuery {
  readonly packet: Buffer;
  readonly question: Question;
  readonly id: number;
  readonly transport: Transport;
  readonly encoded: Buffer;
}

function encode(id: number, question: Question, sections: Sections): Buffer {
  const { rcode, answers, authorities, extendedError } = sections;
  const packet = dnsPacket.encode({
    type: "response",
    id,
    flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | rcode,
    questions: [question],
    answers: [...answers],
    authorities: [...authorities],
    additionals: [
      {
        type: "OPT",
        name: ".",
        udpPayloadSize: 1232,
        flags: 0,
        extendedRcode: 0,
        ednsVersion: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
  return extendedError === undefined ? packet : withExtendedError(packet, extendedError);
}

/** The packet, which ends in the length of its empty options, with an option that dns-packet cannot write. */
function withExtendedError(packet: Buffer, code: number): Buffer {
  const option = Buffer.from([0, 15, 0, 2, code >> 8, code & 0xff]);
  packet.writeUInt16BE(option.length, packet.length - 2);
  return Buffer.concat([packet, option]);
}

/** Header and question only, with TC. */
function truncated(encoded: Buffer, name: string): Buffer {
  const short = Buffer.from(encoded.subarray(0, 12 + name.length + 2 + 4));
  short[2] = (short[2] ?? 0) | 0x02;
  short.fill(0, 6, 12);
  return short;
}
