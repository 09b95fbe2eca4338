import type { HandlerExecutionContext } from "@smithy/types";
import type { Chosen } from "./choose-candidate.js";
import type { Choice, NameKnowledge } from "./options.js";
import { candidatesIn, hostnameOf, lookUpNameOf, type Route } from "./route.js";
import type { Settings } from "./settings.js";

/** Tells the observer what was chosen. */
export function report(
  settings: Settings,
  context: HandlerExecutionContext,
  route: Route,
  { candidate, reason }: Chosen,
  waitedMs = 0,
): void {
  if (settings.onChoice === undefined) return;
  tell(settings, context, {
    hostname: hostnameOf(route, candidate),
    variant: candidate.variant,
    reason,
    names: knowledgeOf(settings, route),
    waitedMs,
  });
}

/** Tells the observer that there was nothing to choose. */
export function reportExplicit(
  settings: Settings,
  context: HandlerExecutionContext,
  hostname: string,
): void {
  tell(settings, context, { hostname, variant: null, reason: "explicit", names: [], waitedMs: 0 });
}

/** An observer's faults are its own: a request never fails by them. */
function tell(
  { onChoice }: Settings,
  { clientName = "", commandName = "" }: HandlerExecutionContext,
  choice: Omit<Choice, "client" | "command">,
): void {
  try {
    onChoice?.({ client: clientName, command: commandName, ...choice });
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
