import { finding, type StepFinding } from "../step.js";
import type { TargetResult, TargetState } from "../target.js";
import { privateDnsWords } from "../target-words.js";

/** What was asked for and was reached over IPv6, directly or through NAT64. */
export function endpointsFinding(
  targets: readonly TargetResult[],
  isFinished: boolean,
): StepFinding {
  if (targets.length === 0) return finding("ok", "nothing to reach was asked for");
  const needed = targets.filter(({ target }) => target.isNeeded);
  const lists = STATE_LISTS.flatMap(({ states, words }) => {
    const labels = needed
      .filter(({ state }) => states.includes(state))
      .map(({ target }) => target.label);
    return labels.length === 0 ? [] : [`${words}: ${labels.join(", ")}`];
  });
  const [first = "for information only", ...rest] = lists;
  const details = [...rest, ...targets.flatMap(privateNames)];
  if (needed.some(({ state }) => isFailing(state))) return finding("failed", first, { details });
  if (!isFinished || needed.some(({ state }) => state === "unknown")) {
    return finding("unknown", first, { details });
  }
  const isPlain = needed.every(({ state }) => state === "ipv6");
  return finding(isPlain ? "ok" : "note", first, { details });
}

function privateNames({ names }: TargetResult): readonly string[] {
  return names.flatMap((name) => {
    const words = privateDnsWords(name);
    return words === null ? [] : [words];
  });
}

/** Worst first. */
const STATE_LISTS: readonly { states: readonly TargetState[]; words: string }[] = [
  { states: ["unreachable"], words: "not reachable" },
  { states: ["misled"], words: "a setting leads to a name that does not answer" },
  { states: ["ipv4"], words: "reachable over IPv4 only" },
  { states: ["unknown"], words: "unknown" },
  { states: ["needs-setting"], words: "reachable over IPv6 with a setting" },
  { states: ["nat64"], words: "reachable through NAT64" },
  { states: ["private"], words: "reachable by private DNS" },
  { states: ["ipv6"], words: "reachable over IPv6" },
];

/** It was seen that a client of this host does not reach it over IPv6. */
export function isFailing(state: TargetState): boolean {
  return state === "unreachable" || state === "misled" || state === "ipv4";
}
