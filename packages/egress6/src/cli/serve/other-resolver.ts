import type { ResolverObservation } from "@egress6/core/doctor/host-observations";
import type { CheckedResolver } from "@egress6/core/map/checked-resolver";
import { witnessText } from "@egress6/core/observation/witness-words";
import { observeNames } from "../../adapter/dns/observe-names.js";
import { parseResolver } from "../../adapter/dns/resolver-address.js";
import { observeResolver } from "../../app/observe-resolver.js";
import type { ResolverAddress } from "../../ports.js";
import type { OtherResolver } from "../../server/app.js";
import type { CliContext } from "../context.js";

/** So long a resolver has to answer its controls. */
const TIMEOUT_MS = 8_000;

/**
 * Lets somebody in front of the page have another resolver checked, and scan with it.
 * @param take is told of one that passed
 */
export function otherResolver(
  { now, interrupt }: CliContext,
  take: (address: ResolverAddress) => void,
): OtherResolver {
  const check = async (text: string): Promise<CheckedResolver> =>
    checkOf(
      await observeResolver(await parseResolver(text), {
        observe: observeNames,
        now,
        timeoutMs: TIMEOUT_MS,
        signal: interrupt,
      }),
    );
  return {
    check,
    use: async (text) => {
      const checked = await check(text);
      if (checked.state === "vetted") take(await parseResolver(text));
      return checked;
    },
  };
}

const UNREACHABLE: Readonly<Record<Exclude<ResolverObservation["state"], "answers">, string>> = {
  failing: "It answers, but with errors only.",
  "cut-off": "It cannot reach public DNS.",
  silent: "It does not answer.",
  refused: "Nothing listens at this address.",
  "no-route": "This computer has no route to it.",
};

function checkOf({ resolver, state, ms, witness }: ResolverObservation): CheckedResolver {
  const about = { address: resolver, ms: Math.round(ms) };
  if (state !== "answers" || witness === null) {
    const words = state === "answers" ? "It does not answer." : UNREACHABLE[state];
    return { ...about, state: "unreachable", words };
  }
  const words =
    witness.state === "vetted"
      ? `It answers in ${about.ms} ms and passed every control: what it says counts.`
      : witnessText(witness).replace(`${witness.address} `, "It ");
  return { ...about, state: witness.state, words };
}
