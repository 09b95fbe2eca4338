import { randomBytes } from "node:crypto";
import type { Egress6Error } from "@egress6/core/errors";
import { isConclusive, type Outcome } from "@egress6/core/observation/outcome";
import { reconcile } from "@egress6/core/observation/reconcile";
import type { ObserveNames, ObserveOptions, ObserveProgress } from "../ports.js";
import { Asker } from "./asker.js";
import { NameInProgress } from "./name-in-progress.js";
import { ProgressMeter } from "./progress-meter.js";
import type { Finding, Question, Round } from "./question.js";
import { Resolver } from "./resolver.js";
import { SendRate } from "./send-rate.js";
import { closedError, unreachableError } from "./unreachable.js";

const FIRST_ROUND: Round = { timeouts: [1000, 1500, 2250, 3375], pauseScale: 1 };
const PROBE_ROUND: Round = { timeouts: [1000, 1500, 2250], pauseScale: 1 };
const SECOND_ROUND_TIMEOUTS = [2000, 3000, 4000, 3000, 4000, 3000, 4000, 3000];
const SECOND_ROUND_FEWEST_TRIES = 3;
const SECOND_ROUND_PAUSE_SCALE = 3;
const MOST_IN_FLIGHT = { first: 500, second: 250 };
const SECOND_PASS_RATE = { share: 0.5, most: 1000 };
const PAUSE_BEFORE_SECOND_PASS_MS = 1000;
/** How often a contradiction is asked about again, by the end of each pass. */
const CONFLICT_ROUNDS = { first: 2, second: 4 };
const CONFLICT_PAUSE_MS = 200;
/** Questions left unknown by bad luck alone. */
const ACCEPTED_BAD_LUCK = 0.01;
const ROOT = "";
/** When resolvers that seem cut off have denied so many names, or fewer for so long, it is enough. */
const DENIED = { names: 1000, namesInTime: 50, timeMs: 4000 };
const PROGRESS_EVERY_MS = 250;

/**
 * `first`: every name is asked · `settling`: the weak answers of that are judged ·
 * `pausing` · `second`: what stayed unknown is asked again, slowly · `over`
 */
type Phase = "first" | "settling" | "pausing" | "second" | "over";

export const observeNames: ObserveNames = async (names, options, onResult) => {
  const { promise, resolve, reject } = promiseParts<ObserveProgress>();
  const observation = new Observation(names, options, {
    onResult,
    onEnd: resolve,
    onFault: reject,
  });
  await observation.start();
  return promise;
};

interface ObservationEvents {
  readonly onResult: Parameters<ObserveNames>[2];
  readonly onEnd: (progress: ObserveProgress) => void;
  readonly onFault: (fault: unknown) => void;
}

/** One run over a list of names. */
class Observation {
  private readonly names: readonly string[];
  private readonly options: ObserveOptions;
  private readonly events: ObservationEvents;
  private readonly resolvers: readonly Resolver[];
  private readonly rate: SendRate;
  private readonly asker: Asker;
  private readonly meter: ProgressMeter;
  private readonly onAbort = () => this.stop(this.knownUnreachable());

  private readonly startedAt = performance.now();
  private phase: Phase = "first";
  private nextName = 0;
  private halfAsked: NameInProgress | null = null;
  /** Kept only where somebody wants to be told of them. */
  private readonly unfinished: Set<NameInProgress> | null;
  private weak: NameInProgress[] = [];
  private parked: NameInProgress[] = [];
  private readonly askedAgain: Question[] = [];
  private nextAskedAgain = 0;
  private pause: NodeJS.Timeout | undefined;
  /** When the second pass will be over at the latest; null before it is known that there will be one. */
  private secondPassEndsAt: number | null = null;
  private nextProgressAt = 0;

