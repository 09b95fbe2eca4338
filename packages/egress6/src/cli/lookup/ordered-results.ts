import type { NameObservation } from "@egress6/core/observation/outcome";

/**
 * Brings observations, which come in any order and once per name, into the order of the input,
 * in which a name may occur more than once.
 */
export class OrderedResults {
  readonly distinctNames: readonly string[];
  private readonly names: readonly string[];
  private readonly onNext: (observation: NameObservation) => void;
  private readonly waiting = new Map<string, NameObservation>();
  /** How often each name that occurs more than once is still to come. */
  private readonly repeats = new Map<string, number>();
  private next = 0;

  constructor(names: readonly string[], onNext: (observation: NameObservation) => void) {
    this.names = names;
    this.onNext = onNext;
    this.distinctNames = [...new Set(names)];
    if (this.distinctNames.length < names.length) this.countRepeats();
  }

  add(observation: NameObservation): void {
    this.waiting.set(observation.name, observation);
    while (this.passNext(false)) this.next += 1;
  }

  /** No more will come: passes on what is there, still in order. */
  giveUpWaiting(): void {
    while (this.passNext(true)) this.next += 1;
  }

  private passNext(mayBeMissing: boolean): boolean {
    const name = this.names[this.next];
    if (name === undefined) return false;
    const observation = this.waiting.get(name);
    if (observation === undefined) return mayBeMissing;
    const repeats = this.repeats.get(name) ?? 1;
    if (repeats > 1) this.repeats.set(name, repeats - 1);
    else this.waiting.delete(name);
    this.onNext(observation);
    return true;
  }

  private countRepeats(): void {
    const seen = new Set<string>();
    for (const name of this.names) {
      if (seen.has(name)) this.repeats.set(name, (this.repeats.get(name) ?? 1) + 1);
      seen.add(name);
    }
  }
}
