import { addressKind } from "@egress6/core/address/address-kind";
import { type Nat64Prefix, nat64PrefixEmbedding } from "@egress6/core/address/nat64";
import { apexOf } from "@egress6/core/endpoint/apexes";
import type { Egress6Error } from "@egress6/core/errors";
import {
  isConclusive,
  type NameObservation,
  type Outcome,
} from "@egress6/core/observation/outcome";
import { type ReconciledOutcomes, reconcile } from "@egress6/core/observation/reconcile";
import { type Testimony, testify } from "@egress6/core/observation/testify";
import type { Witness } from "@egress6/core/observation/witness";
import type { ObserveNames, ObserveOptions, ObserveProgress, ObserveResult } from "../../ports.js";
import { Asker } from "./asker.js";
import { ControlInProgress, NameInProgress } from "./name-in-progress.js";
import { ProgressMeter } from "./progress-meter.js";
import type { Question, QuestionEnd, Round } from "./question.js";
import { NOT_VETTED, Resolver } from "./resolver.js";
import { ResolverCheck } from "./resolver-check.js";
import { SendRate } from "./send-rate.js";
import { closedError, unreachableError } from "./unreachable.js";

const FIRST_ROUND: Round = { timeouts: [1000, 1500, 2250, 3375], pauseScale: 1 };
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
/**
 * A resolver may begin to lie at any time: so often it is asked again what it was asked first. Until then the
 * answers are kept, of which there can be ten thousand in a second.
 */
const CHECK_EVERY = { names: 1000, ms: 1000, share: 0.2 };
/** Of which the zones are looked at before anything was answered. */
const FIRST_NAMES = 200;
/** Equal answers that are needed to say that DNS64 makes a name's AAAA up whatever it is asked. */
const SYNTHESIZED_REPEATS = 3;
/** When resolvers that seem cut off have denied so many names, or fewer for so long, it is enough. */
const DENIED = { names: 1000, namesInTime: 50, timeMs: 4000 };
const PROGRESS_EVERY_MS = 250;

/**
 * `first`: every name is asked · `settling`: the weak answers of that are judged ·
 * `pausing` · `second`: what stayed unknown is asked again, slowly · `over`
 */
type Phase = "first" | "settling" | "pausing" | "second" | "over";

export const observeNames: ObserveNames = async (names, options, onResult) => {
  const { promise, resolve, reject } = promiseParts<ObserveResult>();
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
  readonly onEnd: (result: ObserveResult) => void;
  readonly onFault: (fault: unknown) => void;
}

