import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
} from "yaml";
import type { Tree, TreeEntry } from "../tree.js";
import { quickYamlTrees } from "./quick-yaml.js";

/** Text that is not YAML. */
export class YamlTreeError extends Error {
  override readonly name = "YamlTreeError";
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Aliases must not make a document a million times as long. */
const MOST_NODES = 200_000;
const MOST_DEPTH = 100;

/**
 * The documents of a YAML file, with the line of everything. Keys may stand twice: the last counts, as for those
 * who deploy such files. Short intrinsics of CloudFormation become the long ones.
 * @throws YamlTreeError
 */
export function parseYamlTrees(text: string): readonly Tree[] {
  return quickYamlTrees(text, QUICK) ?? wholeYamlTrees(text);
}

/** By the whole parser, whatever the text. @throws YamlTreeError */
export function wholeYamlTrees(text: string): readonly Tree[] {
  const lines = new LineCounter();
  const composer = new Composer({
    version: "1.1",
    schema: "core",
    uniqueKeys: false,
    strict: false,
    prettyErrors: false,
    logLevel: "silent",
    keepSourceTokens: false,
    customTags: SHORT_TAGS,
  });
  const documents = [...composer.compose(new Parser(lines.addNewLine).parse(text))];
  return documents.flatMap((document) => {
    const [error] = document.errors.filter(({ code }) => !TOLERATED.has(code));
    if (error !== undefined) {
      throw new YamlTreeError(firstLine(error.message), lines.linePos(error.pos[0]).line);
    }
    const { contents } = document;
    if (contents === null || (isScalar(contents) && contents.value === null)) return [];
    return [new TreeMaker(document, lines).tree(contents, 0)];
  });
}

/** Known, so that the parser does not make an error of each, which takes longer than all the rest. */
const SHORT_NAMES = [
  "Ref",
  "Sub",
  "GetAtt",
  "Join",
  "Select",
  "Split",
  "If",
  "Equals",
  "And",
  "Or",
  "Not",
  "Condition",
  "FindInMap",
  "ImportValue",
  "Base64",
  "Cidr",
  "GetAZs",
  "Transform",
  "override",
  "reset",
];

const SHORT_TAGS = SHORT_NAMES.flatMap((name) => {
  const tag = `!${name}`;
  return [
    { tag, resolve: (text: string) => text },
    { tag, collection: "seq" as const, resolve: (list: unknown) => list },
    { tag, collection: "map" as const, resolve: (map: unknown) => map },
  ];
});

const QUICK = {
  tags: new Set(SHORT_NAMES),
  wrap: (tag: string, value: Tree): Tree => withTag(tag, value),
};

const TOLERATED = new Set(["TAG_RESOLVE_FAILED", "DUPLICATE_KEY", "BAD_INDENT", "MISSING_CHAR"]);

const firstLine = (text: string): string => (text.split("\n")[0] ?? "").replace(/[.:]\s*$/, "");

class TreeMaker {
  private count = 0;
  private readonly document: Document.Parsed;
  private readonly lines: LineCounter;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.document = document;
    this.lines = lines;
  }

  tree(node: Node, depth: number): Tree {
    const line = this.lines.linePos(node.range?.[0] ?? 0).line;
    if (++this.count > MOST_NODES || depth > MOST_DEPTH) {
      throw new YamlTreeError("too large, or nested too deeply", line);
    }
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      return target === undefined
        ? { kind: "scalar", value: null, line }
        : this.tree(target, depth + 1);
    }
    const plain = this.plain(node, line, depth);
    const tag = node.tag ?? "";
    return /^!(?!!)\w/.test(tag) ? withTag(tag.slice(1), plain) : plain;
  }

  private plain(node: Node, line: number, depth: number): Tree {
    if (isScalar(node)) return { kind: "scalar", value: scalarValue(node.value), line };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.child(item, line, depth));
      return { kind: "list", items, line };
    }
    if (!isMap(node)) return { kind: "scalar", value: null, line };
    const entries = new Map<string, TreeEntry>();
    for (const { key, value } of node.items) {
      const keyLine = this.lineOf(key, line);
      const name = isScalar(key) ? String(key.value ?? "") : String(key);
      const tree = this.child(value, keyLine, depth);
      if (name !== "<<") entries.set(name, { line: keyLine, value: tree });
      else
        for (const [inner, entry] of mergedEntries(tree))
          if (!entries.has(inner)) entries.set(inner, entry);
    }
    return { kind: "map", entries, line };
  }

  private child(node: unknown, line: number, depth: number): Tree {
    const isNode = isScalar(node) || isSeq(node) || isMap(node) || isAlias(node);
    return isNode ? this.tree(node, depth + 1) : { kind: "scalar", value: null, line };
  }

  private lineOf(node: unknown, line: number): number {
    const range = isScalar(node) ? node.range : null;
    return range ? this.lines.linePos(range[0]).line : line;
  }
}

function scalarValue(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}

function mergedEntries(tree: Tree): readonly (readonly [string, TreeEntry])[] {
  if (tree.kind === "map") return [...tree.entries];
  return tree.kind === "list" ? tree.items.flatMap(mergedEntries) : [];
}

/** `!Ref x` → `{Ref: x}`, `!GetAtt a.b` → `{"Fn::GetAtt": [a, b]}`. */
function withTag(tag: string, value: Tree): Tree {
  const { line } = value;
  if (tag === "override" || tag === "reset" || tag === "vault" || tag === "binary") return value;
  const name = tag === "Ref" || tag === "Condition" ? tag : `Fn::${tag}`;
  const isPath = tag === "GetAtt" && value.kind === "scalar" && typeof value.value === "string";
  const argument: Tree = isPath
    ? {
        kind: "list",
        line,
        items: splitOnce(String(value.value)).map((each) => ({
          kind: "scalar",
          value: each,
          line,
        })),
      }
    : value;
  return { kind: "map", line, entries: new Map([[name, { line, value: argument }]]) };
}

function splitOnce(text: string): readonly string[] {
  const dot = text.indexOf(".");
  return dot === -1 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
