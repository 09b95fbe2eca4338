import type { Catalog } from "../endpoint/catalog.js";
import type { ResourceHost } from "./names.js";
import { listedRegions } from "./region-in-name.js";

/** A host of a resource, and where it is. */
export interface ResourceFit {
  readonly resource: ResourceHost;
  readonly region: string | null;
  /** Its host after it was switched, with its own values; null: the same, or not known. */
  readonly switched: string | null;
}

/** What patterns are looked up by: the zone is shared by many, so the last label that is no placeholder counts. */
const indexes = new WeakMap<readonly ResourceHost[], ReadonlyMap<string, readonly Pattern[]>>();

interface Pattern {
  readonly resource: ResourceHost;
  readonly labels: readonly string[];
}

/** The resource that a host was made for; null for other hosts. */
export function resourceHostOf(
  catalog: Catalog,
  resources: readonly ResourceHost[],
  hostname: string,
): ResourceFit | null {
  const labels = hostname.split(".");
  const index = indexOf(resources);
  for (let count = Math.min(labels.length, MOST_ZONE_LABELS); count > 0; count--) {
    for (const { resource, labels: pattern } of index.get(labels.slice(-count).join(".")) ?? []) {
      const fit = fitLabels(pattern, labels, listedRegions(catalog));
      if (fit === null) continue;
      const { switchedHost } = resource;
      const switched = switchedHost === null ? null : filled(switchedHost, fit);
      return { resource, region: fit.get("region") ?? null, switched };
    }
  }
  return null;
}

const MOST_ZONE_LABELS = 5;

function indexOf(resources: readonly ResourceHost[]): ReadonlyMap<string, readonly Pattern[]> {
  const known = indexes.get(resources);
  if (known !== undefined) return known;
  const made = new Map<string, Pattern[]>();
  for (const resource of resources) {
    for (const host of resource.hosts) {
      const labels = host.split(".");
      const zone = labels.slice(labels.findLastIndex((label) => label.includes("{")) + 1).join(".");
      made.set(zone, [...(made.get(zone) ?? []), { resource, labels }]);
    }
  }
  indexes.set(resources, made);
  return made;
}

/** Values of the placeholders, by name; the first label of a pattern may stand for several. */
function fitLabels(
  pattern: readonly string[],
  labels: readonly string[],
  listed: ReadonlySet<string>,
): ReadonlyMap<string, string> | null {
  const over = labels.length - pattern.length;
  if (over < 0 || (over > 0 && !isPlaceholder(pattern[0] ?? ""))) return null;
  const values = new Map<string, string>();
  for (const [index, expected] of pattern.entries()) {
    const label = index === 0 ? labels.slice(0, over + 1).join(".") : (labels[index + over] ?? "");
    const value = valueIn(expected, label);
    if (value === null) return null;
    const name = expected.slice(expected.indexOf("{") + 1, expected.indexOf("}"));
    if (name === "region" && !listed.has(value)) return null;
    if (expected.includes("{")) values.set(name, value);
  }
  return values;
}

function filled(template: string, values: ReadonlyMap<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values.get(name) ?? whole);
}

/** What stands at the placeholder of a label such as `search-{Domain}`; the label itself where there is none. */
function valueIn(expected: string, label: string): string | null {
  const open = expected.indexOf("{");
  if (open < 0) return expected === label ? label : null;
  const before = expected.slice(0, open);
  const after = expected.slice(expected.indexOf("}") + 1);
  const isLongEnough = label.length > before.length + after.length;
  if (!isLongEnough || !label.startsWith(before) || !label.endsWith(after)) return null;
  return label.slice(before.length, label.length - after.length);
}

function isPlaceholder(label: string): boolean {
  return label.startsWith("{") && label.endsWith("}");
}