/** One run over a list of names. */
class Observation {
  private readonly names: readonly string[];
  private readonly options: ObserveOptions;
  private readonly events: ObservationEvents;
  private readonly resolvers: readonly Resolver<Question>[];
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
  /** Both answers are there; their resolvers have not been checked since. */
  private unchecked: NameInProgress[] = [];
  private check: ResolverCheck | null = null;
  private checkedAt = 0;
  /** Until the next check; longer where controls would take more than their share of a low rate. */
  private pauseMs = CHECK_EVERY.ms;
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
    this.resolvers = options.resolvers.map((address) => new Resolver<Question>(address));
    this.rate = new SendRate(options.rate, this.startedAt);
    this.meter = new ProgressMeter(names.length, this.startedAt);
    this.asker = new Asker({
      resolvers: this.resolvers,
      rate: this.rate,
      mostInFlight: MOST_IN_FLIGHT.first,
      nextQuestion: () => (this.phase === "second" ? this.takeAskedAgain() : this.takeNew()),
      onEnded: (question) => this.onEnded(question),
      onIdle: () => this.onIdle(),
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
      this.beginCheck();
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
    this.check?.vet();
    const progress = this.progress();
    this.options.onProgress?.(progress);
    if (fault === undefined) {
      this.reportUnfinished();
      this.events.onEnd({ ...progress, witnesses: this.witnesses() });
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
    if (observed instanceof ControlInProgress) {
      if (this.check?.take(observed) === true) this.endCheck(this.check);
      return;
    }
    if (!(observed instanceof NameInProgress)) throw new Error("nobody asked that question");
    observed.open -= 1;
    if (observed.open > 0) return;
    this.learnFrom(observed);
    this.unchecked.push(observed);
    if (this.unchecked.length >= CHECK_EVERY.names && this.check === null) this.beginCheck();
  }

  /** What the answers of a name of AWS tell about who gave them. */
  private learnFrom({ name, a, aaaa }: NameInProgress): void {
    const zone = apexOf(name);
    if (zone === null || a.finding === null || aaaa.finding === null) return;
    const findings = [
      ["A", a.finding],
      ["AAAA", aaaa.finding],
    ] as const;
    for (const [type, { resolver, outcome }] of findings) {
      resolver.countAwsName(name, zone, type, outcome.kind);
    }
    const prefix = sharedPrefix(aaaa.finding.outcome.addresses, a.finding.outcome.addresses);
    if (prefix !== null) aaaa.finding.resolver.learnPrefix(prefix);
  }

  // What it is worth

  /** Asks every resolver what is known; the answers that came before are decided once that is answered. */
  private beginCheck(): void {
    const batch = this.unchecked;
    this.unchecked = [];
    const resolvers = this.resolvers.filter((resolver) => resolver.isOpen);
    const isFirst = this.nextName === 0;
    const zones = zonesOf(
      isFirst ? this.names.slice(0, FIRST_NAMES) : batch.map(({ name }) => name),
    );
    this.check = new ResolverCheck(resolvers, zones, batch);
    let controls = 0;
    for (const question of this.check.questions()) {
      this.asker.askNow(question);
      controls += 1;
    }
    this.pauseMs = Math.max(
      CHECK_EVERY.ms,
      (1000 * controls) / (CHECK_EVERY.share * this.options.rate),
    );
    this.asker.pump();
  }

  private endCheck(check: ResolverCheck): void {
    check.vet();
    this.check = null;
    if (this.options.onWitness !== undefined) this.witnesses().forEach(this.options.onWitness);
    this.checkedAt = performance.now();
    if (this.options.stopWhenAllLie && this.doAllLie()) {
      this.stop();
      return;
    }
    for (const name of check.batch) this.decide(name);
  }

  private doAllLie(): boolean {
    const heard = this.resolvers.filter(({ isHeard }) => isHeard);
    return heard.length > 0 && heard.every(({ lies }) => lies);
  }

  private witnesses(): readonly Witness[] {
    return this.resolvers.map((resolver) => resolver.witness(this.isTrusting));
  }

  private get isTrusting(): boolean {
    return this.options.trustResolver === true;
  }

  /** What the two findings come to, by what is known of the resolvers now. */
  private outcomesOf(
    { name, aaaa: { synthesizedAddresses } }: NameInProgress,
    a: QuestionEnd,
    aaaa: QuestionEnd,
    judge: (finding: QuestionEnd, name: string) => Outcome,
  ): ReconciledOutcomes {
    const said: NameObservation = { name, a: judge(a, name), aaaa: judge(aaaa, name) };
    const worth = testify(said, this.testimonyOf(a.resolver), this.testimonyOf(aaaa.resolver));
    return reconcile(worth.a, withSynthesized(worth.aaaa, synthesizedAddresses));
  }

  private testimonyOf({ vetting }: Resolver<Question>): Testimony {
    return { vetting: vetting ?? NOT_VETTED, isTrusted: this.isTrusting };
  }

  private decide(name: NameInProgress): void {
    const { a, aaaa } = name;
    if (a.finding === null || aaaa.finding === null) return;
    const isUnsure = mayBeRefuted(a.finding, name.name) || mayBeRefuted(aaaa.finding, name.name);
    if (this.phase === "first" && isUnsure) {
      this.weak.push(name);
      if (this.weak.length >= DENIED.names && this.areResolversClosed()) this.giveUpDenied();
      return;
    }
    const outcomes = this.outcomesOf(name, a.finding, aaaa.finding, judged);
    const isSecond = this.phase === "second";
    if (outcomes.isConflict && this.askAboutConflict(name, isSecond)) return;
    if (this.askWithoutDns64(aaaa, outcomes.aaaa)) return;
    const isOver = this.isSettled(outcomes.a) && this.isSettled(outcomes.aaaa);
    if (isOver || isSecond) this.finish(name, outcomes.a, outcomes.aaaa);
    else this.parked.push(name);
  }

  /** Whether asking again could not change it: it is a fact, or no fact in the mouth of every resolver. */
  private isSettled({ kind, reason, resolver: said }: Outcome): boolean {
    if (isConclusive(kind)) return true;
    // A liar may have been caught by one packet, and pass the next check.
    if (reason === undefined || reason === "filtered" || reason === "stale") return false;
    const others = this.resolvers.filter(({ text }) => text !== said);
    if (others.some((other) => other.isOpen && !other.lies)) return false;
    return reason !== "unvetted" || !this.resolvers.some(({ wasVetted }) => wasVetted);
  }

  /**
   * DNS64 makes AAAA up for names without, and for names whose AAAA failed (RFC 6147, section 5.1). A resolver
   * that is asked not to may say which it is.
   */
  private askWithoutDns64(aaaa: Question, outcome: Outcome): boolean {
    const { finding, observed } = aaaa;
    if (finding === null || !(observed instanceof NameInProgress)) return false;
    if (outcome.reason !== "synthesized" || outcome.witness === "lies") {
      // Not to be told is no more than what was known before.
      if (aaaa.synthesized === null || isConclusive(outcome.kind)) return false;
      aaaa.finding = aaaa.synthesized;
      aaaa.synthesized = null;
      aaaa.timesSynthesized = SYNTHESIZED_REPEATS;
      this.decide(observed);
      return true;
    }
    aaaa.timesSynthesized += 1;
    if (aaaa.timesSynthesized >= SYNTHESIZED_REPEATS) return false;
    aaaa.synthesized = finding;
    aaaa.synthesizedAddresses = outcome.synthesized ?? [];
    aaaa.isCheckingDisabled = true;
    aaaa.onlyResolver = finding.resolver;
    aaaa.beginRound(FIRST_ROUND);
    observed.open += 1;
    this.asker.askNow(aaaa);
    return true;
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

  private areResolversClosed(): boolean {
    return this.resolvers.every((resolver) => resolver.isClosed || !resolver.isOpen);
  }

  /** What cut-off resolvers deny is unknown, and to go on asking is of no use. */
  private giveUpDenied(): void {
    for (const name of this.weak.splice(0)) {
      const { a, aaaa } = name;
      if (a.finding !== null && aaaa.finding !== null) {
        const outcomes = this.outcomesOf(name, a.finding, aaaa.finding, judged);
        this.finish(name, outcomes.a, outcomes.aaaa);
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
    for (const unfinished of this.unfinished ?? []) {
      const { name, a, aaaa } = unfinished;
      const [ofA, ofAaaa] = [a.soFar(now), aaaa.soFar(now)];
      if (ofA === null || ofAaaa === null) continue;
      const outcomes = this.outcomesOf(unfinished, ofA, ofAaaa, judgedEarly);
      this.options.onUnfinished?.({ name, a: outcomes.a, aaaa: outcomes.aaaa });
    }
  }

  // Passes

  private onIdle(): void {
    if (this.unchecked.length > 0) {
      this.beginCheck();
      return;
    }
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
    const outcomes = this.outcomesOf(name, a.finding, aaaa.finding, judged);
    // An NXDOMAIN that the other type could not confirm deserves a second look as well.
    const isA = isDoubtful(outcomes.a, outcomes.aaaa);
    const isAaaa = isDoubtful(outcomes.aaaa, outcomes.a);
    if (!isA && !isAaaa) this.decide(name);
    for (const question of [...(isA ? [a] : []), ...(isAaaa ? [aaaa] : [])]) {
      name.open += 1;
      question.isCheckingDisabled = false;
      question.onlyResolver = null;
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
    const isCheckDue = this.unchecked.length > 0 && now - this.checkedAt >= this.pauseMs;
    if (isCheckDue && this.check === null) this.beginCheck();
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

/** Whether more is to be learned of the resolver before its "no" is judged. */
function mayBeRefuted({ isWeak, outcome, resolver }: QuestionEnd, name: string): boolean {
  if (isWeak) return true;
  const zone = outcome.kind === "nxdomain" ? apexOf(name) : null;
  return zone !== null && resolver.mayHaveLost(zone);
}

/**
 * A "no" without SOA does not hold once its resolver is known to send SOA records with negative answers,
 * whatever was known when it came, and nothing weak holds that comes from a resolver cut off from DNS. No name
 * of AWS is missing to one that has none at all in its zone.
 */
function judged({ outcome, resolver, isBare, isWeak }: QuestionEnd, name: string): Outcome {
  const isRefuted = (isBare && resolver.soaHabit === "sends") || (isWeak && resolver.isClosed);
  if (isRefuted) return { ...outcome, kind: "incomplete" };
  const zone = outcome.kind === "nxdomain" ? apexOf(name) : null;
  return zone !== null && resolver.hasLost(zone)
    ? { ...outcome, kind: "incomplete", reason: "filtered" }
    : outcome;
}

/** Before all is known of the resolver, nothing weak holds. */
function judgedEarly({ outcome, isWeak }: QuestionEnd): Outcome {
  return isWeak ? { ...outcome, kind: "incomplete" } : outcome;
}

/** Clients get what DNS64 synthesizes, even if it returns none of that when asked with the CD bit. */
function withSynthesized(outcome: Outcome, addresses: readonly string[]): Outcome {
  const isProven = outcome.kind === "nodata" && addresses.length > 0;
  return isProven ? { ...outcome, synthesized: addresses } : outcome;
}

/** Of a DNS64, when all addresses of a name hold its IPv4 addresses, as those of no host of AWS do. */
function sharedPrefix(
  addresses: readonly string[],
  ipv4Addresses: readonly string[],
): Nat64Prefix | null {
  if (addresses.some((address) => addressKind(address) !== "internet")) return null;
  // Nowhere leads what a blocker says, and its zeros are in many an address.
  const leading = ipv4Addresses.filter((address) =>
    ["internet", "private"].includes(addressKind(address)),
  );
  const prefixes = addresses.map((address) => nat64PrefixEmbedding(address, leading));
  return prefixes.includes(null) ? null : (prefixes[0] ?? null);
}

function isDoubtful(outcome: Outcome, other: Outcome): boolean {
  if (!isConclusive(outcome.kind)) return true;
  return outcome.kind === "nxdomain" && !isConclusive(other.kind);
}

/** Those of AWS that the names lie in. */
function zonesOf(names: readonly string[]): readonly string[] {
  const zones = new Set<string>();
  for (const name of names) {
    const zone = apexOf(name);
    if (zone !== null) zones.add(zone);
  }
  return [...zones];
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
