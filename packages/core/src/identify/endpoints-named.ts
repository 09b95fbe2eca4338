import { type Catalog, partitionOfRegion, type ServiceNames } from "../endpoint/catalog.js";
import { hostnameOf, type NameRules } from "../endpoint/name-rules.js";
import { type Partition, type Service, VARIANTS, type Variant } from "../endpoint/types.js";
import type { IdentifiedMatch } from "./identified.js";
import { namesOfPurpose, ownNames } from "./match.js";
import { regionsInName } from "./region-in-name.js";
import { bare, type ServiceWords, serviceLabelOf } from "./service-words.js";

/** A template of the catalog, and whose it is. */
interface Template {
  readonly service: Service;
  readonly variant: Variant;
  /** Null: of the service's own endpoint. */
  readonly purpose: string | null;
  readonly prefix: string;
  readonly rules: NameRules;
}

interface TemplateIndex {
  /** By the template, with `{region}` for the home of a partition, too. */
  readonly whole: ReadonlyMap<string, readonly Template[]>;
  /** By what follows the placeholders with which a template begins. */
  readonly afterPlaceholders: ReadonlyMap<string, readonly Template[]>;
  /** The last two labels of every hostname: few, so that other hosts are told apart at once. */
  readonly zones: ReadonlySet<string>;
}

const lastTwo = (labels: readonly string[]): string => labels.slice(-2).join(".");

const indexes = new WeakMap<Catalog, TemplateIndex>();

/** A template as it fits a hostname. */
interface Fit {
  readonly template: Template;
  readonly partition: Partition;
  /** In which the template gives the hostname; null: in every one. */
  readonly region: string | null;
  /** Labels that stand for placeholders. */
  readonly values: readonly string[];
}

/**
 * The endpoints that have this hostname: with a name of their own before additional ones, and the service that it
 * is named after before its kin.
 * @param hostname lower case, without a trailing dot; a label may be `*`
 * @param called decides between services that share a host
 */
