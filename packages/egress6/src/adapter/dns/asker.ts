import {
  type AnswerReading,
  classifyAnswer,
  type Failure,
  type NegativeProof,
} from "@egress6/core/observation/classify-answer";
import { dominantFailure } from "@egress6/core/observation/dominant-failure";
import type { DnsMessage } from "@egress6/core/observation/message";
import { randomQueryId } from "./query-ids.js";
import type { EarlierQuery, Question } from "./question.js";
import type { ChannelListener, Resolver, UdpChannel } from "./resolver.js";
import { ResolverChoice } from "./resolver-choice.js";
import type { SendRate } from "./send-rate.js";
import { SilenceWatch } from "./silence-watch.js";
import { type Conclusion, stepAfter } from "./step-after.js";
import type { TcpExchange } from "./tcp-pool.js";
import { isQueryOf, UdpSender } from "./udp-sender.js";
import { TimerWheel, WaitingList } from "./waiting-list.js";
import { encodeQuery, LONGEST_QUERY, queryId } from "./wire/question.js";
import { readResponse } from "./wire/read-response.js";

const TICK_MS = 10;
/** A tick this late means that the process stood still: answers may lie unread in the sockets. */
const STALL_MS = 100;
const LONGEST_CHAIN = 16;
const TCP_SHORTEST_TIMEOUT_MS = 2000;
/** Mean pause after the first failed try of a round; it doubles with each further one. */
const PAUSE_MS = { overloaded: 150, unusable: 50 };
const LONGEST_PAUSE_MS = 3000;

const NO_NAMES: readonly string[] = [];
const NO_QUERIES: readonly EarlierQuery[] = [];

export interface AskerOptions {
  readonly resolvers: readonly Resolver<Question>[];
  readonly rate: SendRate;
  readonly mostInFlight: number;
  /** A question that has begun its round, taken when there is room to send it; null for none. */
  readonly nextQuestion: () => Question | null;
  /** The round of the question is over: it has a finding. */
  readonly onEnded: (question: Question) => void;
  /** No question is under way and there is no next one. */
  readonly onIdle: () => void;
  readonly onTick: (now: number) => void;
  /** No resolver answers, or none does any more. */
  readonly onDead: () => void;
}

/** Where an answer came from. */
interface Origin {
  readonly resolver: Resolver<Question>;
  readonly ms: number;
  /** False for the answer to a query that timed out already. */
  readonly isCurrent: boolean;
}

/** Sends questions, matches answers to them and retries, until the round of each is over. */
export class Asker implements ChannelListener<Question> {
  private readonly options: AskerOptions;
  private readonly resolvers: readonly Resolver<Question>[];
  private readonly rate: SendRate;
  private readonly choice: ResolverChoice;
  private readonly silence: SilenceWatch;
  private readonly udp = new UdpSender();
  private readonly ready = new WaitingList<Question>();
  private readonly wheel = new TimerWheel<Question>(performance.now());
  private readonly onDue = (question: Question) => this.endWait(question);

  private interval: NodeJS.Timeout | null = null;
  private lastTickAt = 0;
  private hasSkippedTick = false;
  private isPumping = false;
  private mostInFlight: number;
  private inFlight = 0;
  /** Questions whose round has begun and is not over. */
  private underWay = 0;

  /** Questions that were settled, and the failed tries that took. */
  private settled = 0;
  private failedBeforeSettled = 0;

  queriesSent = 0;

  constructor(options: AskerOptions) {
    this.options = options;
    this.resolvers = options.resolvers;
    this.rate = options.rate;
    this.mostInFlight = options.mostInFlight;
    this.choice = new ResolverChoice(options.resolvers);
    this.silence = new SilenceWatch(options.resolvers);
  }

  start(): void {
    this.lastTickAt = performance.now();
    this.interval = setInterval(() => this.tick(performance.now()), TICK_MS);
    this.pump();
  }

  stop(): void {
    if (this.interval !== null) clearInterval(this.interval);
    this.interval = null;
    for (const resolver of this.resolvers) resolver.close();
  }

  limitInFlight(most: number): void {
    this.mostInFlight = Math.min(this.mostInFlight, most);
  }

