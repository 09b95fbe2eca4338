import type { Question } from "./question.js";
import type { Resolver, UdpChannel } from "./resolver.js";
import { encodeQuery, LONGEST_QUERY } from "./wire/question.js";

/** The kernel may read a packet a little after `send` returned: so many are kept until reused. */
const BUFFERS = 1024;

/** Sends questions over UDP, without a new buffer for each. */
export class UdpSender {
  private readonly buffer = Buffer.allocUnsafeSlow(BUFFERS * LONGEST_QUERY);
  private next = 0;

  send(question: Question, resolver: Resolver<Question>): void {
    const channel = resolver.pickChannel();
    if (channel === null) return;
    const id = channel.queries.enter(question, (other, otherId) =>
      isQueryOf(other, channel, otherId),
    );
    question.channel = channel;
    question.id = id;
    this.next = (this.next + 1) % BUFFERS;
    const start = this.next * LONGEST_QUERY;
    const { target, type, hasEdns, isCheckingDisabled } = question;
    const end = encodeQuery(this.buffer, start, id, target, type, hasEdns, isCheckingDisabled);
    channel.socket.send(this.buffer, start, end - start);
  }
}

/** Whether the question waits for the answer to the query with this id on this channel. */
export function isQueryOf(question: Question, channel: UdpChannel<Question>, id: number): boolean {
  return question.channel === channel && question.id === id;
}
