import type { BooleanSpelling } from "../../facts/sdk-facts.js";

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
    case "any-case-or-ignored":
      if (text === "") return "not set";
      if (isTrue) return "true";
      if (isFalse) return "false";
      return spelling === "any-case-or-error" ? "refused" : "not set";
    case "words-or-error":
      if (text === "") return "not set";
      if (/^(true|on|1)$/i.test(text)) return "true";
      return /^(false|off|0)$/i.test(text) ? "false" : "refused";
    default:
      if (text === "") return "not set";
      return isTrue ? "true" : "false";
  }
}
