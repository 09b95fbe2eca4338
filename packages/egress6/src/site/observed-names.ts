import type { Catalog } from "@egress6/core/endpoint/catalog";
import { LiveStatusMatrix } from "@egress6/core/map/live-status-matrix";
import type { MapLayout } from "@egress6/core/map/map-layout";
import type { StatusChanges } from "@egress6/core/map/status-changes";
import type { NameObservation } from "@egress6/core/observation/outcome";
import type { NameSupport } from "@egress6/core/verdict/support";
import { observeSupport, supportOf, UNOBSERVED } from "@egress6/core/verdict/support";
import type { StoreReader } from "../ports.js";
import type { Slices } from "./slices.js";

const NAMES_PER_SLICE = 500;

/**
 * What the store knows, held in memory and kept up with what is recorded,
 * so that a request costs no pass over the store.
 */
export class ObservedNames {
  readonly #store: StoreReader;
  readonly #live: LiveStatusMatrix;
  #support = new Map<string, NameSupport>();
  #version = 0;

  constructor(catalog: Catalog, store: StoreReader) {
    this.#store = store;
    this.#live = new LiveStatusMatrix(catalog);
    this.reload();
  }

  /** Grows with every change; equal versions mean equal content. */
  get version(): number {
    return this.#version;
  }

  get layout(): MapLayout {
    return this.#live.layout;
  }

  get statusMatrix(): Uint8Array {
    return this.#live.statusMatrix;
  }

  get support(): ReadonlyMap<string, NameSupport> {
    return this.#support;
  }

  /** Reads everything again: another process may have written. */
  reload(): void {
    this.#support = new Map(this.#store.readSupport());
    for (const [name, support] of this.#support) this.#show(name, support);
    this.#version++;
  }

  /** As `reload`, of some names and in slices: what is shown meanwhile is partly newer than the rest. */
  *reloadNames(names: readonly string[]): Slices<void> {
    for (let from = 0; from < names.length; from += NAMES_PER_SLICE) {
      const some = names.slice(from, from + NAMES_PER_SLICE);
      for (const [name, support] of this.#store.readSupport(some)) {
        this.#support.set(name, support);
        this.#show(name, support);
      }
      yield;
    }
    this.#version++;
  }

  /** Follows a batch that the store has recorded, by the same rules. */
  follow(batch: readonly NameObservation[], at: number): StatusChanges {
    this.#version++;
    return batch.flatMap((observation) => {
      const before = this.#support.get(observation.name) ?? { ipv4: UNOBSERVED, ipv6: UNOBSERVED };
      const after = {
        ipv4: observeSupport(before.ipv4, observation.a, at),
        ipv6: observeSupport(before.ipv6, observation.aaaa, at),
      };
      this.#support.set(observation.name, after);
      return this.#show(observation.name, after);
    });
  }

  #show(name: string, support: NameSupport): StatusChanges {
    return this.#live.set(name, {
      ipv4: supportOf(support.ipv4),
      ipv6: supportOf(support.ipv6),
    });
  }
}
