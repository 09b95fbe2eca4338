import type { ServiceList } from "@egress6/core/identify/parse-service-list";

/**
 * Puts another name in the place of what names no service, and leaves the rest as it was typed. Where the word
 * does not stand in the list as it was understood, the list is written anew.
 * @param read how the list is understood
 * @param by empty: the word is taken out
 */
export function replaceWord(
  read: (list: string) => ServiceList,
  list: string,
  word: string,
  by: string,
): string {
  const replaced = replaceWhole(list, word, by)
    .replace(/\n{2,}/g, "\n")
    .replace(/^\n/, "");
  const { services, unknown } = read(replaced);
  if (unknown.every(({ text }) => text !== word)) return replaced;
  const kept = unknown.flatMap(({ text }) => (text === word ? by : text));
  return [...services.map(({ cliName }) => cliName), ...kept].filter(Boolean).join("\n");
}

/** Every place where the word stands by itself, and not as a part of a longer one. */
function replaceWhole(text: string, word: string, by: string): string {
  const isInWord = (character: string) => /[\w-]/.test(character);
  let replaced = "";
  let done = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    if (at < done || isInWord(text.charAt(at - 1)) || isInWord(text.charAt(end))) continue;
    replaced += text.slice(done, at) + by;
    done = end;
  }
  return replaced + text.slice(done);
}
