import type { Catalog } from "@egress6/core/endpoint/catalog";
import { parseServiceList } from "@egress6/core/endpoint/parse-service-list";

/**
 * Puts another name in the place of what names no service, and leaves the rest as it was typed. Where the word
 * does not stand in the list as it was understood, the list is written anew.
 * @param by empty: the word is taken out
 */
export function replaceWord(
  catalog: Pick<Catalog, "services">,
  list: string,
  word: string,
  by: string,
): string {
  const whole = new RegExp(`(?<![\\w-])${word.replace(/[^\w\s-]/g, "\\$&")}(?![\\w-])`, "g");
  const replaced = list
    .replace(whole, by)
    .replace(/\n{2,}/g, "\n")
    .replace(/^\n/, "");
  const { services, unknown } = parseServiceList(catalog, replaced);
  if (unknown.every(({ text }) => text !== word)) return replaced;
  const kept = unknown.flatMap(({ text }) => (text === word ? by : text));
  return [...services.map(({ cliName }) => cliName), ...kept].filter(Boolean).join("\n");
}
