import { ageOf } from "@egress6/core/facts/age";
import type { AwsIpv6Row, AwsIpv6Support } from "@egress6/core/facts/aws-ipv6-support";
import type { ComputeKind } from "@egress6/core/facts/compute-kind";
import { correctionsOf, entryOf } from "@egress6/core/facts/corrections";
import type { Change, EgressFact, ValidAs } from "@egress6/core/facts/egress-fact";
import type { EgressOption } from "@egress6/core/facts/egress-option";
import type { FactBase, Topic } from "@egress6/core/facts/fact-base";
import type { Conflict, Provenance } from "@egress6/core/facts/provenance";
import type { ToolFacts } from "@egress6/core/facts/sdk-facts";
import type { ToolCall } from "@egress6/core/facts/tool-writes";
import { printable } from "@egress6/core/printable";
import { number, plural } from "../words.js";
import { wrapText } from "../wrap-text.js";
import { type Row, sdkRows, versionsText } from "./sdk-rows.js";

/** Every fact in a line, and what else can be looked up. */
export function factsOverview(
  { facts, kinds, options, table, tools, sdks }: FactBase,
  now: number,
): string {
  const lines = facts.map((fact) =>
    wrapped(`${fact.id} ${fact.topic} · ${changeText(fact)} · ${marks(fact, now)}`, "    "),
  );
  const also: readonly (readonly [count: string, topic: string])[] = [
    [`${plural(kinds.length, "kind")} of compute`, "fargate"],
    [`${plural(options.length, "way")} out`, "nat64"],
    [plural(tools.length, "tool"), "fluent bit"],
    [plural(sdks.length, "SDK"), "boto3"],
    [`${plural(table.services.length, "row")} of AWS's IPv6 table`, "Amazon ECS"],
  ];
  const alsoText = also
    .map(([count, topic]) => `${count} (\`egress6 facts ${quoted(topic)}\`)`)
    .join(", ");
  const stale = facts.filter(({ asOf }) => ageOf(asOf, now).isStale).length;
  return `${lines.join("\n")}

${wrapped(`${plural(facts.length, "fact")}, ${stale} of them stale. \`egress6 facts F13\` shows one.`, "")}
${wrapped(`Also: ${alsoText}.`, "")}
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

/** How many topics are shown whole, and how many more by name, unless all are asked for. */
const SHOWN = { whole: 8, named: 20 };

/**
 * Each topic whole; of many, the first ones, then names, then how many more there are.
 * @param wanted what was asked, to say how all are seen; null: all are wanted
 */
export function topicsText(
  topics: readonly Topic[],
  base: FactBase,
  { now, wanted }: { readonly now: number; readonly wanted: string | null },
): string {
  const whole = wanted === null ? topics : topics.slice(0, SHOWN.whole);
  const parts = whole.map((topic) => topicText(topic, base, now));
  const rest = topics.slice(whole.length);
  return `${[...parts, ...(rest.length === 0 ? [] : [restText(rest, wanted ?? "")])].join("\n\n")}\n`;
}

function restText(rest: readonly Topic[], wanted: string): string {
  const named = rest.slice(0, SHOWN.named);
  const more = rest.length - named.length;
  return [
    `${plural(rest.length, "more match", "more matches")}, each shown by its id:`,
    aligned(named.map(({ id, title }) => [id, id === title ? "AWS's IPv6 table" : title])),
    ...(more === 0 ? [] : [`  and ${number(more)} more`]),
    wrapped(`\`egress6 facts ${quoted(wanted)} --all\` shows all; another word narrows them.`),
  ].join("\n");
}

const quoted = (text: string): string =>
  /^[\w.:@/-]+$/.test(text) ? text : `"${printable(text).replaceAll(/["\\$`]/g, "\\$&")}"`;

function topicText(topic: Topic, base: FactBase, now: number): string {
  const { title, rows } = sectionOf(topic, base, now);
  return `${wrapped(title)}\n${aligned([...correctionRows(topic, base.facts), ...rows])}`;
}

interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

function sectionOf(topic: Topic, { table, settings }: FactBase, now: number): Section {
  switch (topic.type) {
    case "fact":
      return factSection(topic.fact, now);
    case "compute":
      return kindSection(topic.kind, now);
    case "option":
      return optionSection(topic.option, now);
    case "tool":
      return toolSection(topic.tool, now);
    case "sdk":
      return {
        title: `${topic.id} · ${topic.title}`,
        rows: sdkRows(topic.sdk, topic.releases, settings),
      };
    case "aws-table":
      return tableSection(topic.row, table, now);
  }
}