  /** Chance of one try to fail although the question can be answered. */
  get failureShare(): number {
    const tries = this.settled + this.failedBeforeSettled;
    return tries === 0 ? 0 : this.failedBeforeSettled / tries;
  }

  /** Asks a question that has begun its round, before all that wait. */
  askNow(question: Question): void {
    this.underWay += 1;
    this.makeReady(question);
  }

  /** Asks a question that has begun its round, after a pause. */
  askLater(question: Question, pauseMs: number): void {
    this.underWay += 1;
    this.backOff(question, pauseMs);
  }

  /** Answers to queries of this question that timed out are no longer wanted. */
  forget(question: Question): void {
    if (question.earlier === null) return;
    for (const { channel, id } of question.earlier) {
      channel.queries.remove(id, question);
    }
    question.earlier = null;
  }

  /** Sends what rate and room allow. */
  pump(now = performance.now()): void {
    if (this.isPumping || this.interval === null) return;
    this.isPumping = true;
    let isExhausted = false;
    while (!isExhausted && this.inFlight < this.mostInFlight && this.rate.hasToken(now)) {
      const question = this.ready.takeFirst() ?? this.takeNew();
      if (question === null) isExhausted = true;
      else this.send(question, now);
    }
    this.isPumping = false;
    if (isExhausted && this.underWay === 0) this.options.onIdle();
  }

  private takeNew(): Question | null {
    const question = this.options.nextQuestion();
    if (question !== null) this.underWay += 1;
    return question;
  }

  private tick(now: number): void {
    const isLate = now - this.lastTickAt > STALL_MS;
    this.lastTickAt = now;
    if (isLate && !this.hasSkippedTick) {
      this.hasSkippedTick = true;
      this.silence.startOver(now);
      return;
    }
    this.hasSkippedTick = false;
    this.wheel.advance(now, this.onDue);
    this.rate.adapt(now);
    this.options.onTick(now);
    if (this.silence.isDead(now)) this.options.onDead();
    else this.pump();
  }

  // Sending

  private send(question: Question, now: number): void {
    const resolver = this.choice.choose(question, now);
    const timeoutMs = question.round.timeouts[question.failedTries] ?? 0;
    if (question.attempts === 0) question.firstSentAt = now;
    question.attempts += 1;
    question.resolver = resolver;
    question.staysWithResolver = false;
    question.gotJunk = false;
    question.sentAt = now;
    question.epoch = this.rate.epoch;
    question.state = "in-flight";
    this.inFlight += 1;
    this.queriesSent += 1;
    this.rate.spend();
    this.silence.sent(now);
    if (question.needsTcp) {
      this.wheel.add(question, now + Math.max(TCP_SHORTEST_TIMEOUT_MS, 2 * timeoutMs));
      this.sendTcp(question, resolver);
    } else {
      this.wheel.add(question, now + timeoutMs);
      this.udp.send(question, resolver);
    }
  }

  private sendTcp(question: Question, resolver: Resolver<Question>): void {
    const { target, type, hasEdns, isCheckingDisabled } = question;
    const id = randomQueryId();
    const packet = Buffer.alloc(LONGEST_QUERY);
    const end = encodeQuery(packet, 0, id, target, type, hasEdns, isCheckingDisabled);
    const exchange: TcpExchange = {
      query: packet.subarray(0, end),
      onMessage: (message) => this.onTcpMessage(question, id, message),
      onFailure: () => {
        question.tcp = null;
        this.fail(question, "incomplete", performance.now());
        this.pump();
      },
    };
    question.tcp = exchange;
    resolver.tcp.ask(exchange);
  }

  // Receiving

  onPacket(channel: UdpChannel<Question>, packet: Uint8Array): void {
    this.hear(channel.resolver);
    const id = queryId(packet);
    const question = channel.queries.get(id);
    if (question === undefined) return;
    const isCurrent = isQueryOf(question, channel, id);
    const response = readResponse(packet, question.target, question.type);
    if (response === "foreign") return;
    if (response === "unreadable") {
      question.gotJunk ||= isCurrent;
      return;
    }
    const now = performance.now();
    const sentAt = this.takeQuery(question, channel, id, isCurrent);
    const origin: Origin = { resolver: channel.resolver, ms: now - sentAt, isCurrent };
    if (response === "truncated") this.askOverTcp(question, channel.resolver);
    else this.read(question, response, origin, now);
    this.pump(now);
  }

