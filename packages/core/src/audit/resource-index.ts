import type { Resource, ResourceKind } from "./resource.js";
import { type AuditValue, itemsOf, referencesIn, textOf } from "./value.js";

/** `aws_subnet.a["x"]` → `aws_subnet.a` */
const withoutKey = (address: string): string =>
  address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/, "");

/** Finds the resources that values speak of, within their scope. */
export class ResourceIndex {
  private readonly byAddress = new Map<string, Resource>();
  /** Instances of a block, by its address without keys. */
  private readonly byBlock = new Map<string, Resource[]>();
  /** Address → the output of a root module or template that passes it on. */
  private readonly passedOn = new Map<string, string>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      const { scope, address } = resource;
      this.byAddress.set(`${scope} ${address}`, resource);
      const key = `${scope} ${withoutKey(address)}`;
      const block = this.byBlock.get(key);
      if (block === undefined) this.byBlock.set(key, [resource]);
      else block.push(resource);
    }
    for (const { kind, scope, address, attributes } of resources) {
      if (kind !== "output") continue;
      for (const value of Object.values(attributes)) {
        for (const each of referencesIn(value))
          this.passedOn.set(`${scope} ${each.address}`, address);
      }
    }
  }

  /** The first resource that a value speaks of; of one of these kinds, if some are given. */
  first(
    from: Resource,
    value: AuditValue | undefined,
    ...kinds: readonly ResourceKind[]
  ): Resource | null {
    return this.all(from, value, ...kinds)[0] ?? null;
  }

  all(
    from: Resource,
    value: AuditValue | undefined,
    ...kinds: readonly ResourceKind[]
  ): readonly Resource[] {
    const found = new Set<Resource>();
    for (const each of referencesIn(value)) {
      for (const resource of this.at(from.scope, each.address)) found.add(resource);
    }
    // An account has ids where files have references.
    for (const item of itemsOf(value) ?? []) {
      const text = textOf(item);
      const resource = text === null ? undefined : this.byAddress.get(`${from.scope} ${text}`);
      if (resource !== undefined) found.add(resource);
    }
    return [...found].filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  }

  /** Names of values that lead to no resource of the files. */
  unresolved(from: Resource, value: AuditValue | undefined): readonly string[] {
    const items = itemsOf(value);
    if (items === null) {
      const isFound = this.all(from, value).length > 0;
      return isFound || value?.kind !== "unknown" ? [] : [value.missing];
    }
    return items.flatMap((item) => {
      if (this.all(from, item).length > 0) return [];
      return item.kind === "unknown" ? [item.missing] : [textOf(item) ?? "a value"];
    });
  }

  /** The output that hands a resource to others; null: none does. */
  leavesModule({ scope, address }: Resource): string | null {
    return this.passedOn.get(`${scope} ${address}`) ?? null;
  }

  private at(scope: string, address: string): readonly Resource[] {
    const exact = this.byAddress.get(`${scope} ${address}`);
    if (exact !== undefined) return [exact];
    return this.byBlock.get(`${scope} ${address}`) ?? [];
  }
}
