import { matchesGlob } from "../endpoint/matches-glob.js";
import { editDistance, nearest } from "../identify/nearest.js";
import type { Topic } from "./fact-base.js";
import { factsOfSdk } from "./sdk-facts.js";

export type TopicMatch =
  | { readonly found: readonly Topic[] }
  /** Ids and titles that are most alike. */
  | { readonly nearest: readonly string[] };

const words = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");

/** Words that people put between those that count. */
const FILLERS: ReadonlySet<string> = new Set(
  words("a an and by for from in of on or over that the to with"),
);

const singular = (word: string): string => (word.length > 3 ? word.replace(/s$/, "") : word);

const wordsThatCount = (text: string): readonly string[] => {
  const all = words(text);
  const kept = all.filter((word) => !FILLERS.has(word));
  return (kept.length === 0 ? all : kept).map(singular);
};

/**
 * The topic of that id, or SDKs of that name, language or package: nothing else, unless it is a plain word,
 * such as `lambda`. Else what has that title first, and all whose id, title or other names have every word of
 * the text; if there is none, all that say every word of it. A text that is no plain words, such as
 * `on.aws`, finds what says exactly that.
 */
export function findTopic(topics: readonly Topic[], text: string): TopicMatch {
  const asId = text.trim().toLowerCase();
  const byId = topics.filter((topic) => topic.id.toLowerCase() === asId);
  const exact = [...new Set([...byId, ...sdksCalled(topics, asId)])];
  if (exact.length > 0 && !/^[a-z]+$/.test(asId)) return { found: exact };
  const saidSo = topicsSaying(topics, asId);
  if (saidSo.length > 0) return { found: saidSo };
  const bare = words(text).join(" ");
  const isCalledSo = ({ id, title }: Topic) =>
    [id, title].some((name) => words(name).join(" ") === bare);
  const wanted = wordsThatCount(text);
  const having = (textsOf: (topic: Topic) => readonly string[]) =>
    topics.filter((topic) => {
      const known = words(textsOf(topic).join(" "));
      // `java` is no beginning of JavaScript.
      const isIt = (name: string, word: string) =>
        topic.type === "sdk" ? singular(name) === word : name.startsWith(word);
      return wanted.every((word) => known.some((name) => isIt(name, word)));
    });
  const byName =
    wanted.length === 0 ? [] : [...having(({ id, title }) => [id, title]), ...having(namesOf)];
  const found = [...new Set([...exact, ...topics.filter(isCalledSo), ...byName])];
  if (found.length > 0) return { found };
  const saying = wanted.length === 0 ? [] : having((topic) => [...namesOf(topic), said(topic)]);
  if (saying.length > 0) return { found: saying };
  const like = nearest(bare, topics, spellingsOf, 3)
    .filter((topic) => spellingsOf(topic).some((name) => isNear(bare, name)))
    .map(({ type, id, title }) => (type === "fact" ? title : id));
  return { nearest: [...new Set(like)] };
}

/** What is farther away is no guess, but noise. */
const isNear = (text: string, name: string): boolean =>
  (text.length > 2 && name.includes(text)) ||
  editDistance(text, name) <= Math.floor(text.length / 3);

/** What has a text that is no plain words, such as `on.aws`, in its names, and then what says it. */
function topicsSaying(topics: readonly Topic[], text: string): readonly Topic[] {
  if (!/[a-z0-9][.:_/]+[a-z0-9]/.test(text)) return [];
  const has = (texts: readonly string[]) => texts.some((each) => each.toLowerCase().includes(text));
  const byName = topics.filter((topic) => has(namesOf(topic)));
  return [...new Set([...byName, ...topics.filter((topic) => has([said(topic)]))])];
}

/** @param name in lower case */
function sdksCalled(topics: readonly Topic[], name: string): readonly Topic[] {
  const having = (isName: (known: string) => boolean) =>
    topics.filter(
      (topic) =>
        topic.type === "sdk" &&
        [topic.title, ...topic.aliases, ...topic.sdk.packages].some((known) =>
          isName(known.toLowerCase()),
        ),
    );
  const found = having((known) => known === name);
  return found.length > 0 ? found : having((known) => matchesGlob(known, name));
}

const namesOf = ({ id, title, aliases }: Topic): readonly string[] => [id, title, ...aliases];

/** Aliases of facts are left out: they are of subjects that others are about. */
const spellingsOf = ({ type, id, title, aliases }: Topic): readonly string[] => [
  id.toLowerCase(),
  title.toLowerCase(),
  ...wordsAndPairs(title),
  ...(type === "fact" ? [] : aliases.map((alias) => alias.toLowerCase())),
];

/** Also neighbours written as one: `natgateway`. */
function wordsAndPairs(text: string): readonly string[] {
  const all = words(text);
  return [...all, ...all.slice(1).map((word, index) => `${all[index]}${word}`)];
}

/** What it says in sentences. */
function said(topic: Topic): string {
  switch (topic.type) {
    case "fact":
      return [topic.fact.article2024 ?? "", topic.fact.now, topic.fact.note ?? ""].join(" ");
    case "compute":
      return [...topic.kind.settings, ...topic.kind.constraints, topic.kind.note ?? ""].join(" ");
    case "option":
      return topic.option.constraints.join(" ");
    case "tool":
      return [topic.tool.mechanism, topic.tool.place ?? "", ...topic.tool.limits].join(" ");
    case "sdk":
      return Object.values(factsOfSdk(topic.sdk))
        .map(({ note = "" }) => note)
        .join(" ");
    case "aws-table":
      return topic.row.footnote ?? "";
  }
}
