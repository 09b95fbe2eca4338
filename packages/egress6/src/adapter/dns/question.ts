import type { Failure } from "@egress6/core/observation/classify-answer";
import { dominantFailure } from "@egress6/core/observation/dominant-failure";
import type { Outcome } from "@egress6/core/observation/outcome";
import type { Resolver, UdpChannel } from "./resolver.js";
import type { TcpExchange } from "./tcp-pool.js";
import { WaitingNode } from "./waiting-list.js";
import type { QuestionType } from "./wire/question.js";

/**
 * `idle`: not being asked · `ready`: to be sent as soon as rate and room allow ·
 * `backing-off`: to be sent later · `in-flight`: sent, waiting for the answer
 */
export type QuestionState = "idle" | "ready" | "backing-off" | "in-flight";

/** A query that timed out. Its answer may still come, and is as good as any. */
export interface EarlierQuery {
  readonly channel: UdpChannel<Question>;
  readonly id: number;
  readonly sentAt: number;
  readonly epoch: number;
  isJudged: boolean;
}

/** How patiently a question is asked. */
export interface Round {
  /** One try for each, in milliseconds. */
  readonly timeouts: readonly number[];
  /** Stretches the pauses after answers that report trouble. */
  readonly pauseScale: number;
}

const NONE: readonly never[] = [];
const NOT_BEGUN: Round = { timeouts: NONE, pauseScale: 1 };

/** How a question ended, so far. */
export interface QuestionEnd {
  readonly outcome: Outcome;
  readonly resolver: Resolver<Question>;
  /** A "no" without SOA: holds only if this resolver never sends one. */
  readonly isBare: boolean;
  /** Such a one of a resolver of which too little is known. */
  readonly isWeak: boolean;
}

type EndingProof = Pick<QuestionEnd, "isBare" | "isWeak">;
/** What a question is about; whoever asked knows what else it is. */
export interface Asked {
  readonly name: string;
}

type Ending = Pick<Outcome, "kind" | "reason" | "addresses" | "cname">;

/**
 * One (name, type) on its way to an outcome.
 * A question is asked in rounds of several tries; a try is one query and its answer or time-out.
 */
export class Question extends WaitingNode {
  readonly observed: Asked;
  readonly name: string;
  readonly type: QuestionType;
  state: QuestionState = "idle";
  finding: QuestionEnd | null = null;

  /** The name asked for now: the end of the CNAME chain followed so far. */
  target: string;
  /** The chain up to `target`. */
  followed: readonly string[] = NONE;
  /** A chain whose end could not be established. */
  brokenChain: readonly string[] = NONE;

  /** Queries sent, over all rounds. */
  attempts = 0;
  failures: readonly Failure[] = NONE;
  /** What came last that shows itself to be no fact. */
  noFact: Pick<Outcome, "reason" | "addresses"> | null = null;
  weakNodata = 0;
  weakNxdomain = 0;
  nodataAtChainEnd = 0;
  firstSentAt = 0;

  round: Round = NOT_BEGUN;
  /** Of this round. */
  failedTries = 0;
  hasEdns = true;
  /** Asked with the CD bit, so that a validating DNS64 synthesizes nothing. */
  isCheckingDisabled = false;
  /** What DNS64 had synthesized before it was asked not to. */
  synthesized: QuestionEnd | null = null;
  /** The addresses in that. */
  synthesizedAddresses: readonly string[] = NONE;
  timesSynthesized = 0;
  /** The resolver asked last; to be asked again when `staysWithResolver`. */
  resolver: Resolver<Question> | null = null;
  staysWithResolver = false;
  /** Whom alone it may be asked of. */
  onlyResolver: Resolver<Question> | null = null;
  /** Of a control that shows what TCP leads to. */
  isOverTcp = false;
  needsTcp = false;

  /** The query in flight. */
  channel: UdpChannel<Question> | null = null;
  tcp: TcpExchange | null = null;
  id = 0;
  sentAt = 0;
  epoch = 0;
  /** Something with the right id came that cannot be read: perhaps the answer, perhaps a forgery. */
  gotJunk = false;
  earlier: EarlierQuery[] | null = null;

  constructor(observed: Asked, type: QuestionType) {
    super();
    this.observed = observed;
    this.name = observed.name;
    this.type = type;
    this.target = observed.name;
  }
  beginRound(round: Round): void {
    this.round = round;
    this.failedTries = 0;
    this.needsTcp = this.isOverTcp;
    this.startOver();
  }

  /** Forgets the CNAMEs followed so far. */
  startOver(): void {
    if (this.followed.length > 0) this.brokenChain = this.followed;
    this.target = this.name;
    this.followed = NONE;
  }

  end(
    ending: Ending,
    resolver: Resolver<Question>,
    ms: number,
    { isBare, isWeak }: EndingProof,
  ): void {
    const { kind, reason, addresses, cname } = ending;
    const { attempts } = this;
    // There are very many of these, and copies of objects are slow.
    const { text, voice } = resolver;
    const common = { kind, addresses, cname, attempts, resolver: text, voice, ms: rounded(ms) };
    const outcome: Outcome = reason === undefined ? common : { ...common, reason };
    this.finding = { outcome, resolver, isBare, isWeak };
  }

  /** How it would end if nothing more came; null when it was never sent. */
  soFar(now: number): QuestionEnd | null {
    if (this.finding !== null) return this.finding;
    const { resolver, attempts, failures, firstSentAt } = this;
    if (resolver === null || attempts === 0) return null;
    const kind = dominantFailure(failures);
    const ms = rounded(now - firstSentAt);
    const { text, voice } = resolver;
    const outcome = { kind, addresses: NONE, cname: NONE, attempts, resolver: text, voice, ms };
    return { outcome, resolver, isBare: false, isWeak: false };
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
