import { ageOf, STALE_AFTER_DAYS } from "@egress6/core/facts/age";
import type { AwsIpv6Support } from "@egress6/core/facts/aws-ipv6-support";
import type { Topic } from "@egress6/core/facts/fact-base";
import type { Provenance } from "@egress6/core/facts/provenance";
import { isoTime } from "@egress6/core/observation/iso-time";

/** What `egress6 facts --json` prints. */
export type FactsDocument = ReturnType<typeof factsJson>;

/** The document of `egress6 facts --json`: every statement with its age in days, and whether it is stale. */
export function factsJson(topics: readonly Topic[], table: AwsIpv6Support, now: number) {
  const aged = <T extends Provenance>(statement: T) => ({
    ...statement,
    ...ageOf(statement.asOf, now),
  });
  const { services: _, ...tableHead } = table;
  const rows = topics.flatMap((topic) => (topic.type === "aws-table" ? [topic.row] : []));
  return {
    now: isoTime(now),
    staleAfterDays: STALE_AFTER_DAYS,
    facts: topics.flatMap((topic) => (topic.type === "fact" ? [aged(topic.fact)] : [])),
    computeKinds: topics.flatMap((topic) => (topic.type === "compute" ? [aged(topic.kind)] : [])),
    egressOptions: topics.flatMap((topic) => (topic.type === "option" ? [aged(topic.option)] : [])),
    awsIpv6Support: rows.length === 0 ? null : { ...aged(tableHead), services: rows },
  };
}
