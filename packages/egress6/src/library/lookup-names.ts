import type { Catalog } from "@egress6/core/endpoint/catalog";
import { type AboutName, aboutName } from "@egress6/core/identify/about-name";
import { hostMeant } from "@egress6/core/identify/host-meant";
import type { IdentifyNames } from "@egress6/core/identify/names";
import type { ParsedName } from "@egress6/core/observation/parse-name";
import { loadCatalog } from "../adapter/botocore/load-catalog.js";
import { parseTypedName } from "../adapter/dns/typed-name.js";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";

/** What reading names, and judging them, takes from the catalog. */
export interface LookupNames {
  /** A name as it is typed, or the host of a URL, of `host:port`, of an ARN. */
  readonly parse: (text: string) => ParsedName;
  readonly aboutName: (name: string) => AboutName | null;
}

/** Reads the catalog once it is needed: plain names outside AWS that have IPv6 do without. */
export function lookupNames(): LookupNames {
  let loaded: { readonly catalog: Catalog; readonly names: IdentifyNames } | null = null;
  const load = () => {
    loaded ??= { catalog: loadCatalog(), names: loadIdentifyNames() };
    return loaded;
  };
  return {
    parse: (text) => {
      const parsed = parseTypedName(text);
      if (parsed.ok) return parsed;
      const { catalog, names } = load();
      return hostMeant(catalog, names, text) ?? parsed;
    },
    aboutName: (name) => {
      const { catalog, names } = load();
      return aboutName(catalog, names, name);
    },
  };
}
