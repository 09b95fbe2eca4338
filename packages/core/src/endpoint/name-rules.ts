import { Egress6Error } from "../errors.js";
import { parseRecord, parseText } from "./parse-json.js";
import { type Partition, VARIANTS, type Variant } from "./types.js";

/**
 * How the names of one service come about, per variant, from the narrowest statement to the widest:
 * for a region, for a partition, for all. Null: there is no such name.
 *
 * Templates may hold `{region}`, `{home}` (the partition's own region for what is partition-wide),
 * `{dns}` and `{dualDns}` (its two suffixes); other braces are placeholders and stay.
 */
export interface NameRules {
  readonly byVariant: Readonly<Record<Variant, string | null>>;
  /** Keys: `<variant> <partition or region>`. */
  readonly exceptions: ReadonlyMap<string, string | null>;
}

/** Four templates over `{label}`, shared by many services. */
export type NamePattern = Readonly<Record<Variant, string>>;

/** As `rules.exceptions` is keyed. */
export function exceptionKey(variant: Variant, place: string): string {
  return `${variant} ${place}`;
}

/** Null when the rules have no such name. The region need not be listed in the partition. */
export function hostnameOf(
  rules: NameRules,
  partition: Partition,
  region: string,
  variant: Variant,
): string | null {
  const template = templateOf(rules, partition, region, variant);
  return template === null ? null : fillTemplate(template, partition, region);
}

function templateOf(rules: NameRules, partition: Partition, region: string, variant: Variant) {
  if (rules.exceptions.size === 0) return rules.byVariant[variant];
  const forRegion = rules.exceptions.get(exceptionKey(variant, region));
  if (forRegion !== undefined) return forRegion;
  const forPartition = rules.exceptions.get(exceptionKey(variant, partition.id));
  return forPartition !== undefined ? forPartition : rules.byVariant[variant];
}

/** Leaves braces it does not know, such as `{AccountId}`. */
export function fillTemplate(template: string, partition: Partition, region: string): string {
  // In one pass: a map takes a hundred thousand names.
  let filled = "";
  let from = 0;
  for (let open = template.indexOf("{"); open >= 0; open = template.indexOf("{", open + 1)) {
    const end = template.indexOf("}", open);
    const value = end < 0 ? null : placeValue(template.slice(open + 1, end), partition, region);
    if (value === null) continue;
    filled += template.slice(from, open) + value;
    from = end + 1;
  }
  return filled + template.slice(from);
}

function placeValue(name: string, partition: Partition, region: string): string | null {
  if (name === "region") return region;
  if (name === "dns") return partition.dnsSuffix;
  if (name === "dualDns") return partition.dualStackDnsSuffix;
  return name === "home" ? partition.homeRegion : null;
}

export function fillLabel(template: string, label: string): string {
  return template.replace("{label}", label);
}

/**
 * Reads `{"<pattern>": "<label>", "<variant>": template, "<variant> <place>,<place>": template}`.
 * @throws Egress6Error CATALOG_INVALID
 */
export function parseNameRules(
  json: unknown,
  where: string,
  patterns: ReadonlyMap<string, NamePattern>,
): NameRules {
  const byVariant: Record<Variant, string | null> = {
    default: null,
    dualstack: null,
    fips: null,
    "fips-dualstack": null,
  };
  const exceptions = new Map<string, string | null>();
  for (const [key, value] of Object.entries(parseRecord(json, where))) {
    const pattern = patterns.get(key);
    if (pattern !== undefined) {
      const label = parseText(value, `${where}.${key}`);
      for (const variant of VARIANTS) byVariant[variant] = fillLabel(pattern[variant], label);
      continue;
    }
    const template = value === null ? null : parseText(value, `${where}.${key}`);
    const [variant, places] = splitKey(key, where);
    if (places === undefined) byVariant[variant] = template;
    else for (const place of places) exceptions.set(exceptionKey(variant, place), template);
  }
  return { byVariant, exceptions };
}

function splitKey(key: string, where: string): [Variant, readonly string[] | undefined] {
  const space = key.indexOf(" ");
  const word = space === -1 ? key : key.slice(0, space);
  const variant = VARIANTS.find((candidate) => candidate === word);
  if (variant === undefined) {
    throw new Egress6Error(
      "CATALOG_INVALID",
      "input",
      `The catalog is damaged at ${where}: "${key}" is neither a variant nor a pattern of this catalog. Rebuild it with \`egress6 catalog update\`.`,
    );
  }
  return [variant, space === -1 ? undefined : key.slice(space + 1).split(",")];
}
