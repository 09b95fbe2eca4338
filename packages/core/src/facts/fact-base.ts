import type { PriceBook } from "../price/price-book.js";
import type { AwsIpv6Row, AwsIpv6Support } from "./aws-ipv6-support.js";
import type { ComputeKind, Platform } from "./compute-kind.js";
import type { EgressFact } from "./egress-fact.js";
import type { EgressOption } from "./egress-option.js";
import type { ToolFacts } from "./sdk-facts.js";

/** All that is known of egress. */
export interface FactBase {
  readonly facts: readonly EgressFact[];
  readonly kinds: readonly ComputeKind[];
  /** By platform: other words for it. */
  readonly platformAliases: Readonly<Partial<Record<Platform, readonly string[]>>>;
  readonly options: readonly EgressOption[];
  readonly table: AwsIpv6Support;
  readonly tools: readonly ToolFacts[];
  readonly prices: PriceBook;
}

/** One thing that can be looked up. */
export type Topic =
  | {
      readonly type: "fact";
      readonly id: string;
      readonly title: string;
      readonly fact: EgressFact;
    }
  | {
      readonly type: "compute";
      readonly id: string;
      readonly title: string;
      readonly kind: ComputeKind;
    }
  | {
      readonly type: "option";
      readonly id: string;
      readonly title: string;
      readonly option: EgressOption;
    }
  | {
      readonly type: "tool";
      readonly id: string;
      readonly title: string;
      readonly tool: ToolFacts;
    }
  | {
      readonly type: "aws-table";
      readonly id: string;
      readonly title: string;
      readonly row: AwsIpv6Row;
    };

/** Everything that can be looked up: facts first, then compute, egress options, tools, and rows of AWS's table. */
export function topicsOf({ facts, kinds, options, table, tools }: FactBase): readonly Topic[] {
  return [
    ...facts.map((fact): Topic => ({ type: "fact", id: fact.id, title: fact.topic, fact })),
    ...kinds.map((kind): Topic => ({ type: "compute", id: kind.id, title: kind.name, kind })),
    ...options.map(
      (option): Topic => ({ type: "option", id: option.id, title: option.name, option }),
    ),
    ...tools.map((tool): Topic => ({ type: "tool", id: tool.id, title: tool.name, tool })),
    ...table.services.map(
      (row): Topic => ({ type: "aws-table", id: row.service, title: row.service, row }),
    ),
  ];
}
