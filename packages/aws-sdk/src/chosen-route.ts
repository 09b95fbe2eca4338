import type { Candidate } from "./candidates.js";
import type { Route } from "./route.js";

/** What was chosen for a request, handed from where it is serialized to where it is sent. */
export interface ChosenRoute {
  readonly route: Route;
  /** Changes when the first choice cannot be connected to; the SDK's further attempts use it too. */
  candidate: Candidate;
}

const CHOSEN = Symbol("@egress6/aws-sdk chosen route");
type Carrier = { [CHOSEN]?: ChosenRoute | undefined };

export function setChosenRoute(context: object, chosen: ChosenRoute | undefined): void {
  (context as Carrier)[CHOSEN] = chosen;
}

export function chosenRouteOf(context: object): ChosenRoute | undefined {
  return (context as Carrier)[CHOSEN];
}
