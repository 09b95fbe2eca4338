import type { HandlerExecutionContext } from "@smithy/types";
import type { ChoiceReason, Chosen } from "./choose-candidate.js";
import type { Choice, NameKnowledge } from "./options.js";
import { candidatesIn, lookUpNameOf, type Route } from "./route.js";
import type { Settings } from "./settings.js";

interface ToReport extends Partial<Chosen> {
  readonly hostname: string;
  readonly reason: ChoiceReason;
  readonly route?: Route;
  readonly waitedMs?: number;
}

/** Tells the observer. Its faults are its own: a request never fails by them. */
export function report(
  settings: Settings,
  context: HandlerExecutionContext,
  { hostname, reason, candidate, route, waitedMs = 0 }: ToReport,
): void {
  if (settings.onChoice === undefined) return;
  const choice: Choice = {
    client: context.clientName ?? "",
    command: context.commandName ?? "",
    hostname,
    variant: candidate?.variant ?? null,
    reason,
    names: route === undefined ? [] : knowledgeOf(settings, route),
    waitedMs,
  };
  try {
    settings.onChoice(choice);
  } catch {
    // See above.
  }
}

function knowledgeOf({ table }: Settings, route: Route): readonly NameKnowledge[] {
  return candidatesIn(route).map((candidate) => {
    const name = lookUpNameOf(route, candidate);
    const state = table.known(name);
    const { variant } = candidate;
    return { name, variant, ipv6: state?.ipv6 ?? "unknown", outcome: state?.outcome ?? null };
  });
}
