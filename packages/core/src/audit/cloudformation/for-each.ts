import { type Tree, type TreeEntry, treeItems, treeText } from "../tree.js";

interface LoopContext {
  /** The texts of a collection; null: they are not known. */
  readonly textsOf: (collection: Tree) => readonly string[] | null;
  /** A loop that cannot be written out. */
  readonly onUnknown: (name: string, line: number) => void;
}

const LOOP = "Fn::ForEach::";
const MOST_DEPTH = 60;

/** With every `Fn::ForEach` written out; one over values that nobody knows is left out, and said. */
export function withoutLoops(tree: Tree, context: LoopContext, depth = 0): Tree {
  if (depth > MOST_DEPTH) return tree;
  if (tree.kind === "scalar") return tree;
  if (tree.kind === "list") {
    return { ...tree, items: tree.items.map((item) => withoutLoops(item, context, depth + 1)) };
  }
  const entries = new Map<string, TreeEntry>();
  for (const [name, { line, value }] of tree.entries) {
    if (!name.startsWith(LOOP)) {
      entries.set(name, { line, value: withoutLoops(value, context, depth + 1) });
      continue;
    }
    const [identifier, collection, body] = treeItems(value);
    const variable = treeText(identifier);
    const texts = collection === undefined ? null : context.textsOf(collection);
    if (variable === null || texts === null || body?.kind !== "map") {
      context.onUnknown(name.slice(LOOP.length), line);
      continue;
    }
    for (const text of texts) {
      const once = withoutLoops(withText(body, variable, text, depth), context, depth + 1);
      if (once.kind === "map") for (const [key, each] of once.entries) entries.set(key, each);
    }
  }
  return { ...tree, entries };
}

/** With a text for `${Name}`, `&{Name}` and `Ref: Name`; after `&`, only letters and digits are left. */
function withText(tree: Tree, name: string, text: string, depth: number): Tree {
  const filled = (written: string) =>
    written
      .replaceAll(`\${${name}}`, () => text)
      .replaceAll(`&{${name}}`, () => text.replace(/[^A-Za-z0-9]/g, ""));
  if (depth > MOST_DEPTH) return tree;
  if (tree.kind === "scalar") {
    return typeof tree.value === "string" ? { ...tree, value: filled(tree.value) } : tree;
  }
  if (tree.kind === "list") {
    return { ...tree, items: tree.items.map((item) => withText(item, name, text, depth + 1)) };
  }
  if (tree.entries.size === 1 && treeText(tree.entries.get("Ref")?.value) === name) {
    return { kind: "scalar", value: text, line: tree.line };
  }
  return {
    ...tree,
    entries: new Map(
      Array.from(tree.entries, ([key, { line, value }]) => [
        filled(key),
        { line, value: withText(value, name, text, depth + 1) },
      ]),
    ),
  };
}
