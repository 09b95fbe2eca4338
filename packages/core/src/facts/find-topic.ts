import { nearest } from "../identify/nearest.js";
import type { Topic } from "./fact-base.js";

export type TopicMatch =
  | { readonly found: readonly Topic[] }
  /** Ids and titles that are most alike. */
  | { readonly nearest: readonly string[] };

const words = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");

/** The topic of that id or title, else all whose id or title has every word of the text. */
export function findTopic(topics: readonly Topic[], text: string): TopicMatch {
  const bare = words(text).join(" ");
  const exact = topics.filter(({ id, title }) =>
    [id, title].some((name) => words(name).join(" ") === bare),
  );
  if (exact.length > 0) return { found: exact };
  const wanted = words(text);
  const found = topics.filter(({ id, title }) => {
    const known = words(`${id} ${title}`);
    return wanted.every((word) => known.some((name) => name.startsWith(word)));
  });
  if (wanted.length > 0 && found.length > 0) return { found };
  const namesOf = ({ id, title }: Topic) => [
    id.toLowerCase(),
    title.toLowerCase(),
    ...words(title),
  ];
  const like = nearest(bare, topics, namesOf, 3).map(({ type, id, title }) =>
    type === "fact" ? title : id,
  );
  return { nearest: [...new Set(like)] };
}
