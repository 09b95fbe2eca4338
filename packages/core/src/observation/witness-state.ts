/**
 * How far a resolver's word goes.
 *
 * - `vetted`: it answered questions whose true answer is known as it should
 * - `unvetted`: those questions could not be had from it; what it has is believed, what it denies is not
 * - `lies`: it contradicted at least one of them; nothing it says is a fact
 */
export const WITNESS_STATES = ["vetted", "unvetted", "lies"] as const;

export type WitnessState = (typeof WITNESS_STATES)[number];
