import type { NameObservation } from "@egress6/core/observation/outcome";

/**
 * Brings observations, which come in any order and once per name, into the order of the input,
 * in which a name may occur more than once.
 */
export class OrderedResults {
  readonly distinctNames: readonly string[];
  /** Place of each name in `distinctNames`. */
  private readonly places: ReadonlyMap<string, number>;
  /** Place of the name of each line. */
  private readonly lines: readonly number[];
  /** For each place, the last line that wants its observation. */
  private readonly lastLines: readonly number[];
  private readonly found: (NameObservation | undefined)[];
  private readonly onNext: (observation: NameObservation) => void;
  private next = 0;

  constructor(names: readonly string[], onNext: (observation: NameObservation) => void) {
    const places = new Map<string, number>();
    const lines: number[] = [];
    const lastLines: number[] = [];
    for (const name of names) {
      const place = places.get(name) ?? places.size;
      if (place === places.size) places.set(name, place);
      lastLines[place] = lines.length;
      lines.push(place);
    }
    this.distinctNames = [...places.keys()];
    this.places = places;
    this.lines = lines;
    this.lastLines = lastLines;
    this.found = new Array(places.size).fill(undefined);
    this.onNext = onNext;
  }

  add(observation: NameObservation): void {
    const place = this.places.get(observation.name);
    if (place !== undefined) this.found[place] = observation;
    while (this.passNext(false)) this.next += 1;
  }

  /** No more will come: passes on what is there, still in order. */
  giveUpWaiting(): void {
    while (this.passNext(true)) this.next += 1;
  }

  private passNext(mayBeMissing: boolean): boolean {
    const place = this.lines[this.next];
    if (place === undefined) return false;
    const observation = this.found[place];
    if (observation === undefined) return mayBeMissing;
    if (this.lastLines[place] === this.next) this.found[place] = undefined;
    this.onNext(observation);
    return true;
  }
}
