import { Egress6Error } from "@egress6/core/errors";
import { observeHere } from "@egress6/core/verdict/support";
import type { Clock, Observed, ObserveNames, ObserveOptions } from "../ports.js";

export interface LookRequest extends Omit<ObserveOptions, "stopWhenAllLie" | "onUnfinished"> {
  /** What was known before, by the name that was looked up. */
  readonly known: Observed["support"];
  readonly observe: ObserveNames;
  readonly now: Clock;
}

/**
 * Asks DNS for names, on top of what was known of them. Nothing is stored.
 * @throws Egress6Error INTERRUPTED (incomplete): the signal came before every name was final
 */
export async function lookNow(
  names: readonly string[],
  { known, observe, now, ...options }: LookRequest,
): Promise<Observed> {
  const support = new Map(known);
  const addresses = new Map<string, readonly string[]>();
  const { witnesses } = await observe(names, options, (observation) => {
    const { name, a } = observation;
    if (a.kind === "answer") addresses.set(name, a.addresses);
    support.set(name, observeHere(support.get(name), observation, now()));
  });
  if (options.signal?.aborted) {
    throw new Egress6Error(
      "INTERRUPTED",
      "incomplete",
      "Stopped before every name was checked, so there is no answer. Run the same command again.",
    );
  }
  return { support, addresses, witnesses };
}
