import type { NameObservation, Outcome } from "@egress6/core/observation/outcome";
import {
  BRAKE,
  type Braked,
  brake,
  type HeldTurn,
  type KnownCounts,
  type SeenTurn,
  type Turn,
  turnKey,
} from "@egress6/core/verdict/brake";
import {
  FAMILIES,
  type NameSupport,
  observeSupport,
  UNOBSERVED,
} from "@egress6/core/verdict/support";
import type { Clock, StoreWriter } from "../ports.js";

const MOST_NAMES_PER_BATCH = 500;
const LONGEST_WAIT_MS = 250;
const NEVER_OBSERVED: NameSupport = { ipv4: UNOBSERVED, ipv6: UNOBSERVED };

export interface RecorderOptions {
  /** All names of the scan. */
  readonly names: readonly string[];
  /** Whether the word of a resolver that cannot be vetted is as good as any. */
  readonly trustsResolvers: boolean;
}

/** A name of which what is known would turn, by what was seen of it last. */
interface TurningName {
  readonly support: NameSupport;
  readonly isVetted: boolean;
  readonly pass: number;
}

/**
 * Collects observations and stores them in batches: large enough to be fast, soon enough to lose little.
 * What would turn a known value waits until the whole scan is seen; what a lying resolver said is dropped.
 * Time stamps never run backwards, whatever the clock does.
 */
export class ScanRecorder {
  readonly #store: Pick<StoreWriter, "record" | "readSupport" | "readHeld" | "replaceHeld">;
  readonly #now: Clock;
  readonly #options: RecorderOptions;
  readonly #beganAt: number;
  /** What the store knows, with what waits to be stored. */
  readonly #support: Map<string, NameSupport>;
  readonly #heldBefore: readonly HeldTurn[];
  readonly #known: KnownCounts;
  readonly #turning = new Map<string, TurningName>();
  /** What was seen of names that turn, in each pass. */
  readonly #turningByPass: NameObservation[][] = [[]];
  /** Names of which nothing is worth storing. */
  readonly #dropped = new Set<string>();
  #waiting: NameObservation[] = [];
  #lastStoredAt: number;
  #earliest: number;

  constructor(
    store: Pick<StoreWriter, "record" | "readSupport" | "readHeld" | "replaceHeld">,
    now: Clock,
    options: RecorderOptions,
  ) {
    this.#store = store;
    this.#now = now;
    this.#options = options;
    this.#support = new Map(store.readSupport());
    this.#heldBefore = store.readHeld().filter((turn) => this.#isStillHeld(turn));
    this.#known = this.#countKnown();
    this.#beganAt = now();
    this.#earliest = this.#beganAt;
    this.#lastStoredAt = this.#beganAt;
  }

