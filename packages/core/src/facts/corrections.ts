import type { EgressFact } from "./egress-fact.js";
import type { Topic } from "./fact-base.js";

/** How `replaces` of a fact names an entry: `F08`, `ecs-ec2-dual-stack`, `tools:ecs-agent`. */
export function entryOf(topic: Topic): string {
  switch (topic.type) {
    case "fact":
    case "compute":
    case "option":
      return topic.id;
    case "aws-table":
      return `aws-ipv6-support:${topic.id}`;
    case "sdk":
      return `sdks:${topic.id}`;
    case "tool":
      return `tools:${topic.id}`;
  }
}

/** What others say of an entry, which stays as it was written. */
export interface Corrections {
  readonly correctedBy: readonly EgressFact[];
  /** Nobody has confirmed them: they correct nothing. */
  readonly unverified: readonly EgressFact[];
}

export function correctionsOf(entry: string, facts: readonly EgressFact[]): Corrections {
  const about = facts.filter(({ replaces }) => replaces === entry);
  return {
    correctedBy: about.filter(({ confidence }) => confidence !== "unverified"),
    unverified: about.filter(({ confidence }) => confidence === "unverified"),
  };
}
