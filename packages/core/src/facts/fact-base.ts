import type { PriceBook } from "../price/price-book.js";
import type { AwsIpv6Row, AwsIpv6Support } from "./aws-ipv6-support.js";
import type { ComputeKind, Platform } from "./compute-kind.js";
import type { EgressFact } from "./egress-fact.js";
import type { EgressOption } from "./egress-option.js";
import type { SdkFacts, SettingNames, ToolFacts } from "./sdk-facts.js";
import type { SourcedSdkReleases } from "./sdk-releases.js";

/** All that is known of egress. */
export interface FactBase {
  readonly facts: readonly EgressFact[];
  readonly kinds: readonly ComputeKind[];
  /** By platform: other words for it. */
  readonly platformAliases: Readonly<Partial<Record<Platform, readonly string[]>>>;
  readonly options: readonly EgressOption[];
  readonly table: AwsIpv6Support;
  readonly tools: readonly ToolFacts[];
  readonly sdks: readonly SdkFacts[];
  /** What the settings that SDKs read are called. */
  readonly settings: readonly SettingNames[];
  /** What dates the versions of SDKs. */
  readonly releases: readonly SourcedSdkReleases[];
  readonly prices: PriceBook;
}

interface Named {
  readonly id: string;
  readonly title: string;
  /** Other words that people use for it. */
  readonly aliases: readonly string[];
}

/** One thing that can be looked up. */
export type Topic = Named &
  (
    | { readonly type: "fact"; readonly fact: EgressFact }
    | { readonly type: "compute"; readonly kind: ComputeKind }
    | { readonly type: "option"; readonly option: EgressOption }
    | { readonly type: "tool"; readonly tool: ToolFacts }
    | {
        readonly type: "sdk";
        readonly sdk: SdkFacts;
        /** Null: nothing dates its versions. */
        readonly releases: SourcedSdkReleases | null;
      }
    | { readonly type: "aws-table"; readonly row: AwsIpv6Row }
  );

/** Everything that can be looked up: facts first, then compute, egress options, tools, SDKs, and rows of AWS's table. */
export function topicsOf(base: FactBase): readonly Topic[] {
  const { facts, kinds, platformAliases, options, table, tools, sdks, releases } = base;
  return [
    ...facts.map((fact): Topic => {
      const { id, topic: title, aliases = [] } = fact;
      return { type: "fact", id, title, aliases, fact };
    }),
    ...kinds.map((kind): Topic => {
      const aliases = platformAliases[kind.platform] ?? [];
      return { type: "compute", id: kind.id, title: kind.name, aliases, kind };
    }),
    ...options.map(
      (option): Topic => ({
        type: "option",
        id: option.id,
        title: option.name,
        aliases: typeof option.reaches === "string" ? [] : option.reaches,
        option,
      }),
    ),
    ...tools.map((tool): Topic => {
      const { id, name: title, setting, aliases = [] } = tool;
      return { type: "tool", id, title, aliases: [...aliases, setting ?? ""], tool };
    }),
    ...sdks.map((sdk): Topic => {
      const { id, name: title, aliases, languages } = sdk;
      const own = releases.find((each) => each.sdk === id) ?? null;
      return { type: "sdk", id, title, aliases: [...aliases, ...languages], sdk, releases: own };
    }),
    ...table.services.map(
      (row): Topic => ({
        type: "aws-table",
        id: row.service,
        title: row.service,
        aliases: initialsOf(row.service),
        row,
      }),
    ),
  ];
}

/** `ses` of Amazon Simple Email Service; none for fewer than three words. */
function initialsOf(service: string): readonly string[] {
  const words = service.replace(/^(Amazon|AWS) /, "").match(/[A-Z][a-z]+/g) ?? [];
  return words.length < 3 ? [] : [words.map(([first = ""]) => first.toLowerCase()).join("")];
}