  constructor(names: readonly string[], options: ObserveOptions, events: ObservationEvents) {
    this.names = names;
    this.options = options;
    this.events = events;
    this.unfinished = options.onUnfinished === undefined ? null : new Set();
    this.resolvers = options.resolvers.map((address) => new Resolver(address));
    this.rate = new SendRate(options.rate, this.startedAt);
    this.meter = new ProgressMeter(names.length, this.startedAt);
    this.asker = new Asker({
      resolvers: this.resolvers,
      rate: this.rate,
      mostInFlight: MOST_IN_FLIGHT.first,
      nextQuestion: () => (this.phase === "second" ? this.takeAskedAgain() : this.takeNew()),
      onEnded: (question) => this.onEnded(question),
      onIdle: () => this.onIdle(),
      onSoaInDoubt: (resolver, name) => {
        this.probeForSoa(resolver, name);
        this.probeRoot(resolver);
      },
      onTick: (tickAt) => this.onTick(tickAt),
      onDead: () => this.stop(unreachableError(this.resolvers)),
    });
  }

  async start(): Promise<void> {
    const { signal } = this.options;
    if (this.names.length === 0 || signal?.aborted) {
      this.stop();
      return;
    }
    signal?.addEventListener("abort", this.onAbort);
    await Promise.all(this.resolvers.map((resolver) => resolver.open(this.asker)));
    if (this.phase === "over") {
      for (const resolver of this.resolvers) resolver.close();
    } else if (this.resolvers.some((resolver) => resolver.isOpen)) {
      this.asker.start();
    } else {
      this.stop(unreachableError(this.resolvers));
    }
  }

  private stop(fault?: unknown): void {
    if (this.phase === "over") return;
    this.phase = "over";
    clearTimeout(this.pause);
    this.options.signal?.removeEventListener("abort", this.onAbort);
    this.asker.stop();
    const progress = this.progress();
    this.options.onProgress?.(progress);
    if (fault === undefined) {
      this.reportUnfinished();
      this.events.onEnd(progress);
    } else this.events.onFault(fault);
  }

  // What to ask

  private takeNew(): Question | null {
    const half = this.halfAsked;
    if (half !== null) {
      this.halfAsked = null;
      return half.aaaa;
    }
    const name = this.names[this.nextName];
    if (name === undefined || this.phase !== "first") return null;
    this.nextName += 1;
    const started = new NameInProgress(name);
    started.a.beginRound(FIRST_ROUND);
    started.aaaa.beginRound(FIRST_ROUND);
    this.halfAsked = started;
    this.unfinished?.add(started);
    return started.a;
  }

  private takeAskedAgain(): Question | null {
    return this.askedAgain[this.nextAskedAgain++] ?? null;
  }

  // What was found

  private onEnded(question: Question): void {
    const { observed } = question;
    if (observed.isProbe) {
      this.readProbe(question);
      return;
    }
    observed.open -= 1;
    if (observed.open === 0) this.decide(observed);
  }

  private decide(name: NameInProgress): void {
    const { a, aaaa } = name;
    if (a.finding === null || aaaa.finding === null) return;
    if (this.phase === "first" && (a.finding.isWeak || aaaa.finding.isWeak)) {
      this.weak.push(name);
      if (this.weak.length >= DENIED.names && this.areResolversClosed()) this.giveUpDenied();
      return;
    }
    const outcomes = reconcile(judged(a.finding), judged(aaaa.finding));
    const isSecond = this.phase === "second";
    if (outcomes.isConflict && this.askAboutConflict(name, isSecond)) return;
    const isKnown = isConclusive(outcomes.a.kind) && isConclusive(outcomes.aaaa.kind);
    if (isKnown || isSecond) this.finish(name, outcomes.a, outcomes.aaaa);
    else this.parked.push(name);
  }

  /** Asks again, elsewhere, whoever said that the name does not exist. */
  private askAboutConflict(name: NameInProgress, isSecond: boolean): boolean {
    const most = isSecond ? CONFLICT_ROUNDS.second : CONFLICT_ROUNDS.first;
    if (name.conflictRounds >= most) return false;
    name.conflictRounds += 1;
    for (const question of [name.a, name.aaaa]) {
      if (question.finding?.outcome.kind !== "nxdomain") continue;
      name.open += 1;
      question.beginRound(FIRST_ROUND);
      this.asker.askLater(question, CONFLICT_PAUSE_MS * name.conflictRounds);
    }
    return true;
  }