  onChannelError(channel: UdpChannel<Question>, error: NodeJS.ErrnoException): void {
    const now = performance.now();
    const { resolver } = channel;
    resolver.lastError = error;
    for (const [id, question] of [...channel.queries.entries()]) {
      if (!isQueryOf(question, channel, id)) continue;
      channel.queries.remove(id, question);
      question.channel = null;
      resolver.failed();
      this.fail(question, "timeout", now, PAUSE_MS.overloaded);
    }
    this.pump();
  }

  /** @returns whether it was the answer */
  private onTcpMessage(question: Question, id: number, packet: Uint8Array): boolean {
    const { resolver } = question;
    if (resolver === null || queryId(packet) !== id) return false;
    this.hear(resolver);
    const response = readResponse(packet, question.target, question.type);
    if (response === "foreign") return false;
    question.tcp = null;
    if (!question.isOverTcp) resolver.hasToldOverTcp = true;
    const now = performance.now();
    const message = typeof response === "string" ? "malformed" : response;
    this.read(question, message, { resolver, ms: now - question.sentAt, isCurrent: true }, now);
    this.pump(now);
    return true;
  }

  private hear(resolver: Resolver<Question>): void {
    resolver.heard();
    this.silence.heard();
  }

  /** A query has its answer: its id is free again, and earlier ones still without answer were lost. */
  private takeQuery(
    question: Question,
    channel: UdpChannel<Question>,
    id: number,
    isCurrent: boolean,
  ): number {
    channel.queries.remove(id, question);
    let answered: { readonly sentAt: number; readonly epoch: number } = question;
    if (isCurrent) question.channel = null;
    for (const query of question.earlier ?? NO_QUERIES) {
      if (query.channel === channel && query.id === id) answered = query;
      else if (!query.isJudged) this.rate.countLost(query.epoch);
      query.isJudged = true;
    }
    this.rate.countAnswered(answered.epoch);
    return answered.sentAt;
  }

  private read(
    question: Question,
    message: DnsMessage | "malformed",
    origin: Origin,
    now: number,
  ): void {
    const { resolver, isCurrent } = origin;
    if (message === "malformed") {
      if (isCurrent) this.fail(question, "malformed", now);
      return;
    }
    const reading = classifyAnswer(message, question.target, question.type);
    if ("proof" in reading) learnAboutSoa(reading.proof, resolver);
    else if (reading.kind === "answer") resolver.hasShownKnowledge = true;
    if (!isCurrent && !isLateButValid(reading)) return;
    const step = stepAfter(reading, question, resolver);
    switch (step.step) {
      case "conclude":
        this.conclude(question, step, origin);
        return;
      case "follow":
        this.follow(question, step.cname, origin, now);
        return;
      case "ask-without-edns":
        question.hasEdns = false;
        this.askAgainAt(question, resolver);
        return;
      case "fail":
        if (step.reason !== undefined) {
          question.noFact = { reason: step.reason, addresses: step.addresses ?? NO_NAMES };
        }
        this.fail(question, step.failure, now);
    }
  }

  /** Asks for the end of a CNAME chain that left what the resolver told. */
  private follow(
    question: Question,
    cname: readonly string[],
    { resolver, isCurrent }: Origin,
    now: number,
  ): void {
    if (question.state === "idle") return;
    const followed = [...question.followed, ...cname];
    const target = followed.at(-1) ?? question.name;
    const isLoop = followed.includes(question.name) || new Set(followed).size < followed.length;
    if (isLoop || followed.length > LONGEST_CHAIN) {
      if (isCurrent) this.fail(question, "incomplete", now);
      return;
    }
    this.withdraw(question);
    this.forget(question);
    question.followed = followed;
    question.target = target;
    question.needsTcp = question.isOverTcp;
    this.askAgainAt(question, resolver);
  }

  private askOverTcp(question: Question, resolver: Resolver<Question>): void {
    if (question.state === "idle" || question.tcp !== null) return;
    question.needsTcp = true;
    this.askAgainAt(question, resolver);
  }

  // Where a question stands

  private askAgainAt(question: Question, resolver: Resolver<Question>): void {
    this.withdraw(question);
    question.resolver = resolver;
    question.staysWithResolver = true;
    this.makeReady(question);
  }

