import { connect, type Socket } from "node:net";
import type { ResolverAddress } from "../../ports.js";

const MOST_CONNECTIONS = 32;
const FRAME_HEADER = 2;

/** A query over TCP on its way. */
export interface TcpExchange {
  readonly query: Uint8Array;
  /** @returns whether this is the answer; if not, the next message is waited for */
  onMessage(message: Uint8Array): boolean;
  onFailure(error: NodeJS.ErrnoException): void;
}

/**
 * Connections to one resolver, reused for one query after the other (RFC 7766, without pipelining,
 * which many small servers do not understand).
 */
export class TcpPool {
  private readonly address: ResolverAddress;
  private readonly connections = new Set<Connection>();
  private readonly idle: Connection[] = [];
  private readonly waiting: TcpExchange[] = [];

  constructor(address: ResolverAddress) {
    this.address = address;
  }

  ask(exchange: TcpExchange): void {
    this.waiting.push(exchange);
    this.serve();
  }

  /** The exchange is no longer wanted. */
  cancel(exchange: TcpExchange): void {
    const index = this.waiting.indexOf(exchange);
    if (index >= 0) this.waiting.splice(index, 1);
    for (const connection of this.connections) {
      if (connection.exchange === exchange) this.drop(connection);
    }
    this.serve();
  }

  close(): void {
    this.waiting.length = 0;
    for (const connection of [...this.connections]) this.drop(connection);
  }

  private serve(): void {
    while (this.waiting.length > 0) {
      const connection = this.idle.pop() ?? this.open();
      if (connection === null) return;
      const exchange = this.waiting.shift();
      if (exchange !== undefined) connection.send(exchange);
    }
  }

  private open(): Connection | null {
    if (this.connections.size >= MOST_CONNECTIONS) return null;
    const connection = new Connection(this.address, {
      onFree: () => {
        this.idle.push(connection);
        this.serve();
      },
      onClosed: (error) => this.closed(connection, error),
    });
    this.connections.add(connection);
    return connection;
  }

  private closed(connection: Connection, error: NodeJS.ErrnoException): void {
    const { exchange, isReused } = connection;
    this.drop(connection);
    if (exchange !== null) {
      // A server may close an idle connection at any time; that says nothing about the query.
      if (isReused) this.waiting.unshift(exchange);
      else exchange.onFailure(error);
    }
    this.serve();
  }

  private drop(connection: Connection): void {
    this.connections.delete(connection);
    const index = this.idle.indexOf(connection);
    if (index >= 0) this.idle.splice(index, 1);
    connection.destroy();
  }
}

interface ConnectionEvents {
  onFree(): void;
  onClosed(error: NodeJS.ErrnoException): void;
}

class Connection {
  exchange: TcpExchange | null = null;
  /** It has answered before. */
  isReused = false;
  private readonly socket: Socket;
  private readonly events: ConnectionEvents;
  private received: Buffer = Buffer.alloc(0);
  private isDestroyed = false;

  constructor({ host, port }: ResolverAddress, events: ConnectionEvents) {
    this.events = events;
    this.socket = connect({ host, port, noDelay: true });
    this.socket.on("data", (chunk) => this.receive(chunk));
    let reason: NodeJS.ErrnoException = new Error("the connection was closed");
    this.socket.on("error", (error) => {
      reason = error;
    });
    this.socket.on("close", () => {
      if (!this.isDestroyed) events.onClosed(reason);
    });
  }

  send(exchange: TcpExchange): void {
    this.exchange = exchange;
    const { query } = exchange;
    const frame = Buffer.allocUnsafe(FRAME_HEADER + query.length);
    frame.writeUInt16BE(query.length);
    frame.set(query, FRAME_HEADER);
    this.socket.write(frame);
  }

  destroy(): void {
    this.isDestroyed = true;
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    for (let message = this.takeMessage(); message !== null; message = this.takeMessage()) {
      const { exchange } = this;
      if (exchange === null) continue;
      if (!exchange.onMessage(message) || this.isDestroyed) continue;
      this.exchange = null;
      this.isReused = true;
      this.events.onFree();
    }
  }

  private takeMessage(): Buffer | null {
    const { received } = this;
    if (received.length < FRAME_HEADER) return null;
    const end = FRAME_HEADER + received.readUInt16BE();
    if (received.length < end) return null;
    this.received = received.subarray(end);
    return received.subarray(FRAME_HEADER, end);
  }
}