  /** Asks the resolver for a name that cannot exist, next to one it answered without SOA. */
  private probeForSoa(resolver: Resolver, name: string): void {
    const parent = name.split(".").slice(1);
    const missing = `egress6-${randomBytes(6).toString("hex")}`;
    this.probe(resolver, [missing, ...parent].join("."));
  }

  /** The root exists: a resolver that denies it is cut off from DNS. */
  private probeRoot(resolver: Resolver): void {
    this.probe(resolver, ROOT);
  }

  private probe(resolver: Resolver, name: string): void {
    const question = new NameInProgress(name, true).aaaa;
    question.beginRound(PROBE_ROUND);
    question.resolver = resolver;
    question.staysWithResolver = true;
    this.asker.askLater(question, 0);
  }

  private readProbe({ name, finding }: Question): void {
    if (finding === null) return;
    const { resolver, outcome } = finding;
    if (name === ROOT) resolver.deniesRoot = outcome.kind === "nxdomain";
    else if (outcome.kind === "nxdomain" || outcome.kind === "nodata") resolver.countMissingSoa();
  }

  private areResolversClosed(): boolean {
    return this.resolvers.every((resolver) => resolver.isClosed || !resolver.isOpen);
  }

  /** What cut-off resolvers deny is unknown, and to go on asking is of no use. */
  private giveUpDenied(): void {
    for (const name of this.weak.splice(0)) {
      const { a, aaaa } = name;
      if (a.finding !== null && aaaa.finding !== null) {
        this.finish(name, judged(a.finding), judged(aaaa.finding));
      }
    }
    this.stop(closedError(this.resolvers));
  }

  private finish(name: NameInProgress, a: Outcome, aaaa: Outcome): void {
    if (this.phase === "over") return;
    // Where nobody was ever heard, silence says nothing about a name.
    if (!this.resolvers.some(({ isHeard }) => isHeard)) {
      this.stop(unreachableError(this.resolvers));
      return;
    }
    this.asker.forget(name.a);
    this.asker.forget(name.aaaa);
    this.unfinished?.delete(name);
    this.meter.count(isConclusive(a.kind) && isConclusive(aaaa.kind));
    try {
      this.events.onResult({ name: name.name, a, aaaa });
    } catch (fault) {
      this.stop(fault);
    }
  }

  /** Whoever wants to know what was seen until the stop is told that all that came back were errors. */
  private knownUnreachable(): Egress6Error | undefined {
    const isKnown = this.resolvers.every(
      ({ isHeard, lastError }) => !isHeard && lastError !== null,
    );
    return this.unfinished !== null && isKnown ? unreachableError(this.resolvers) : undefined;
  }

  private reportUnfinished(): void {
    const now = performance.now();
    for (const { name, a, aaaa } of this.unfinished ?? []) {
      const [ofA, ofAaaa] = [a.soFar(now), aaaa.soFar(now)];
      if (ofA === null || ofAaaa === null) continue;
      const outcomes = reconcile(judgedEarly(ofA), judgedEarly(ofAaaa));
      this.options.onUnfinished?.({ name, a: outcomes.a, aaaa: outcomes.aaaa });
    }
  }

  // Passes

  private onIdle(): void {
    if (this.phase === "first" && this.weak.length > 0 && this.areResolversClosed()) {
      this.giveUpDenied();
    } else if (this.phase === "first") {
      this.phase = "settling";
      const weak = this.weak;
      this.weak = [];
      for (const name of weak) this.decide(name);
      this.asker.pump();
    } else if (this.phase === "settling" && this.parked.length > 0) {
      this.phase = "pausing";
      this.expectSecondPass(
        2 * this.parked.length,
        this.secondRound(),
        PAUSE_BEFORE_SECOND_PASS_MS,
      );
      this.pause = setTimeout(() => this.beginSecondPass(), PAUSE_BEFORE_SECOND_PASS_MS);
    } else if (this.phase === "settling" || this.phase === "second") {
      this.stop();
    }
  }

  private beginSecondPass(): void {
    this.phase = "second";
    this.asker.limitInFlight(MOST_IN_FLIGHT.second);
    this.rate.limitTo(Math.min(this.options.rate * SECOND_PASS_RATE.share, SECOND_PASS_RATE.most));
    const round = this.secondRound();
    for (const name of this.parked.splice(0)) this.askUnknownAgain(name, round);
    this.expectSecondPass(this.askedAgain.length, round, 0);
    this.asker.pump();
  }

