import { ageOf } from "@egress6/core/facts/age";
import type { AwsIpv6Row, AwsIpv6Support } from "@egress6/core/facts/aws-ipv6-support";
import type { ComputeKind } from "@egress6/core/facts/compute-kind";
import { correctionsOf, entryOf } from "@egress6/core/facts/corrections";
import type { Change, EgressFact, ValidAs } from "@egress6/core/facts/egress-fact";
import type { EgressOption } from "@egress6/core/facts/egress-option";
import type { FactBase, Topic } from "@egress6/core/facts/fact-base";
import type { Conflict, Provenance } from "@egress6/core/facts/provenance";
import type { ToolFacts } from "@egress6/core/facts/sdk-facts";
import { alignColumns } from "../text-columns.js";
import { plural } from "../words.js";
import { type Row, sdkRows, versionsText } from "./sdk-rows.js";

/** Every fact in a line, and what else can be looked up. */
export function factsOverview(
  { facts, kinds, options, table, tools, sdks }: FactBase,
  now: number,
): string {
  const rows = facts.map((fact) => [fact.id, fact.topic, changeText(fact), marks(fact, now)]);
  const stale = facts.filter(({ asOf }) => ageOf(asOf, now).isStale).length;
  return `${alignColumns(rows)}

${plural(facts.length, "fact")}, ${stale} of them stale. \`egress6 facts F13\` shows one.
Also: ${plural(kinds.length, "kind")} of compute (\`egress6 facts fargate\`), ${plural(options.length, "way")} out (\`egress6 facts nat64\`),
${plural(tools.length, "tool")} (\`egress6 facts "fluent bit"\`), ${plural(sdks.length, "SDK")} (\`egress6 facts boto3\`),
${plural(table.services.length, "row")} of AWS's IPv6 table (\`egress6 facts "Amazon ECS"\`).
`;
}

function changeText({ changed, replaces }: EgressFact): string {
  if (changed !== null) return CHANGE_WORDS[changed];
  return replaces === undefined ? "added in 2026" : `added in 2026, on ${replaces}`;
}

const CHANGE_WORDS: Readonly<Record<Change, string>> = {
  no: "as in 2024",
  partly: "partly changed",
  yes: "changed since 2024",
  new: "not in the article of 2024",
  unknown: "not known to have changed",
};

/** Each topic whole. */
export function topicsText(topics: readonly Topic[], base: FactBase, now: number): string {
  const parts = topics.map((topic) => {
    const corrections = correctionRows(topic, base.facts);
    const [title = "", ...rows] = topicText(topic, base, now).split("\n");
    return [title, ...(corrections === "" ? [] : [corrections]), ...rows].join("\n");
  });
  return `${parts.join("\n\n")}\n`;
}

function topicText(topic: Topic, { table, settings }: FactBase, now: number): string {
  switch (topic.type) {
    case "fact":
      return factText(topic.fact, now);
    case "compute":
      return kindText(topic.kind, now);
    case "option":
      return optionText(topic.option, now);
    case "tool":
      return toolText(topic.tool, now);
    case "sdk":
      return block(`${topic.id} · ${topic.title}`, sdkRows(topic.sdk, topic.releases, settings));
    case "aws-table":
      return rowText(topic.row, table, now);
  }
}

const factText = (fact: EgressFact, now: number): string =>
  block(`${fact.id} ${fact.topic} · ${changeText(fact)}`, [
    ...labelled("2024-05-20", fact.article2024 === null ? [] : [fact.article2024]),
    ["now", fact.now],
    ...labelled("held", fact.validAs.map(spanText)),
    ...provenanceRows(fact, now),
    ...conflictRows(fact.conflicts),
  ]);

function spanText({ statement, from, to }: ValidAs): string {
  const span = [
    ...(from === null ? [] : [`from ${from}`]),
    ...(to === null ? [] : [`until ${to}`]),
  ];
  return `${statement} (${span.join(" ") || "no source says since when"})`;
}

