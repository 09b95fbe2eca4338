import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Requests of one connection that may be unanswered before no more of it is read. */
const MOST_UNANSWERED = 2;
/** What is read at once can hold many requests; a connection with more of them than this is closed. */
const MOST_READ_AHEAD = 256;
/** Over all connections. */
const MOST_READ_AHEAD_IN_ALL = 4_096;

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
type Exchange = readonly [IncomingMessage, ServerResponse];

/** Answers the requests of each connection one after the other: no answer is made before the last was taken. */
export class RequestQueue {
  readonly #handle: Handle;
  readonly #waiting = new Map<Socket, Exchange[]>();
  #readAhead = 0;

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  add(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const waiting = this.#waiting.get(socket);
    if (waiting === undefined) {
      this.#waiting.set(socket, []);
      void this.#answerAll(socket, [request, response]);
      return;
    }
    waiting.push([request, response]);
    this.#readAhead++;
    if (waiting.length > MOST_READ_AHEAD || this.#readAhead > MOST_READ_AHEAD_IN_ALL) {
      socket.destroy();
    } else if (waiting.length + 1 >= MOST_UNANSWERED) {
      socket.pause();
    }
  }

  async #answerAll(socket: Socket, first: Exchange): Promise<void> {
    for (let next: Exchange | undefined = first; next !== undefined; ) {
      const [request, response]: Exchange = next;
      if (!socket.destroyed) await this.#handle(request, response).catch(() => socket.destroy());
      const waiting: Exchange[] = this.#waiting.get(socket) ?? [];
      next = waiting.shift();
      if (next !== undefined) this.#readAhead--;
      if (waiting.length + 1 < MOST_UNANSWERED && socket.isPaused()) socket.resume();
    }
    this.#waiting.delete(socket);
  }
}