  /** Every try may end in silence, so many at a time, or as fast as the rate allows. */
  private expectSecondPass(questions: number, { timeouts }: Round, pauseMs: number): void {
    const silenceMs = timeouts.reduce((sum, timeout) => sum + timeout, 0);
    const waitingMs = silenceMs * (1 + questions / MOST_IN_FLIGHT.second);
    const rate = Math.min(this.options.rate * SECOND_PASS_RATE.share, SECOND_PASS_RATE.most);
    const sendingMs = (1000 * questions * timeouts.length) / rate;
    this.secondPassEndsAt = performance.now() + pauseMs + waitingMs + sendingMs;
  }

  private askUnknownAgain(name: NameInProgress, round: Round): void {
    const { a, aaaa } = name;
    if (a.finding === null || aaaa.finding === null) return;
    const outcomes = reconcile(judged(a.finding), judged(aaaa.finding));
    // An NXDOMAIN that the other type could not confirm deserves a second look as well.
    const isA = isDoubtful(outcomes.a, outcomes.aaaa);
    const isAaaa = isDoubtful(outcomes.aaaa, outcomes.a);
    if (!isA && !isAaaa) this.decide(name);
    for (const question of [...(isA ? [a] : []), ...(isAaaa ? [aaaa] : [])]) {
      name.open += 1;
      question.beginRound(round);
      this.askedAgain.push(question);
    }
  }

  /** The more tries fail, the more there are: bad luck alone leaves next to nothing unknown. */
  private secondRound(): Round {
    let tries = SECOND_ROUND_FEWEST_TRIES;
    const failureShare = this.asker.failureShare;
    const questions = 2 * this.names.length;
    while (
      tries < SECOND_ROUND_TIMEOUTS.length &&
      questions * failureShare ** (FIRST_ROUND.timeouts.length + tries) > ACCEPTED_BAD_LUCK
    ) {
      tries += 1;
    }
    const timeouts = SECOND_ROUND_TIMEOUTS.slice(0, tries);
    return { timeouts, pauseScale: SECOND_ROUND_PAUSE_SCALE };
  }

  private onTick(now: number): void {
    this.reportProgress(now);
    const isEnough =
      this.weak.length >= DENIED.namesInTime && now - this.startedAt >= DENIED.timeMs;
    if (isEnough && this.areResolversClosed()) this.giveUpDenied();
  }

  // Progress

  private reportProgress(now: number): void {
    if (now < this.nextProgressAt) return;
    this.nextProgressAt = now + PROGRESS_EVERY_MS;
    this.meter.sample(now);
    this.options.onProgress?.(this.progress());
  }

  private progress(): ObserveProgress {
    const endsAt = this.secondPassEndsAt;
    const askingAgainMs = endsAt === null ? null : endsAt - performance.now();
    return this.meter.read(this.asker.queriesSent, this.parked.length, askingAgainMs);
  }
}

/**
 * A weak NODATA does not hold once its resolver is known to send SOA records with negative answers,
 * and nothing weak holds that comes from a resolver cut off from DNS.
 */
function judged({ outcome, resolver, isWeak }: Finding): Outcome {
  const isRefuted =
    isWeak && (resolver.isClosed || (outcome.kind === "nodata" && resolver.soaHabit === "sends"));
  return isRefuted ? { ...outcome, kind: "incomplete" } : outcome;
}

/** Before all is known of the resolver, nothing weak holds. */
function judgedEarly({ outcome, isWeak }: Finding): Outcome {
  return isWeak ? { ...outcome, kind: "incomplete" } : outcome;
}

function isDoubtful(outcome: Outcome, other: Outcome): boolean {
  if (!isConclusive(outcome.kind)) return true;
  return outcome.kind === "nxdomain" && !isConclusive(other.kind);
}

function promiseParts<Value>() {
  let resolve: (value: Value) => void = () => {};
  let reject: (fault: unknown) => void = () => {};
  const promise = new Promise<Value>((onValue, onFault) => {
    resolve = onValue;
    reject = onFault;
  });
  return { promise, resolve, reject };
}
