import { entryOf } from "@egress6/core/facts/corrections";
import { type FactBase, topicsOf } from "@egress6/core/facts/fact-base";
import type { Conflict, Provenance } from "@egress6/core/facts/provenance";

/** What the fact base refers to, and the day it is looked at. */
export interface LintContext {
  /** CLI names of the catalog. */
  readonly services: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** @returns one sentence for each thing wrong; empty when clean */
type Rule = (base: FactBase, context: LintContext) => readonly string[];

/** Every statement, with the words that find it. */
function statements(base: FactBase): readonly (readonly [place: string, Provenance])[] {
  const prices = [...base.prices.prices].flatMap(([region, ids]) =>
    [...ids].map(([id, price]) => [`price ${id} in ${region}`, price] as const),
  );
  const all: readonly (readonly [string, Provenance & { conflicts: readonly Conflict[] }])[] = [
    ...base.facts.map((fact) => [`fact ${fact.id}`, fact] as const),
    ...base.kinds.map((kind) => [`compute kind ${kind.id}`, kind] as const),
    ...base.options.map((option) => [`egress option ${option.id}`, option] as const),
    ["AWS's IPv6 table", base.table],
    ...prices,
  ];
  return all.flatMap(([place, statement]) => [
    [place, statement] as const,
    ...statement.conflicts.map((conflict) => [`conflict of ${place}`, conflict] as const),
  ]);
}

// The schemas ask for both, too; this holds for statements that come from elsewhere than the files.
const hasSourceAndDate: Rule = (base) =>
  statements(base).flatMap(([place, { sources, asOf }]) => [
    ...(sources.some((source) => source.trim() !== "") ? [] : [`${place} has no source`]),
    ...(/^20\d\d(-\d\d){0,2}$/.test(asOf) ? [] : [`${place} has no date`]),
  ]);

const isNotFromTheFuture: Rule = (base, { today }) =>
  statements(base).flatMap(([place, { asOf }]) =>
    asOf > today ? [`${place}: asOf ${asOf} is after today, ${today}`] : [],
  );

const idsAreUnique: Rule = ({ facts, kinds, options }) =>
  [facts, kinds, options].flatMap((list) =>
    list.flatMap(({ id }, index) =>
      list.findIndex((other) => other.id === id) === index ? [] : [`${id} is there twice`],
    ),
  );

const kindsAreNamedAfterTheirParts: Rule = ({ kinds }) =>
  kinds.flatMap(({ id, platform, subnets }) => {
    const expected = subnets === "none" ? platform : `${platform}-${subnets}`;
    return id === expected ? [] : [`compute kind ${id} should be ${expected}`];
  });

const changedFactsSayWhatHeldWhen: Rule = ({ facts }) =>
  facts.flatMap(({ id, changed, validAs }) => {
    if (changed === null) return [];
    const mayHaveChanged = changed === "yes" || changed === "partly" || changed === "new";
    return mayHaveChanged === validAs.length > 0
      ? []
      : [`fact ${id}: changed is ${changed}, with ${validAs.length} entries in validAs`];
  });

const laterFactsAreNotHeldAgainstTheArticle: Rule = ({ facts }) =>
  facts.flatMap(({ id, article2024, changed }) =>
    (article2024 === null) === (changed === null) && (changed === null) === !id.startsWith("F")
      ? []
      : [`fact ${id}: article2024 and changed are null for all but F…`],
  );

const correctionsNameAnEntry: Rule = (base) => {
  const entries = new Set(topicsOf(base).map(entryOf));
  return base.facts.flatMap(({ id, replaces }) =>
    replaces === undefined || (entries.has(replaces) && replaces !== id)
      ? []
      : [`fact ${id} replaces ${replaces}, which is no entry`],
  );
};

const kindsThatDoNotRunSendNothing: Rule = ({ kinds }) =>
  kinds.flatMap(({ id, runs, sendsIpv4, sendsIpv6 }) =>
    runs === "no" && (sendsIpv4 !== "no" || sendsIpv6 !== "no")
      ? [`compute kind ${id} does not run, and yet sends`]
      : [],
  );

const ipv6OnlySubnetsHaveNoIpv4: Rule = ({ kinds }) =>
  kinds.flatMap(({ id, subnets, sendsIpv4 }) =>
    subnets === "ipv6-only" && sendsIpv4 !== "no" ? [`compute kind ${id} sends IPv4`] : [],
  );

const servicesAndRegionsExist: Rule = ({ kinds, options, prices }, { services, regions }) => {
  const called = [
    ...kinds.flatMap((kind) => kind.startupCalls.map(({ service }) => [kind.id, service] as const)),
    ...options.flatMap(({ id, reaches }) =>
      typeof reaches === "string" ? [] : reaches.map((service) => [id, service] as const),
    ),
  ];
  return [
    ...called.flatMap(([id, service]) =>
      service === null || services.has(service) ? [] : [`${id}: no service ${service}`],
    ),
    ...[...prices.prices.keys()].flatMap((region) =>
      regions.has(region) ? [] : [`prices: no region ${region}`],
    ),
  ];
};

const RULES: readonly Rule[] = [
  hasSourceAndDate,
  isNotFromTheFuture,
  idsAreUnique,
  kindsAreNamedAfterTheirParts,
  changedFactsSayWhatHeldWhen,
  laterFactsAreNotHeldAgainstTheArticle,
  correctionsNameAnEntry,
  kindsThatDoNotRunSendNothing,
  ipv6OnlySubnetsHaveNoIpv4,
  servicesAndRegionsExist,
];

export const lintFactBase = (base: FactBase, context: LintContext): readonly string[] =>
  RULES.flatMap((rule) => rule(base, context));
