import type { BooleanSpelling } from "./sdk-facts.js";

/** What an SDK takes from a text where `true` or `false` belongs. */
export type SwitchReading = "true" | "false" | "not set" | "refused";

/**
 * Without a spelling, as most SDKs do: `true` in any case is true, the empty text is not set.
 * @param spelling null: no SDK in particular
 */
export function readSwitch(text: string, spelling: BooleanSpelling | null): SwitchReading {
  if (text === "true" || text === "false") return text;
  const isTrue = text.toLowerCase() === "true";
  const isFalse = text.toLowerCase() === "false";
  switch (spelling) {
    case "exact":
      return "not set";
    case "any-case":
      return isTrue ? "true" : "false";
    case "any-case-or-error":
      if (text === "") return "not set";
      if (isTrue) return "true";
      return isFalse ? "false" : "refused";
    default:
      if (text === "") return "not set";
      return isTrue ? "true" : "false";
  }
}
