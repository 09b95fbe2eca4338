import type { Witness, WitnessCause, WitnessReason } from "../../observation/witness.js";
import type { Remedy } from "./remedies.js";

/** What a resolver said that is not true, what is, and what that shows. */
export function lieWords(witness: Witness): string {
  const lie = mostTelling(witness);
  return lie === null ? "" : `${nameOf(witness)} ${LIES[lie.cause].words(lie)}.`;
}

/** What to do about a resolver that lies. */
export function lieRemedy(witness: Witness): Remedy {
  const lie = mostTelling(witness);
  return {
    text: `${lie === null ? "" : LIES[lie.cause].remedy} Or name another resolver in /etc/resolv.conf; in a VPC, fd00:ec2::253 or 169.254.169.253. Try one first:`,
    command: "egress6 doctor --resolver '[fd00:ec2::253]:53'",
  };
}

/** As people write it: without the port, where it is that of DNS. */
export function nameOf({ address }: Pick<Witness, "address">): string {
  return address.replace(/:53$/, "").replace(/^\[(.*)\]$/, "$1");
}

/**
 * Who answers for all names contradicts other controls as well: the cause that explains the most comes first.
 */
const MOST_TELLING: readonly LyingCause[] = [
  "answers-for-all",
  "answers-missing-names",
  "empties-answers",
  "filters-aaaa",
  "blocks",
  "replaces-aaaa",
];

type LyingCause = Exclude<WitnessCause, "no-controls">;
interface LyingReason extends WitnessReason {
  readonly cause: LyingCause;
}

function mostTelling({ reasons }: Witness): LyingReason | null {
  for (const cause of MOST_TELLING) {
    const reason = reasons.find((candidate) => candidate.cause === cause);
    if (reason !== undefined) return { ...reason, cause };
  }
  return null;
}

interface Lie {
  /** Without the subject and the full stop at the end. */
  readonly words: (reason: WitnessReason) => string;
  /** What may end it. */
  readonly remedy: string;
}

const LIES: Readonly<Record<LyingCause, Lie>> = {
  "answers-for-all": {
    words: (reason) =>
      `says ${subjectOf(reason)} is ${addressesIn(reason)}; ${truthOf(reason)}. A captive portal or a rewriting resolver answers for all names`,
    remedy: "If this network has a login page, log in.",
  },
  "answers-missing-names": {
    words: (reason) =>
      `says ${reason.control} is ${addressesIn(reason)}; no such name exists. It answers for names that do not exist, so no name is proven by its answer`,
    remedy: "Turn off its search page for names that do not exist.",
  },
  "filters-aaaa": {
    words: (reason) =>
      `says ${subjectOf(reason)} has no IPv6 address; ${isOfRandomName(reason) ? "no such name exists" : "it has one"}. The resolver filters IPv6 addresses (AAAA records) out of its answers`,
    remedy: "Turn its filter for AAAA records off.",
  },
  "empties-answers": {
    words: (reason) =>
      `says ${subjectOf(reason)} has no records; ${isOfRandomName(reason) ? "no such name exists" : "it has some"}. The resolver gives empty answers`,
    remedy: "Repair it, or what it forwards to.",
  },
  blocks: {
    words: (reason) =>
      `answers for ${subjectOf(reason)} as only a blocker does. The resolver blocks names, perhaps those of AWS`,
    remedy: "Allow AWS's names in its block list.",
  },
  "replaces-aaaa": {
    words: (reason) =>
      `says ${subjectOf(reason)} is ${addressesIn(reason)}, which DNS64 synthesized; it has an IPv6 address of its own. DNS64 for all names hides which names have IPv6`,
    remedy: "Let its DNS64 leave names alone that have IPv6 addresses.",
  },
};

/** Of a resolver that answers, and not the questions by which it would be vetted; without the subject. */
export function unvettedWords({ reasons: [first], isTrusted }: Witness): string {
  const asked = first?.control ?? "what is known";
  const text = `could not be vetted: it gave no usable answer for ${asked}`;
  return isTrusted ? `${text}; its word was taken, as --trust-resolver says` : text;
}

/** The name asked for; of a random one, that it is. */
function subjectOf(reason: WitnessReason): string {
  const [name = "", type] = reason.control.split(" ");
  if (name === ".") return "the root";
  if (isOfRandomName(reason)) return `a random name under ${name.slice(name.indexOf(".") + 1)}`;
  return type === "AAAA" && reason.cause === "answers-for-all" ? `the AAAA of ${name}` : name;
}

function isOfRandomName({ control }: WitnessReason): boolean {
  return control.startsWith("egress6-");
}

/** @source RFC 7050, section 8.2 */
function truthOf({ control }: WitnessReason): string {
  if (control === "ipv4only.arpa A") return "it is 192.0.0.170";
  return control === "ipv4only.arpa AAAA" ? "it has none" : "it is not";
}

function addressesIn({ came }: WitnessReason): string {
  return came.replace(/^is /, "");
}
