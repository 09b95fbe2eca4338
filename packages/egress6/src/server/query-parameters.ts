import { Egress6Error } from "@egress6/core/errors";

/** What a request asks for; lists are repeated parameters or comma-separated words. */
export type QueryParameters<Name extends string> = Partial<Record<Name, readonly string[]>>;

/** @param search with or without the question mark @throws Egress6Error PARAMETER_UNKNOWN or PARAMETER_EMPTY (input) */
export function readQuery<Name extends string>(
  search: string,
  names: readonly Name[],
): QueryParameters<Name> {
  const found: Partial<Record<Name, string[]>> = {};
  for (const [typed, value] of new URLSearchParams(search)) {
    const name = names.find((known) => known === typed);
    if (name === undefined) {
      const known = names.length === 0 ? "none are" : `known are: ${names.join(", ")}`;
      throw new Egress6Error(
        "PARAMETER_UNKNOWN",
        "input",
        `Unknown parameter ${JSON.stringify(typed)}; ${known}.`,
      );
    }
    const words = value.split(",").map((word) => word.trim());
    if (words.some((word) => word === "")) {
      throw new Egress6Error("PARAMETER_EMPTY", "input", `Parameter ${name} has an empty value.`);
    }
    const before = found[name];
    if (before === undefined) found[name] = words;
    else before.push(...words);
  }
  return found;
}
