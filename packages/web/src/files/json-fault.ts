const TOKEN =
  /\s*(?:([{}[\],:])|"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;

type Wanted =
  | "value"
  | "value or end"
  | "key"
  | "key or end"
  | "colon"
  | "comma or end"
  | "nothing";

/**
 * Where a text stops being JSON, which browsers do not say of every fault.
 * @returns offset of the first character that does not fit; its length where it ends too early; null: it is JSON
 */
export function jsonFault(text: string): number | null {
  const around: ("{" | "[")[] = [];
  let wanted: Wanted = "value";
  let at = 0;
  for (;;) {
    const rest = /\S/g;
    rest.lastIndex = at;
    const start = rest.exec(text)?.index ?? text.length;
    if (start === text.length) return wanted === "nothing" ? null : start;
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    const next: Wanted | null =
      found === null ? null : afterToken(found[1] ?? text[start] ?? "", wanted, around);
    if (found === null || next === null) return start;
    wanted = next;
    at = TOKEN.lastIndex;
  }
}

/** @param token a mark, or the first character of a text, number or word @returns null: it does not fit */
function afterToken(token: string, wanted: Wanted, around: ("{" | "[")[]): Wanted | null {
  const inside = (): Wanted => (around.length === 0 ? "nothing" : "comma or end");
  if (token === ":") return wanted === "colon" ? "value" : null;
  if (token === ",") {
    if (wanted !== "comma or end") return null;
    return around.at(-1) === "{" ? "key" : "value";
  }
  if (token === "}" || token === "]") {
    const opened = around.at(-1);
    const isOwn = (opened === "{") === (token === "}") && opened !== undefined;
    if (!isOwn || !wanted.endsWith(" or end")) return null;
    around.pop();
    return inside();
  }
  if (wanted === "key" || wanted === "key or end") return token === '"' ? "colon" : null;
  if (wanted !== "value" && wanted !== "value or end") return null;
  if (token === "{" || token === "[") {
    around.push(token);
    return token === "{" ? "key or end" : "value or end";
  }
  return inside();
}
