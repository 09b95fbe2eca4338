import { addressOctets } from "../../address/ip-address.js";
import type { Resource } from "../resource.js";
import {
  type AuditValue,
  auditValueAt,
  isAbsent,
  itemsOf,
  missingIn,
  textOf,
  valueOfJson,
  walkValue,
} from "../value.js";

/** A test of a statement for the address that a call comes from. */
export interface AddressCondition {
  readonly resource: Resource;
  /** The attribute that has the policy, and the number of its statement. */
  readonly path: readonly string[];
  readonly line: number | null;
  readonly effect: "Allow" | "Deny";
  /** `Not`: the statement applies to other addresses. */
  readonly isNegated: boolean;
  readonly key: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  /** What of the ranges is not known. */
  readonly missing: readonly string[];
}

/** Every test for addresses in the policies of a resource, whatever attribute has them. */
export function addressConditions(resource: Resource): readonly AddressCondition[] {
  const found: AddressCondition[] = [];
  for (const [attribute, value] of Object.entries(resource.attributes)) {
    const statements = attribute.toLowerCase() === "statement" ? [{ at: [attribute], value }] : [];
    walkValue(value, (each, path) => {
      const policy = policyOf(each);
      const inner = auditValueAt(policy, "Statement") ?? auditValueAt(policy, "statement");
      if (inner !== undefined) statements.push({ at: [attribute, ...path], value: inner });
    });
    const line = resource.lines[attribute] ?? resource.place.line;
    for (const { at, value: list } of statements) {
      for (const [index, statement] of (itemsOf(list) ?? []).entries()) {
        found.push(...conditionsOf(statement, { resource, path: [...at, `${index}`], line }));
      }
    }
  }
  return found;
}

/** A policy as it is, or as JSON. */
function policyOf(value: AuditValue): AuditValue | undefined {
  if (value.kind === "map") return value;
  const text = textOf(value) ?? (value.kind === "unknown" ? (value.pattern ?? "") : "");
  if (!/^\s*\{/.test(text) || !/"Statement"/.test(text)) return undefined;
  try {
    return valueOfJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

type At = Pick<AddressCondition, "resource" | "path" | "line">;

function conditionsOf(statement: AuditValue, at: At): readonly AddressCondition[] {
  const effectText = textOf(either(statement, "Effect", "effect")) ?? "Allow";
  const effect = /^deny$/i.test(effectText) ? "Deny" : "Allow";
  const condition = either(statement, "Condition", "condition");
  if (condition === undefined || isAbsent(condition)) return [];
  return testsOf(condition).flatMap(({ operator, key, values }) => {
    const [, negation] = /^(?:for(?:all|any)values?:)?(not)?ipaddress(?:ifexists)?$/i.exec(
      operator,
    ) ?? [null];
    if (!/^(?:for(?:all|any)values?:)?(?:not)?ipaddress(?:ifexists)?$/i.test(operator)) return [];
    if (!/^aws:(source|vpcsource)ip$/i.test(key)) return [];
    const texts = (itemsOf(values) ?? []).flatMap((each) => textOf(each) ?? []);
    const isIpv6 = (cidr: string) => addressOctets(cidr.replace(/\/\d+$/, ""))?.length === 16;
    return [
      {
        ...at,
        effect,
        isNegated: negation !== undefined,
        key,
        ipv4: texts.filter((each) => addressOctets(each.replace(/\/\d+$/, ""))?.length === 4),
        ipv6: texts.filter(isIpv6),
        missing: [
          ...missingIn(values),
          ...(texts.some((each) => each.includes("{}")) ? ["a part of its ranges"] : []),
        ],
      } satisfies AddressCondition,
    ];
  });
}

interface Test {
  readonly operator: string;
  readonly key: string;
  readonly values: AuditValue;
}

/** `{IpAddress: {"aws:SourceIp": […]}}`, or Terraform's blocks of test, variable and values. */
function testsOf(condition: AuditValue): readonly Test[] {
  if (condition.kind === "list") return condition.items.flatMap(testsOf);
  if (condition.kind !== "map") return [];
  const operator = textOf(condition.entries["test"]);
  const key = textOf(condition.entries["variable"]);
  const values = condition.entries["values"];
  if (operator !== null && key !== null && values !== undefined) return [{ operator, key, values }];
  return Object.entries(condition.entries).flatMap(([operator, keys]) =>
    keys.kind === "map"
      ? Object.entries(keys.entries).map(([key, values]) => ({ operator, key, values }))
      : [],
  );
}

function either(value: AuditValue, one: string, other: string): AuditValue | undefined {
  return auditValueAt(value, one) ?? auditValueAt(value, other);
}
