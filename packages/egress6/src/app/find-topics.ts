import type { Catalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error } from "@egress6/core/errors";
import type { Topic } from "@egress6/core/facts/fact-base";
import { findTopic } from "@egress6/core/facts/find-topic";
import { identify } from "@egress6/core/identify/identify";
import type { IdentifyNames } from "@egress6/core/identify/names";

/** What a text is looked up in that is no topic itself. */
export interface TopicNames {
  readonly catalog: Catalog;
  readonly names: IdentifyNames;
}

/**
 * The topics that a text names; else those of the services and tools that it means: a host, an ARN, an error.
 * @param loadNames called only for what is no topic itself
 * @throws Egress6Error TOPIC_UNKNOWN naming the nearest
 */
export function findTopics(
  topics: readonly Topic[],
  text: string,
  loadNames: () => TopicNames,
): readonly Topic[] {
  const match = findTopic(topics, text);
  if ("found" in match) return match.found;
  const meant = topicsMeant(topics, text, loadNames());
  if (meant.length > 0) return meant;
  const like = match.nearest.map((name) => `"${name}"`).join(", ");
  const near = like === "" ? "" : ` Nearest: ${like}.`;
  throw new Egress6Error(
    "TOPIC_UNKNOWN",
    "input",
    `We have no facts about "${text}".${near} \`egress6 facts\` lists them all.`,
  );
}

function topicsMeant(
  topics: readonly Topic[],
  text: string,
  { catalog, names }: TopicNames,
): readonly Topic[] {
  const entries = identify(text, catalog, names);
  const tools = new Set(entries.flatMap((entry) => entry.tools));
  const services = new Set(entries.flatMap(({ matches }) => matches.map(({ service }) => service)));
  const ofServices = catalog.services
    .filter(({ cliName }) => services.has(cliName))
    .flatMap(({ cliName, displayName, serviceId }) => {
      const found = [displayName, cliName, serviceId].map((name) => findTopic(topics, name));
      const first = found.find((each) => "found" in each);
      return first !== undefined && "found" in first ? first.found : [];
    });
  const ofTools = topics.filter(({ type, id }) => type === "tool" && tools.has(id));
  return [...new Set([...ofTools, ...ofServices])];
}