const kindText = (kind: ComputeKind, now: number): string =>
  block(`${kind.id} · ${kind.name}`, [
    ["runs there", kind.runs],
    ["sends IPv4", kind.sendsIpv4],
    ["sends IPv6", kind.sendsIpv6],
    ["public IPv4", kind.publicIpv4],
    ["NAT64", kind.nat64],
    ...labelled(
      "calls",
      kind.startupCalls.map(({ hosts, purpose, when, calls }) => {
        const condition = when === "always" ? "" : ` (${when})`;
        const names =
          calls === "unknown" ? `unknown which of ${hosts.join(", ")}` : hosts.join(", ");
        return `${names}: ${purpose}${condition}`;
      }),
    ),
    ...labelled("set", kind.settings),
    ...labelled("mind", kind.constraints),
    ...provenanceRows(kind, now),
    ...conflictRows(kind.conflicts),
  ]);

const optionText = (option: EgressOption, now: number): string =>
  block(`${option.id} · ${option.name}`, [
    ["carries", option.carries.join(", ")],
    ["reaches", typeof option.reaches === "string" ? option.reaches : option.reaches.join(", ")],
    ...labelled("charges", option.charges.length === 0 ? ["nothing"] : chargeTexts(option)),
    ...labelled("mind", option.constraints),
    ...provenanceRows(option, now),
    ...conflictRows(option.conflicts),
  ]);

const chargeTexts = ({ charges }: EgressOption): readonly string[] =>
  charges.map(({ priceId, per, quantity }) => {
    const times = quantity === 1 ? "" : `${quantity} × `;
    return `${times}${priceId} per ${per}`;
  });

const rowText = (row: AwsIpv6Row, table: AwsIpv6Support, now: number): string =>
  block(`${row.service} · AWS's IPv6 table: per service, not per region; observation outranks it`, [
    ["dual-stack", row.dualStack],
    ["IPv6-only", row.ipv6Only],
    ["public endpoints", row.publicEndpoints],
    ["private endpoints", row.privateEndpoints],
    ...labelled("footnote", row.footnote === undefined ? [] : [row.footnote]),
    ...provenanceRows(table, now),
    ...conflictRows(table.conflicts.filter(({ statement }) => statement.includes(row.service))),
  ]);

const toolText = (tool: ToolFacts, now: number): string =>
  block(`${tool.id} · ${tool.name}`, [
    ["how", tool.mechanism],
    ["setting", tool.setting ?? "none"],
    ...labelled("where", tool.place === undefined ? [] : [tool.place]),
    ...labelled("versions", tool.versions.map(versionsText)),
    ...labelled("since", tool.since === undefined ? [] : [tool.since]),
    ...labelled("mind", tool.limits),
    ["as of", `${tool.date}, ${tool.confidence}, ${ageText(tool.date, now)}`],
    ...labelled("source", tool.sources),
  ]);

const labelled = (label: string, texts: readonly string[]): readonly Row[] =>
  texts.map((text): Row => [label, text]);

const block = (title: string, rows: readonly Row[]): string =>
  `${title}\n${alignColumns(rows, "  ")}`;

const provenanceRows = (statement: Provenance, now: number): readonly Row[] => [
  ["as of", `${statement.asOf}, ${marks(statement, now)}`],
  ...labelled("note", statement.note === undefined ? [] : [statement.note]),
  ...labelled("source", statement.sources),
];

/** What corrects the entry comes first: below it stands what was known before. */
function correctionRows(topic: Topic, facts: readonly EgressFact[]): string {
  const { correctedBy, unverified } = correctionsOf(entryOf(topic), facts);
  const rows = [
    ...labelled(
      "corrected by",
      correctedBy.map(({ id, now, asOf }) => `${id}: ${now} (${asOf})`),
    ),
    ...labelled(
      "unverified",
      unverified.map(({ id, now }) => `${id}: ${now} (it corrects nothing)`),
    ),
  ];
  return alignColumns(rows, "  ");
}

const conflictRows = (conflicts: readonly Conflict[]): readonly Row[] =>
  conflicts.map(({ statement, note, asOf, sources }) => [
    "CONFLICT",
    `${statement} (${sources.join(", ")}, ${asOf})${note === undefined ? "" : `: ${note}`}`,
  ]);

/** `documented, certainty high, 69 days old, STALE` */
const marks = ({ asOf, confidence, certainty }: Provenance, now: number): string =>
  `${confidence}, certainty ${certainty}, ${ageText(asOf, now)}`;

function ageText(asOf: string, now: number): string {
  const { ageDays, isStale } = ageOf(asOf, now);
  const age = ageDays < 0 ? "of a later day" : `${plural(ageDays, "day")} old`;
  return `${age}${isStale ? ", STALE" : ""}`;
}
