/** What a YAML or JSON file says, with the line of everything: readers of formats take this, not text. */
export type Tree = ScalarTree | ListTree | MapTree;

export interface ScalarTree {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  readonly line: number;
}

export interface ListTree {
  readonly kind: "list";
  readonly items: readonly Tree[];
  readonly line: number;
}

export interface MapTree {
  readonly kind: "map";
  /** Of keys that stand twice, the last. */
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly line: number;
}

export interface TreeEntry {
  /** Of the key. */
  readonly line: number;
  readonly value: Tree;
}

/** By a path of keys. */
export function treeAt(tree: Tree | undefined, ...path: readonly string[]): Tree | undefined {
  let at = tree;
  for (const key of path) at = at?.kind === "map" ? at.entries.get(key)?.value : undefined;
  return at;
}

export function treeText(tree: Tree | undefined): string | null {
  return tree?.kind === "scalar" && tree.value !== null ? String(tree.value) : null;
}

export function treeItems(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === "list" ? tree.items : [];
}

export function treeEntries(tree: Tree | undefined): readonly (readonly [string, TreeEntry])[] {
  return tree?.kind === "map" ? [...tree.entries] : [];
}

/** Plain JSON. */
export function plainTree(tree: Tree): unknown {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map(plainTree);
  return Object.fromEntries(
    Array.from(tree.entries, ([key, { value }]) => [key, plainTree(value)]),
  );
}