  add(observation: NameObservation): void {
    const { name } = observation;
    const kept = worthStoring(observation, this.#options.trustsResolvers);
    if (kept === null) {
      this.#dropped.add(name);
      return;
    }
    const at = this.#timeOfNext();
    const before = this.supportOf(name);
    const after = {
      ipv4: observeSupport(before.ipv4, kept.a, at),
      ipv6: observeSupport(before.ipv6, kept.aaaa, at),
    };
    if (!this.#turning.has(name) && !this.#turns(name, after)) {
      this.#support.set(name, after);
      this.#waiting.push(kept);
      const isDue =
        this.#waiting.length >= MOST_NAMES_PER_BATCH ||
        this.#now() - this.#lastStoredAt >= LONGEST_WAIT_MS;
      if (isDue) this.flush();
      return;
    }
    const isVetted = kept.a.witness === undefined && kept.aaaa.witness === undefined;
    const pass = this.#turningByPass.length - 1;
    this.#turning.set(name, { support: after, isVetted, pass });
    this.#turningByPass[pass]?.push(kept);
  }

  /** What would be known of a name if all that waits counted. */
  supportOf(name: string): NameSupport {
    return this.#turning.get(name)?.support ?? this.#support.get(name) ?? NEVER_OBSERVED;
  }

  /** Names that were observed and are not in the store, at least not yet. */
  get withheld(): number {
    return this.#turning.size + this.#dropped.size;
  }

  /** Stores what waits, but for what turns. Only what was stored may be reported as done. */
  flush(): void {
    const at = this.#timeOfNext();
    this.#lastStoredAt = this.#now();
    if (this.#waiting.length === 0) return;
    this.#store.record(this.#waiting.splice(0), at);
    this.#earliest = at;
  }

  /** What is recorded from here on counts as later than all before. */
  beginLaterPass(): void {
    this.flush();
    this.#earliest = this.#timeOfNext() + 1;
    this.#turningByPass.push([]);
  }

  /** At the end of a whole scan: stores what turns, but for what has to wait. */
  settle(): Braked {
    this.flush();
    const seen = this.#seenTurns();
    const braked = brake(seen, this.#heldBefore, this.#known, {
      beganAt: this.#beganAt,
      endedAt: this.#timeOfNext(),
    });
    const waiting = new Set(braked.held.map(({ name }) => name));
    const turned = new Set(seen.map(({ name }) => name));
    for (const [pass, observations] of this.#turningByPass.entries()) {
      // Of what turned and turned back, only where it ended.
      const passing = observations.filter(
        ({ name }) =>
          !waiting.has(name) && (turned.has(name) || this.#turning.get(name)?.pass === pass),
      );
      while (passing.length > 0) {
        this.#store.record(passing.splice(0, MOST_NAMES_PER_BATCH), this.#timeOfNext());
      }
      this.#earliest = this.#timeOfNext() + 1;
    }
    this.#turning.clear();
    this.#store.replaceHeld([...this.#heldElsewhere(seen), ...braked.held]);
    return braked;
  }

  #timeOfNext(): number {
    return Math.max(this.#now(), this.#earliest);
  }

  #turns(name: string, after: NameSupport): boolean {
    const before = this.#support.get(name) ?? NEVER_OBSERVED;
    return FAMILIES.some(
      (family) =>
        before[family].known !== "unknown" && before[family].known !== after[family].known,
    );
  }

  #seenTurns(): readonly SeenTurn[] {
    const turns: SeenTurn[] = [];
    for (const [name, { support, isVetted }] of this.#turning) {
      const before = this.#support.get(name) ?? NEVER_OBSERVED;
      for (const family of FAMILIES) {
        const from = before[family].known;
        if (from === "unknown" || from === support[family].known) continue;
        turns.push({ name, family, from, isVetted });
      }
    }
    return turns;
  }

  /** Nothing has been observed since that contradicts it. */
  #isStillHeld({ name, family, from, at }: HeldTurn): boolean {
    const { known, lastConfirmed } = (this.#support.get(name) ?? NEVER_OBSERVED)[family];
    return known === from && (lastConfirmed ?? 0) <= at;
  }

  /** What this scan did not ask for, or could not see and is too young to be dropped. */
  #heldElsewhere(seen: readonly Turn[]): readonly HeldTurn[] {
    const seenKeys = new Set(seen.map(turnKey));
    const names = new Set(this.#options.names);
    return this.#heldBefore.filter((turn) => {
      if (seenKeys.has(turnKey(turn)) || !this.#isStillHeld(turn)) return false;
      return !names.has(turn.name) || this.#beganAt - turn.at < BRAKE.holdMs;
    });
  }

  #countKnown(): KnownCounts {
    const counts = { ipv4: { yes: 0, no: 0 }, ipv6: { yes: 0, no: 0 } };
    for (const name of this.#options.names) {
      const support = this.#support.get(name) ?? NEVER_OBSERVED;
      for (const family of FAMILIES) {
        const { known } = support[family];
        if (known !== "unknown") counts[family][known] += 1;
      }
    }
    return counts;
  }
}

/** Without what a liar said and the addresses that do not count; null when nothing is left. */
function worthStoring(
  { name, a, aaaa }: NameObservation,
  trustsResolvers: boolean,
): NameObservation | null {
  if (a.witness === "lies" && aaaa.witness === "lies") return null;
  return { name, a: stored(a, trustsResolvers), aaaa: stored(aaaa, trustsResolvers) };
}

/** Private addresses are nobody's business but that network's, and those that a liar gave are nobody's. */
function stored({ witness, ...outcome }: Outcome, trustsResolvers: boolean): Outcome {
  const isNoFact = outcome.reason !== undefined || witness === "lies";
  const said = isNoFact ? { ...outcome, addresses: [], cname: [] } : outcome;
  const isBelieved = witness === undefined || (witness === "unvetted" && trustsResolvers);
  return isBelieved ? said : { ...said, witness };
}
