import type { Phase } from "../plan/way/planned-step.js";

/** What has to hold before the next phase begins. */
export interface Gate {
  /** Of the steps before it. */
  readonly after: Phase;
  readonly text: string;
  readonly commands: readonly string[];
}

/** Between the phases that a way has. */
export function gatesBetween(phases: readonly Phase[], region: string): readonly Gate[] {
  return phases.map((after) => gateAfter(after, region));
}

const SURVEY = "egress6 survey --from AFTER --format json > survey-after.json";

function gateAfter(after: Phase, region: string): Gate {
  switch (after) {
    case 0:
      return {
        after,
        text: "Go on once nothing is worse, and flow logs of a week show what uses the gateways.",
        commands: [SURVEY, "egress6 prove survey-before.json survey-after.json"],
      };
    case 1:
      return {
        after,
        text: "Go on once filters let IPv6 out. Nothing uses it yet, so nothing may have changed.",
        commands: [SURVEY, "egress6 prove survey-before.json survey-after.json"],
      };
    case 2:
      return {
        after,
        text: "Go on at once: until there is a route, clients that try IPv6 first lose time.",
        commands: [`egress6 doctor --region ${region}`],
      };
    case 3:
      return {
        after,
        text: "Go on once doctor ends with 0 on a host of each subnet that has the route. Else take the route back.",
        commands: [`egress6 doctor --region ${region}`],
      };
    case 4:
      return {
        after,
        text: "Remove nothing before flow logs of a week show that its bytes are gone.",
        commands: [
          "egress6 flows LOGS --json > flows-after.json",
          "egress6 prove flows-before.json flows-after.json --plan plan.json",
        ],
      };
    case 5:
      return {
        after,
        text: "Done once prove finds nothing worse and every promise of the plan kept.",
        commands: [SURVEY, "egress6 prove survey-before.json survey-after.json --plan plan.json"],
      };
  }
}
