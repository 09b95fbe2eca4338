/** Text that is HTML, SVG or XML already. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type MarkupPart = Markup | string | number | readonly MarkupPart[];

/**
 * A template for HTML, SVG and XML. Whatever is put in is escaped, for text and for quoted attributes,
 * unless it is markup itself; lists are put in one after the other.
 *
 * @example markup`<td title="${title}">${cells.map((cell) => markup`<b>${cell}</b>`)}</td>`
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  let text = texts[0] ?? "";
  for (const [index, part] of parts.entries()) text += partText(part) + (texts[index + 1] ?? "");
  return new Markup(text);
}

function partText(part: MarkupPart): string {
  if (part instanceof Markup) return part.toString();
  if (typeof part === "string") return escapeMarkup(part);
  if (typeof part === "number") return String(part);
  return part.map(partText).join("");
}

function escapeMarkup(text: string): string {
  // Most texts are names, of which a site has millions.
  if (!/[&<>"]/.test(text)) return text;
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