const factSection = (fact: EgressFact, now: number): Section =>
  section(`${fact.id} ${fact.topic} · ${changeText(fact)}`, [
    ...labelled("2024-05-20", fact.article2024 === null ? [] : [fact.article2024]),
    ["now", [fact.now, ...spansOfNow(fact)].join(" ")],
    ...labelled(
      "held",
      fact.validAs
        .filter(({ statement }) => statement !== fact.now)
        .map((held) => `${held.statement} ${spanText(held)}`),
    ),
    ...provenanceRows(fact, now),
    ...conflictRows(fact.conflicts),
  ]);

const spansOfNow = ({ now, validAs }: EgressFact): readonly string[] =>
  validAs.filter(({ statement }) => statement === now).map(spanText);

function spanText({ from, to }: ValidAs): string {
  const span = [
    ...(from === null ? [] : [`from ${from}`]),
    ...(to === null ? [] : [`until ${to}`]),
  ];
  return `(${span.join(" ") || "no source says since when"})`;
}

const kindSection = (kind: ComputeKind, now: number): Section =>
  section(`${kind.id} · ${kind.name}`, [
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

const optionSection = (option: EgressOption, now: number): Section =>
  section(`${option.id} · ${option.name}`, [
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

const tableSection = (row: AwsIpv6Row, table: AwsIpv6Support, now: number): Section =>
  section(
    `${row.service} · AWS's IPv6 table: per service, not per region; observation outranks it`,
    [
      ["dual-stack", row.dualStack],
      ["IPv6-only", row.ipv6Only],
      ["public endpoints", row.publicEndpoints],
      ["private endpoints", row.privateEndpoints],
      ...labelled("footnote", row.footnote === undefined ? [] : [row.footnote]),
      ...provenanceRows(table, now),
      ...conflictRows(table.conflicts.filter(({ statement }) => statement.includes(row.service))),
    ],
  );

const toolSection = (tool: ToolFacts, now: number): Section =>
  section(`${tool.id} · ${tool.name}`, [
    ["how", tool.mechanism],
    ["setting", tool.setting ?? "none"],
    ...labelled("where", tool.place === undefined ? [] : [tool.place]),
    ...labelled("versions", tool.versions.map(versionsText)),
    ...labelled("since", tool.since === undefined ? [] : [tool.since]),
    ...labelled("mind", tool.limits),
    ...labelled("calls", (tool.calls ?? []).map(callText)),
    ...labelled("workaround", tool.wayOut === undefined ? [] : [tool.wayOut]),
    ...labelled("written by", tool.writes === undefined ? [] : [`egress6 config --for ${tool.id}`]),
    ["as of", `${tool.date}, ${tool.confidence}, ${ageText(tool.date, now)}`],
    ...labelled("source", tool.sources),
  ]);

const callText = ({ service, name, when }: ToolCall): string =>
  `${name === undefined ? service : `${name} (of ${service})`}${when === undefined ? "" : ` ${when}`}`;

const labelled = (label: string, texts: readonly string[]): readonly Row[] =>
  texts.map((text): Row => [label, text]);

const section = (title: string, rows: readonly Row[]): Section => ({ title, rows });

const wrapped = (text: string, indent = "  "): string => wrapText(text, indent, 80);

/** Labels in one column, what they label wrapped in another. */
function aligned(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  const indent = " ".repeat(width + 4);
  return rows
    .map(([label, text]) => {
      const head = `  ${label}`.padEnd(indent.length);
      return head + wrapped(indent + text, indent).slice(indent.length);
    })
    .join("\n");
}

const provenanceRows = (statement: Provenance, now: number): readonly Row[] => [
  ["as of", `${statement.asOf}, ${marks(statement, now)}`],
  ...labelled("note", statement.note === undefined ? [] : [statement.note]),
  ...labelled("source", statement.sources),
];

/** What corrects the entry comes first: below it stands what was known before. */
function correctionRows(topic: Topic, facts: readonly EgressFact[]): readonly Row[] {
  const { correctedBy, unverified } = correctionsOf(entryOf(topic), facts);
  return [
    ...labelled(
      "corrected by",
      correctedBy.map(({ id, now, asOf }) => `${id}: ${now} (${asOf})`),
    ),
    ...labelled(
      "unverified",
      unverified.map(({ id, now }) => `${id}: ${now} (it corrects nothing)`),
    ),
  ];
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
