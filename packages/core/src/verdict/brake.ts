import { FAMILIES, type Family } from "./support.js";

/** How many names may turn in one scan before that is improbable: more than `names`, and more than a share. */
export const BRAKE = {
  names: 20,
  /** Of the names that are known as yes, in percent. AWS hardly ever takes addresses away. */
  percentOfYes: 1,
  /** Of the names that are known as no, in percent. AWS adds IPv6 to whole services at once. */
  percentOfNo: 25,
  /** A scan that begins so much later may confirm what was held. */
  holdMs: 3_600_000,
} as const;

type Known = "yes" | "no";

/** What is known of a name becomes the opposite. */
export interface Turn {
  readonly name: string;
  readonly family: Family;
  readonly from: Known;
}

export interface SeenTurn extends Turn {
  /** Whether its resolver's word is good enough to confirm what was held. */
  readonly isVetted: boolean;
}

export interface HeldTurn extends Turn {
  /** When it was first seen. Milliseconds since the epoch. */
  readonly at: number;
}

/** Of the names in a scan: how many were known so before it, by family. */
export type KnownCounts = Readonly<Record<Family, Readonly<Record<Known, number>>>>;

export interface TurnCount {
  readonly family: Family;
  readonly from: Known;
  readonly turned: number;
  /** As before the scan, among its names. */
  readonly known: number;
}

export function isImprobable({ from, turned, known }: Omit<TurnCount, "family">): boolean {
  const percent = from === "yes" ? BRAKE.percentOfYes : BRAKE.percentOfNo;
  return turned > BRAKE.names && turned * 100 > known * percent;
}

export interface Braked {
  /** Not to be believed yet. */
  readonly held: readonly HeldTurn[];
  /** Why; empty when all that is held was held before. */
  readonly improbable: readonly TurnCount[];
}

/**
 * Which turns of a whole scan have to wait. Resolvers can be wrong in ways that vetting does not find, and then
 * many names turn at once: if improbably many do, none does. What was held before passes when a vetted scan that
 * began at least `BRAKE.holdMs` later sees it again; until then it waits, however few there are by now.
 * @param heldBefore what still waits, of these and other names
 */
export function brake(
  seen: readonly SeenTurn[],
  heldBefore: readonly HeldTurn[],
  known: KnownCounts,
  scan: { readonly beganAt: number; readonly endedAt: number },
): Braked {
  const waiting = new Map(heldBefore.map((turn) => [turnKey(turn), turn.at]));
  const fresh = seen.filter((turn) => !waiting.has(turnKey(turn)));
  const improbable = countTurns(fresh, known).filter(isImprobable);
  const held = seen.flatMap((turn) => {
    const since = waiting.get(turnKey(turn));
    const isConfirmed =
      since !== undefined && turn.isVetted && scan.beganAt - since >= BRAKE.holdMs;
    const passes = improbable.length === 0 && (since === undefined || isConfirmed);
    const { name, family, from } = turn;
    return passes ? [] : [{ name, family, from, at: since ?? scan.endedAt }];
  });
  return { held, improbable };
}

export function turnKey({ name, family, from }: Turn): string {
  return `${name} ${family} ${from}`;
}

function countTurns(turns: readonly Turn[], known: KnownCounts): readonly TurnCount[] {
  return FAMILIES.flatMap((family) =>
    (["yes", "no"] as const).map((from) => ({
      family,
      from,
      turned: turns.filter((turn) => turn.family === family && turn.from === from).length,
      known: known[family][from],
    })),
  );
}