  private makeReady(question: Question): void {
    question.state = "ready";
    this.ready.add(question);
  }

  private backOff(question: Question, pauseMs: number): void {
    question.state = "backing-off";
    this.wheel.add(question, performance.now() + pauseMs);
  }

  /** From wherever it waits; a query in flight may still be answered. */
  private withdraw(question: Question): void {
    question.stopWaiting();
    if (question.state === "in-flight") this.inFlight -= 1;
    question.state = "idle";
    if (question.tcp !== null) question.resolver?.tcp.cancel(question.tcp);
    question.tcp = null;
    if (question.channel === null) return;
    const { channel, id, sentAt, epoch } = question;
    question.earlier ??= [];
    question.earlier.push({ channel, id, sentAt, epoch, isJudged: false });
    question.channel = null;
  }

  /** A pause or a time-out is over. */
  private endWait(question: Question): void {
    if (question.state !== "in-flight") {
      this.makeReady(question);
      return;
    }
    const isTcp = question.tcp !== null;
    if (!isTcp) question.resolver?.failed();
    const failure = isTcp ? "incomplete" : question.gotJunk ? "malformed" : "timeout";
    this.fail(question, failure, performance.now());
  }

  /** @param pauseMs mean pause before the next try; doubled for each failed one before */
  private fail(
    question: Question,
    failure: Failure,
    now: number,
    pauseMs: number = pauseAfter(failure),
  ): void {
    this.withdraw(question);
    const isInChain = question.followed.length > 0;
    question.failures = [...question.failures, isInChain ? "incomplete" : failure];
    question.failedTries += 1;
    question.needsTcp = question.isOverTcp;
    question.startOver();
    if (question.failedTries >= question.round.timeouts.length) {
      this.giveUp(question, now);
    } else if (pauseMs === 0) {
      this.makeReady(question);
    } else {
      const jitter = 0.5 + Math.random();
      const growth = 2 ** (question.failedTries - 1) * question.round.pauseScale;
      this.backOff(question, Math.min(LONGEST_PAUSE_MS, pauseMs * growth * jitter));
    }
  }

  private giveUp(question: Question, now: number): void {
    const { resolver, brokenChain, failures, firstSentAt, sentAt, noFact } = question;
    if (resolver === null) throw new Error("a question failed before it was sent");
    const kind = dominantFailure(failures);
    const ms = now - (kind === "timeout" ? firstSentAt : sentAt);
    const cname = kind === "incomplete" ? brokenChain : NO_NAMES;
    const came = kind === "incomplete" && noFact !== null ? noFact : { addresses: NO_NAMES };
    question.end({ kind, cname, ...came }, resolver, ms, { isBare: false, isWeak: false });
    this.endRound(question);
  }

  private conclude(question: Question, conclusion: Conclusion, { resolver, ms }: Origin): void {
    const { kind, addresses, cname, strength, proof } = conclusion;
    const isUnderWay = question.state !== "idle";
    const { followed } = question;
    const chain = followed.length === 0 ? cname : [...followed, ...cname];
    if (strength === "proven") {
      this.settled += 1;
      this.failedBeforeSettled += question.failures.length;
    }
    this.withdraw(question);
    this.forget(question);
    const end = { isBare: proof === "none", isWeak: strength === "weak" };
    question.end({ kind, addresses, cname: chain }, resolver, ms, end);
    if (isUnderWay) this.endRound(question);
  }

  private endRound(question: Question): void {
    this.underWay -= 1;
    this.options.onEnded(question);
  }
}

function learnAboutSoa(proof: NegativeProof, resolver: Resolver<Question>): void {
  if (proof === "none") return;
  resolver.hasShownKnowledge = true;
  resolver.countSoa();
}

function pauseAfter(failure: Failure): number {
  if (failure === "timeout") return 0;
  const isOverloaded = failure === "servfail" || failure === "refused";
  return isOverloaded ? PAUSE_MS.overloaded : PAUSE_MS.unusable;
}

/** After its query timed out, only an answer that settles something, or leads on, is of use. */
function isLateButValid(reading: AnswerReading): boolean {
  if (reading.kind === "answer" || reading.kind === "follow") return true;
  return "proof" in reading && reading.proof !== "none";
}
