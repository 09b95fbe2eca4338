export type ParsedName =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly reason: string };

const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;

/**
 * A domain name as people type it, to the form used everywhere here: lower case, no trailing dot.
 * Names with letters beyond ASCII must be turned into their `xn--` form first.
 */
export function parseName(text: string): ParsedName {
  const trimmed = text.trim();
  const name = (trimmed.endsWith(".") ? trimmed.slice(0, -1) : trimmed).toLowerCase();
  if (name === "") return { ok: false, reason: "the name is empty" };
  const foreign = /[^a-z0-9_.-]/u.exec(name)?.[0];
  if (foreign !== undefined) {
    return { ok: false, reason: `${describeCharacter(foreign)} cannot be part of a host name` };
  }
  if (name.length > LONGEST_NAME) {
    const length = name.length;
    return { ok: false, reason: `the name has ${length} octets, DNS allows ${LONGEST_NAME}` };
  }
  if (/^\.|\.\.|\.$/.test(name)) {
    return { ok: false, reason: "it has an empty part between dots" };
  }
  if (name.split(".").some((label) => label.length > LONGEST_LABEL)) {
    return { ok: false, reason: `a label has more than ${LONGEST_LABEL} octets` };
  }
  if (/(^|\.)[0-9]+$/.test(name)) {
    return { ok: false, reason: "this looks like an address, not a name" };
  }
  return { ok: true, name };
}

function describeCharacter(character: string): string {
  if (/^\s$/u.test(character)) return "white space";
  if (/^[\x21-\x7e]$/.test(character)) return `“${character}”`;
  const code = character.codePointAt(0) ?? 0;
  return `the character U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
