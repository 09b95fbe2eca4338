/** Loss up to this share is taken as the network's own. */
const USUAL_LOSS = 0.1;
const LOWERING = 0.6;
/** A lower rate that leaves this share of the loss did not help. */
const FUTILE_SHARE = 0.8;
const FUTILE_LIMIT = 2;
const LOWEST_SHARE = 0.1;
const LOWEST_RATE = 20;
const RECOVERY_PER_SECOND = 0.1;
/** Time-outs tell about the load of a second or more ago: judge only what was sent since. */
const SETTLE_MS = 2500;
const MIN_JUDGED = 40;
/** How much may be sent at once after a pause, as a share of a second's queries. */
const BURST_SHARE = 0.02;

/**
 * A token bucket whose rate yields when the resolvers lose more than usual, and recovers after.
 *
 * Lost is a query that went unanswered although a later one of the same question was answered;
 * a name whose servers never answer says nothing about the load. Loss that a lower rate does not
 * cure is not caused by the rate, and is then tolerated.
 */
export class SendRate {
  private configured: number;
  private current: number;
  private tokens: number;
  private filledAt: number;

  private epochStartedAt: number;
  private sent = 0;
  private answered = 0;
  private lost = 0;
  private tolerated = USUAL_LOSS;
  private lossBeforeLowering: number | null = null;
  private futile = 0;
  /** Counts the changes of the rate, so that a query can say under which it was sent. */
  epoch = 0;

  /** @param queriesPerSecond `Infinity` for no limit but what loss teaches */
  constructor(queriesPerSecond: number, now: number) {
    this.configured = queriesPerSecond;
    this.current = queriesPerSecond;
    this.tokens = this.burst();
    this.filledAt = now;
    this.epochStartedAt = now;
  }

  /** Queries per second allowed now. */
  get queriesPerSecond(): number {
    return this.current;
  }

  /** Whether a query may be sent now. */
  hasToken(now: number): boolean {
    if (this.current === Number.POSITIVE_INFINITY) return true;
    const earned = ((now - this.filledAt) / 1000) * this.current;
    this.tokens = Math.min(this.burst(), this.tokens + earned);
    this.filledAt = now;
    return this.tokens >= 1;
  }

  /** Counts a query as sent. */
  spend(): void {
    this.tokens -= 1;
    this.sent += 1;
  }

  /** From now on at most this; never more than before. */
  limitTo(queriesPerSecond: number): void {
    this.configured = Math.min(this.configured, queriesPerSecond);
    this.current = Math.min(this.current, this.configured);
  }

  countAnswered(epoch: number): void {
    if (epoch === this.epoch) this.answered += 1;
  }

  countLost(epoch: number): void {
    if (epoch === this.epoch) this.lost += 1;
  }

  /** Lowers or raises the rate by what was counted; call it now and then. */
  adapt(now: number): void {
    const elapsed = now - this.epochStartedAt;
    if (elapsed < SETTLE_MS || this.answered + this.lost < MIN_JUDGED) return;
    const loss = this.lost / (this.answered + this.lost);
    if (loss > this.tolerated) this.yieldTo(loss, elapsed);
    else this.recover(elapsed);
    this.epoch += 1;
    this.epochStartedAt = now;
    this.sent = 0;
    this.answered = 0;
    this.lost = 0;
  }

  private yieldTo(loss: number, elapsed: number): void {
    const before = this.lossBeforeLowering;
    this.futile = before !== null && loss >= before * FUTILE_SHARE ? this.futile + 1 : 0;
    if (this.futile === FUTILE_LIMIT) {
      this.tolerated = Math.min(0.9, loss * 1.25);
      this.lossBeforeLowering = null;
      this.futile = 0;
      return;
    }
    this.lossBeforeLowering = loss;
    const used = Math.min(this.current, (this.sent * 1000) / elapsed);
    this.current = Math.max(this.lowest(), used * LOWERING);
  }

  private recover(elapsed: number): void {
    this.lossBeforeLowering = null;
    this.futile = 0;
    if (this.current === this.configured) return;
    const base = this.isUnlimited() ? this.current : this.configured;
    const step = (base * RECOVERY_PER_SECOND * elapsed) / 1000;
    this.current = Math.min(this.configured, this.current + step);
  }

  private lowest(): number {
    const lowest = this.isUnlimited() ? LOWEST_RATE : this.configured * LOWEST_SHARE;
    return Math.min(this.configured, Math.max(LOWEST_RATE, lowest));
  }

  private isUnlimited(): boolean {
    return this.configured === Number.POSITIVE_INFINITY;
  }

  private burst(): number {
    return Math.max(1, this.current * BURST_SHARE);
  }
}
