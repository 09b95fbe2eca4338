/** C0 and C1 controls, bidirectional and other invisible marks, line and paragraph separators, half surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const INVISIBLE_IN_TEXT =
  /(?!\r?\n|\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A value of somebody else's, to be quoted in a message: what a terminal or a log would obey, hide or reorder, line
 * breaks included, is shown instead, as JSON would: `\u001b[31m`.
 */
export function printable(value: string): string {
  return value.replace(INVISIBLE, escaped);
}

/** A whole text, with its line breaks and tabs. Of JSON it leaves the meaning as it was. */
export function printableText(text: string): string {
  return text.replace(INVISIBLE_IN_TEXT, escaped);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
