import type { Outcome } from "./outcome.js";

export interface ReconciledOutcomes {
  readonly a: Outcome;
  readonly aaaa: Outcome;
  readonly isConflict: boolean;
}

/**
 * NXDOMAIN is a fact about the name, whatever the type asked for: it cannot hold for one type while
 * the other type shows that the name exists.
 *
 * An address is proof, so only the NXDOMAIN beside it is in doubt; of NODATA and NXDOMAIN either may
 * be wrong. What is in doubt becomes `conflict`.
 */
export function reconcile(a: Outcome, aaaa: Outcome): ReconciledOutcomes {
  const isConflict =
    (a.kind === "nxdomain" && exists(aaaa)) || (aaaa.kind === "nxdomain" && exists(a));
  if (!isConflict) return { a, aaaa, isConflict };
  return { a: doubted(a), aaaa: doubted(aaaa), isConflict };
}

function exists(outcome: Outcome): boolean {
  return outcome.kind === "answer" || outcome.kind === "nodata";
}

function doubted(outcome: Outcome): Outcome {
  return outcome.kind === "answer" ? outcome : { ...outcome, kind: "conflict" };
}
