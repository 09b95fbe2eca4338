import { type Catalog, expandCatalog } from "../endpoint/catalog.js";
import { observableName } from "../endpoint/placeholder.js";
import type { FamilySupport } from "../verdict/cell.js";
import { cellPlace, layoutOf, type MapLayout, placeCount } from "./map-layout.js";
import { statusCode, UNOBSERVED_NAME } from "./name-status.js";
import type { StatusChanges } from "./status-changes.js";

/** A status matrix that follows what is observed, name by name. */
export class LiveStatusMatrix {
  readonly layout: MapLayout;
  readonly statusMatrix: Uint8Array;
  readonly #placesOfName = new Map<string, number[]>();

  constructor(catalog: Catalog) {
    this.layout = layoutOf(catalog);
    this.statusMatrix = new Uint8Array(placeCount(this.layout));
    for (const endpoint of expandCatalog(catalog)) {
      const service = this.layout.serviceIndex.get(endpoint.service);
      const region = this.layout.regionIndex.get(endpoint.region);
      if (service === undefined || region === undefined) continue;
      const place = cellPlace(this.layout, endpoint.variant, service, region);
      this.statusMatrix[place] = UNOBSERVED_NAME;
      const name = observableName(endpoint.hostname);
      const places = this.#placesOfName.get(name);
      if (places === undefined) this.#placesOfName.set(name, [place]);
      else places.push(place);
    }
  }

  /** @returns what became different on the map; empty for a name that is not on it */
  set(name: string, status: FamilySupport): StatusChanges {
    const code = statusCode(status);
    const changes: [number, number][] = [];
    for (const place of this.#placesOfName.get(name) ?? []) {
      if (this.statusMatrix[place] === code) continue;
      this.statusMatrix[place] = code;
      changes.push([place, code]);
    }
    return changes;
  }
}
