import { Egress6Error } from "@egress6/core/errors";
import type { Topic } from "@egress6/core/facts/fact-base";
import { findTopic } from "@egress6/core/facts/find-topic";

/** @throws Egress6Error TOPIC_UNKNOWN naming the nearest */
export function findTopics(topics: readonly Topic[], text: string): readonly Topic[] {
  const match = findTopic(topics, text);
  if ("found" in match) return match.found;
  const like = match.nearest.map((name) => `"${name}"`).join(", ");
  throw new Egress6Error(
    "TOPIC_UNKNOWN",
    "input",
    `Nothing is known of "${text}". Nearest: ${like}. \`egress6 facts\` lists all facts.`,
  );
}
