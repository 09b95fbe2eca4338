import { domainToASCII } from "node:url";
import { type ParsedName, parseName } from "@egress6/core/observation/parse-name";

/** As `parseName`, for names in any script: `münchen.example` becomes `xn--mnchen-3ya.example`. */
export function parseTypedName(text: string): ParsedName {
  if (!/[^\p{ASCII}]/u.test(text)) return parseName(text);
  const ascii = domainToASCII(text.trim());
  if (ascii === "") return { ok: false, reason: "it has characters that IDNA does not allow" };
  return parseName(ascii);
}