export function endpointsNamed(
  catalog: Catalog,
  hostname: string,
  called: ServiceWords["called"] = new Map(),
): readonly IdentifiedMatch[] {
  const labels = hostname.split(".");
  if (labels.length < 2 || !indexOf(catalog).zones.has(lastTwo(labels))) return [];
  const fits = fitsOf(catalog, labels);
  const matches = new Map<string, { match: IdentifiedMatch; rank: readonly number[] }>();
  for (const fit of fits) {
    const { service, variant, purpose } = fit.template;
    const key = `${service.cliName} ${purpose}`;
    const before = matches.get(key)?.match;
    if (
      before !== undefined &&
      VARIANTS.indexOf(before.variant ?? variant) <= VARIANTS.indexOf(variant)
    ) {
      continue;
    }
    matches.set(key, {
      match: matchOf(catalog, hostname, fit),
      rank: rankOf(catalog, called, fit),
    });
  }
  return [...matches.values()]
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .map(({ match }) => match);
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Own names before additional ones, the service called like the host first, then the shorter name. */
function rankOf(
  catalog: Catalog,
  called: ServiceWords["called"],
  { template: { service, purpose } }: Fit,
): readonly number[] {
  const { cliName } = service;
  const label = serviceLabelOf(catalog, cliName) ?? "";
  const order = called.get(bare(label)) ?? [];
  const place = order.includes(service) ? order.indexOf(service) : order.length;
  const isMain = cliName === label || catalog.names.get(cliName)?.signingName === cliName;
  return [purpose === null ? 0 : 1, place, isMain ? 0 : 1, cliName.length];
}

function fitsOf(catalog: Catalog, labels: readonly string[]): readonly Fit[] {
  const index = indexOf(catalog);
  const found: Fit[] = [];
  for (const { region, labels: abstract } of [
    ...regionsInName(catalog, labels),
    { region: null, labels },
  ]) {
    for (const form of withoutSuffix(catalog, abstract)) {
      const parts = form.text.split(".");
      for (const template of index.whole.get(form.text) ?? []) {
        found.push(...fitted(catalog, template, region, form.partitions, labels, []));
      }
      for (let count = 1; count < parts.length; count++) {
        for (const template of index.afterPlaceholders.get(parts.slice(count).join(".")) ?? []) {
          found.push(
            ...fitted(catalog, template, region, form.partitions, labels, labels.slice(0, count)),
          );
        }
      }
    }
    // A listed region that fits leaves no room for a bucket that is called like one.
    if (found.length > 0) break;
  }
  const fewest = Math.min(...found.map(({ values }) => values.length));
  return found.filter(({ values }) => values.length === fewest);
}

/** The name with each partition's suffix as a template has it, and as it stands. */
function withoutSuffix({ partitions }: Catalog, labels: readonly string[]) {
  const text = labels.join(".");
  const forms = [{ text, partitions }];
  for (const { end, token, partitions: having } of suffixesOf(partitions)) {
    if (!text.endsWith(end)) continue;
    forms.push({ text: `${text.slice(0, 1 - end.length)}${token}`, partitions: having });
  }
  return forms;
}

interface Suffix {
  readonly end: string;
  readonly token: string;
  readonly partitions: readonly Partition[];
}

const suffixes = new WeakMap<readonly Partition[], readonly Suffix[]>();

/** Several partitions may share one. */
function suffixesOf(partitions: readonly Partition[]): readonly Suffix[] {
  const known = suffixes.get(partitions);
  if (known !== undefined) return known;
  const kinds = [
    ["{dns}", ({ dnsSuffix }: Partition) => dnsSuffix],
    ["{dualDns}", ({ dualStackDnsSuffix }: Partition) => dualStackDnsSuffix],
  ] as const;
  const made = kinds.flatMap(([token, of]) =>
    [...new Set(partitions.map(of))].map((suffix) => ({
      end: `.${suffix}`,
      token,
      partitions: partitions.filter((each) => of(each) === suffix),
    })),
  );
  suffixes.set(partitions, made);
  return made;
}

/** Where the template gives exactly this name. */
function fitted(
  catalog: Catalog,
  template: Template,
  region: string | null,
  partitions: readonly Partition[],
  labels: readonly string[],
  values: readonly string[],
): readonly Fit[] {
  const hostname = labels.join(".");
  const gives = (partition: Partition, id: string) => {
    const name = hostnameOf(template.rules, partition, id, template.variant);
    return name !== null && filled(template.prefix + name, values) === hostname;
  };
  if (region !== null) {
    const partition = partitionOfRegion(catalog, region);
    if (partition === null || !partitions.includes(partition)) return [];
    if (!gives(partition, region)) return [];
    // A region may stand in a name that serves all of its partition.
    const another = partition.regions.find(({ id }) => id !== region)?.id ?? null;
    const isShared = another !== null && gives(partition, another);
    return [{ template, partition, region: isShared ? null : region, values }];
  }
  for (const partition of partitions) {
    const ids = partition.regions.map(({ id }) => id).filter((id) => gives(partition, id));
    const [only] = ids;
    if (only === undefined) continue;
    const isOnly = ids.length === 1 && partition.regions.length > 1;
    return [{ template, partition, region: isOnly ? only : null, values }];
  }
  return [];
}

function matchOf(catalog: Catalog, hostname: string, fit: Fit): IdentifiedMatch {
  const { service, variant, purpose } = fit.template;
  const place = fit.region ?? regionWith(fit);
  const fill = (name: string) => filled(name, fit.values);
  const siblings =
    purpose === null
      ? ownNames(catalog, service, place, fill)
      : namesOfPurpose(catalog, service, place, purpose, fill);
  return {
    service: service.cliName,
    region: fit.region,
    partition: fit.partition.id,
    variant,
    hostname,
    purpose,
    siblings: { ...siblings, [variant]: hostname },
  };
}

/** Of a name that many regions share: the home of the partition, where that has it. */
function regionWith({ partition, template: { rules, variant } }: Fit): string {
  const has = (id: string) => hostnameOf(rules, partition, id, variant) !== null;
  if (has(partition.homeRegion)) return partition.homeRegion;
  return partition.regions.find(({ id }) => has(id))?.id ?? partition.homeRegion;
}

/** Labels of the host in place of the placeholders with which a name begins; the first one takes what is over. */
function filled(template: string, values: readonly string[]): string {
  const labels = template.split(".");
  const count = labels.filter(isPlaceholder).length;
  if (count === 0 || values.length < count) return template;
  const over = values.length - count + 1;
  const inPlace = [values.slice(0, over).join("."), ...values.slice(over)];
  let next = 0;
  return labels.map((label) => (isPlaceholder(label) ? inPlace[next++] : label)).join(".");
}

function isPlaceholder(label: string): boolean {
  return label.startsWith("{") && label.endsWith("}");
}

function indexOf(catalog: Catalog): TemplateIndex {
  const known = indexes.get(catalog);
  if (known !== undefined) return known;
  const made = makeIndex(catalog);
  indexes.set(catalog, made);
  return made;
}

function makeIndex(catalog: Catalog): TemplateIndex {
  const whole = new Map<string, Template[]>();
  const afterPlaceholders = new Map<string, Template[]>();
  for (const service of catalog.services) {
    const names = catalog.names.get(service.cliName);
    if (names === undefined) continue;
    for (const { purpose, prefix, rules } of rulesOf(names)) {
      for (const variant of VARIANTS) {
        const entry = { service, variant, purpose, prefix, rules };
        for (const template of templatesOf(rules, variant)) {
          const key = keyOf(prefix + template);
          const map = key.isAfterPlaceholder ? afterPlaceholders : whole;
          const list = map.get(key.text);
          if (list === undefined) map.set(key.text, [entry]);
          else if (list.at(-1) !== entry) list.push(entry);
        }
      }
    }
  }
  return {
    whole,
    afterPlaceholders,
    zones: zonesOf(catalog, [...whole.keys(), ...afterPlaceholders.keys()]),
  };
}

function zonesOf({ partitions }: Catalog, templates: readonly string[]): ReadonlySet<string> {
  const suffixes = partitions.flatMap(({ dnsSuffix, dualStackDnsSuffix }) => [
    dnsSuffix,
    dualStackDnsSuffix,
  ]);
  const others = templates.filter((each) => !each.endsWith("}"));
  return new Set([...suffixes, ...others].map((each) => lastTwo(each.split("."))));
}

function rulesOf({ rules, additional }: ServiceNames) {
  return [{ purpose: null, prefix: "", rules }, ...additional];
}

function templatesOf({ byVariant, exceptions }: NameRules, variant: Variant): readonly string[] {
  const special = Array.from(exceptions).flatMap(([key, template]) =>
    key.startsWith(`${variant} `) && template !== null ? [template] : [],
  );
  const general = byVariant[variant];
  return [...new Set(general === null ? special : [general, ...special])];
}

/** Names that serve a whole partition have its home where others have the region. */
function keyOf(template: string): { readonly text: string; readonly isAfterPlaceholder: boolean } {
  const labels = template.replaceAll("{home}", "{region}").split(".");
  const first = labels.findIndex((label) => !isPlaceholderOfAccount(label));
  return { text: labels.slice(first).join("."), isAfterPlaceholder: first > 0 };
}

function isPlaceholderOfAccount(label: string): boolean {
  return isPlaceholder(label) && !["{region}", "{dns}", "{dualDns}"].includes(label);
}
