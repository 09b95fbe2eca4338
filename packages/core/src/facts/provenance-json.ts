import type { JsonValue } from "./json-value.js";
import { CERTAINTIES, type Conflict, type Provenance } from "./provenance.js";
import { CONFIDENCES } from "./sdk-facts.js";

/** The fields that every statement has beside what it states. */
export function readProvenance(value: JsonValue): Provenance {
  return {
    sources: value.field("sources").texts(),
    asOf: value.field("asOf").text(),
    confidence: value.field("confidence").oneOf(CONFIDENCES),
    certainty: value.field("certainty").oneOf(CERTAINTIES),
    note: value.optional("note")?.text(),
  };
}

export const readConflicts = (list: JsonValue | undefined): readonly Conflict[] =>
  list?.items().map((item) => ({
    statement: item.field("statement").text(),
    ...readProvenance(item),
  })) ?? [];
