import type { DocumentSection, ShippedDocument } from "../ports.js";

/** What the documents have on a topic. */
export type HelpTopic =
  | { readonly kind: "document"; readonly document: ShippedDocument }
  | {
      readonly kind: "sections";
      readonly sections: readonly { readonly name: string; readonly section: DocumentSection }[];
    };

/** The document of that name, else every section whose heading has all the words; null: none. */
export function findHelp(documents: readonly ShippedDocument[], topic: string): HelpTopic | null {
  const document = documents.find(({ name }) => name.toLowerCase() === topic.toLowerCase());
  if (document !== undefined) return { kind: "document", document };
  const found = documents.flatMap(({ name, sections }) =>
    sections.filter(({ title }) => hasWords(title, topic)).map((section) => ({ name, section })),
  );
  return found.length === 0 ? null : { kind: "sections", sections: found };
}

function hasWords(title: string, topic: string): boolean {
  const text = title.toLowerCase();
  return topic
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
