import type { Catalog } from "../endpoint/catalog.js";
import { type ParsedName, parseName } from "../observation/parse-name.js";
import { identify } from "./identify.js";
import type { IdentifyNames } from "./names.js";

/** The name that a URL, a host with a port, an ARN or another word holds; null: it holds none. */
export function hostMeant(
  catalog: Catalog,
  names: IdentifyNames,
  text: string,
): Extract<ParsedName, { readonly ok: true }> | null {
  // Of a sentence nobody knows which host is meant.
  if (/\s/.test(text.trim())) return null;
  const [host] = identify(text, catalog, names).flatMap(({ hosts }) => hosts);
  const parsed = host === undefined ? null : parseName(host);
  return parsed?.ok ? parsed : null;
}
