import { ageOf, STALE_AFTER_DAYS } from "@egress6/core/facts/age";
import { correctionsOf, entryOf } from "@egress6/core/facts/corrections";
import type { FactBase, Topic } from "@egress6/core/facts/fact-base";
import type { Provenance } from "@egress6/core/facts/provenance";
import { isoTime } from "@egress6/core/observation/iso-time";

/** What `egress6 facts --json` prints. */
export type FactsDocument = ReturnType<typeof factsJson>;

/**
 * The document of `egress6 facts --json`: every statement with its age in days, whether it is stale, and the
 * ids of the facts that correct it.
 */
export function factsJson(
  topics: readonly Topic[],
  { facts, table }: Pick<FactBase, "facts" | "table">,
  now: number,
) {
  const aged = <T extends Provenance>(statement: T) => ({
    ...statement,
    ...ageOf(statement.asOf, now),
  });
  const correctedBy = (topic: Topic) =>
    correctionsOf(entryOf(topic), facts).correctedBy.map(({ id }) => id);
  const { services: _, ...tableHead } = table;
  const rows = topics.flatMap((topic) =>
    topic.type === "aws-table" ? [{ ...topic.row, correctedBy: correctedBy(topic) }] : [],
  );
  return {
    now: isoTime(now),
    staleAfterDays: STALE_AFTER_DAYS,
    facts: topics.flatMap((topic) =>
      topic.type === "fact" ? [{ ...aged(topic.fact), correctedBy: correctedBy(topic) }] : [],
    ),
    computeKinds: topics.flatMap((topic) =>
      topic.type === "compute" ? [{ ...aged(topic.kind), correctedBy: correctedBy(topic) }] : [],
    ),
    egressOptions: topics.flatMap((topic) => (topic.type === "option" ? [aged(topic.option)] : [])),
    tools: topics.flatMap((topic) =>
      topic.type === "tool"
        ? [
            {
              ...topic.tool,
              ...ageOf(topic.tool.date, now),
              correctedBy: correctedBy(topic),
            },
          ]
        : [],
    ),
    sdks: topics.flatMap((topic) => {
      if (topic.type !== "sdk") return [];
      const { ownEndpoints, ...sdk } = topic.sdk;
      return [{ ...sdk, releases: topic.releases, correctedBy: correctedBy(topic) }];
    }),
    awsIpv6Support: rows.length === 0 ? null : { ...aged(tableHead), services: rows },
  };
}
