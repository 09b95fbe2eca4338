import { addressKind } from "../address/address-kind.js";
import { isNat64Address } from "../address/nat64.js";
import { isConclusive, type NameObservation, type NoFactReason, type Outcome } from "./outcome.js";
import { type MissingNameAnswer, noFactReasonOf, type Vetting } from "./witness.js";

/** A resolver's vetting, and whether the user takes its word where it is not vetted. */
export interface Testimony {
  readonly vetting: Vetting;
  readonly isTrusted: boolean;
}

/**
 * What remains of what was said about a name, by whom it was said and by what it says itself. Whatever is
 * no fact about the name on the internet becomes `incomplete`, with the reason.
 * @param name lower case, without trailing dot
 */
export function testify(
  { name, a, aaaa }: NameObservation,
  ofA: Testimony,
  ofAaaa: Testimony,
): NameObservation {
  const judgedA = judge(name, a, ofA);
  const judgedAaaa = judge(name, aaaa, ofAaaa);
  // Who is sent to a private address is in that network, which may give AAAA of its own, even global ones.
  const isPrivate = judgedA.reason === "private" && isConclusive(judgedAaaa.kind);
  return { name, a: judgedA, aaaa: isPrivate ? noFact(judgedAaaa, "private") : judgedAaaa };
}

function judge(name: string, outcome: Outcome, { vetting, isTrusted }: Testimony): Outcome {
  const said = vetting.state === "vetted" ? outcome : { ...outcome, witness: vetting.state };
  if (!isConclusive(outcome.kind)) return said;
  if (vetting.state === "lies") return noFact(said, noFactReasonOf(vetting));
  if (outcome.kind === "answer") return judgeAnswer(name, said, vetting);
  return vetting.state === "vetted" || isTrusted ? said : noFact(said, "unvetted");
}

function judgeAnswer(name: string, answer: Outcome, vetting: Vetting): Outcome {
  const { addresses, cname } = answer;
  const missing = vetting.missingNames.find(({ zone }) => isUnder(name, zone));
  if (missing !== undefined && isOfMissingName(addresses, cname, missing)) {
    return noFact(answer, "rewritten");
  }
  const synthesized: string[] = [];
  const ignored: string[] = [];
  const counting: string[] = [];
  let isPrivate = false;
  for (const address of addresses) {
    const kind = addressKind(address);
    if (isNat64Address(address, vetting.nat64Prefixes)) synthesized.push(address);
    else if (kind === "internet") counting.push(address);
    else {
      ignored.push(address);
      isPrivate ||= kind === "private";
    }
  }
  if (counting.length === addresses.length) return answer;
  const withSynthesized = synthesized.length > 0 ? { synthesized } : {};
  if (counting.length > 0) {
    const beside = ignored.length > 0 ? { ignored } : {};
    return { ...answer, addresses: counting, ...withSynthesized, ...beside };
  }
  const reason = synthesized.length > 0 ? "synthesized" : isPrivate ? "private" : "special-address";
  return { ...noFact(answer, reason), ...withSynthesized };
}

function isOfMissingName(
  addresses: readonly string[],
  cname: readonly string[],
  missing: MissingNameAnswer,
): boolean {
  return (
    missing.isVarying ||
    cname.some((target) => missing.targets.includes(target)) ||
    addresses.every((address) => missing.addresses.includes(address))
  );
}

function isUnder(name: string, zone: string): boolean {
  return name.endsWith(`.${zone}`);
}

function noFact(outcome: Outcome, reason: NoFactReason): Outcome {
  const said = isConclusive(outcome.kind) ? { said: outcome.kind } : {};
  return { ...outcome, kind: "incomplete", reason, ...said };
}
