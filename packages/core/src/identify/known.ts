import type { Catalog } from "../endpoint/catalog.js";
import type { Variant } from "../endpoint/types.js";
import type { IdentifiedKind, IdentifiedMatch } from "./identified.js";
import type { IdentifyNames } from "./names.js";
import type { ServiceWords } from "./service-words.js";

/** What every reader is given. */
export interface Known {
  readonly catalog: Catalog;
  readonly names: IdentifyNames;
  readonly words: ServiceWords;
}

/** What a reader found; what it leaves out is empty. */
export interface Found {
  readonly kind: IdentifiedKind;
  readonly matches?: readonly IdentifiedMatch[];
  readonly note?: string | null;
  readonly tools?: readonly string[];
  readonly resource?: string | null;
  readonly hosts?: readonly string[];
  readonly regions?: readonly string[];
  readonly variants?: readonly Variant[];
  readonly addresses?: readonly string[];
  /** CLI names of services that may be meant, though the text is none of their names. */
  readonly nearest?: readonly string[];
}
