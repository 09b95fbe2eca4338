import { inventedRegion } from "@egress6/core/endpoint/catalog";
import { fillLabel, fillTemplate, type NamePattern } from "@egress6/core/endpoint/name-rules";
import { type Partition, VARIANTS, type Variant } from "@egress6/core/endpoint/types";

/** Null: no such name. */
export type NameOf = (partition: Partition, region: string, variant: Variant) => string | null;

/** What `parseNameRules` reads. */
export type NamesJson = Record<string, string | null>;

/** The shapes that most services share, over their label. */
export const NAME_PATTERNS: Readonly<Record<string, NamePattern>> = {
  dualOnly: {
    default: "{label}.{region}.{dualDns}",
    dualstack: "{label}.{region}.{dualDns}",
    fips: "{label}-fips.{region}.{dualDns}",
    "fips-dualstack": "{label}-fips.{region}.{dualDns}",
  },
  home: {
    default: "{label}.{home}.{dns}",
    dualstack: "{label}.{home}.{dualDns}",
    fips: "{label}-fips.{home}.{dns}",
    "fips-dualstack": "{label}-fips.{home}.{dualDns}",
  },
  homeDualOnly: {
    default: "{label}.{home}.{dualDns}",
    dualstack: "{label}.{home}.{dualDns}",
    fips: "{label}-fips.{home}.{dualDns}",
    "fips-dualstack": "{label}-fips.{home}.{dualDns}",
  },
  standard: {
    default: "{label}.{region}.{dns}",
    dualstack: "{label}.{region}.{dualDns}",
    fips: "{label}-fips.{region}.{dns}",
    "fips-dualstack": "{label}-fips.{region}.{dualDns}",
  },
};

/** The fewest templates and exceptions that give exactly these names. */
export function compactNames(partitions: readonly Partition[], nameOf: NameOf): NamesJson {
  const perVariant = VARIANTS.map((variant) => compactVariant(partitions, nameOf, variant));
  return {
    ...withPattern(new Map(perVariant.map(({ variant, template }) => [variant, template]))),
    ...Object.fromEntries(perVariant.flatMap(({ exceptions }) => exceptions)),
  };
}

type Template = string | null;

function compactVariant(partitions: readonly Partition[], nameOf: NameOf, variant: Variant) {
  const byPartition = new Map(
    partitions.map((partition) => {
      const region = inventedRegion(partition);
      return [partition, templateOf(nameOf(partition, region, variant), partition, region)];
    }),
  );
  const template = mostFrequent([...byPartition.values()]);
  const places = new Map<Template, string[]>();
  const except = (place: string, unlike: Template) =>
    places.set(unlike, [...(places.get(unlike) ?? []), place]);
  for (const [partition, forPartition] of byPartition) {
    if (forPartition !== template) except(partition.id, forPartition);
    for (const { id } of partition.regions) {
      const name = nameOf(partition, id, variant);
      if (name !== fill(forPartition, partition, id)) except(id, templateOf(name, partition, id));
    }
  }
  const exceptions = [...places].map(([unlike, ids]) => [`${variant} ${ids.join(",")}`, unlike]);
  return { variant, template, exceptions };
}

function fill(template: Template, partition: Partition, region: string): string | null {
  return template === null ? null : fillTemplate(template, partition, region);
}

function templateOf(name: string | null, partition: Partition, region: string): Template {
  if (name === null) return null;
  const { dnsSuffix, dualStackDnsSuffix, homeRegion } = partition;
  // A signing region; names have more to them.
  if (name === homeRegion && region !== homeRegion) return "{home}";
  let template = name.includes(region)
    ? name.replaceAll(region, "{region}")
    : name.replace(`.${homeRegion}.`, ".{home}.");
  if (template.endsWith(`.${dualStackDnsSuffix}`)) {
    template = `${template.slice(0, -dualStackDnsSuffix.length)}{dualDns}`;
  } else if (template.endsWith(`.${dnsSuffix}`)) {
    template = `${template.slice(0, -dnsSuffix.length)}{dns}`;
  }
  return fillTemplate(template, partition, region) === name ? template : name;
}

function mostFrequent(templates: readonly Template[]): Template {
  const counts = new Map<Template, number>();
  for (const template of templates) counts.set(template, (counts.get(template) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

// A pattern must save more than it says: at least two of the four templates.
function withPattern(templates: ReadonlyMap<Variant, Template>): NamesJson {
  let best: { name: string; label: string; filled: NamePattern; agrees: number } | null = null;
  for (const [name, pattern] of Object.entries(NAME_PATTERNS)) {
    const label = labelOf(pattern.default, templates.get("default") ?? "");
    if (label === null) continue;
    const filled = fillPattern(pattern, label);
    const agrees = VARIANTS.filter((variant) => filled[variant] === templates.get(variant)).length;
    if (agrees >= 2 && agrees >= (best?.agrees ?? 0)) best = { name, label, filled, agrees };
  }
  const names: NamesJson = best === null ? {} : { [best.name]: best.label };
  for (const [variant, template] of templates) {
    if (template !== (best === null ? null : best.filled[variant])) names[variant] = template;
  }
  return names;
}

function labelOf(pattern: string, template: string): string | null {
  const rest = pattern.slice("{label}".length);
  return template.endsWith(rest) && template.length > rest.length
    ? template.slice(0, -rest.length)
    : null;
}

function fillPattern(pattern: NamePattern, label: string): NamePattern {
  return {
    default: fillLabel(pattern.default, label),
    dualstack: fillLabel(pattern.dualstack, label),
    fips: fillLabel(pattern.fips, label),
    "fips-dualstack": fillLabel(pattern["fips-dualstack"], label),
  };
}
