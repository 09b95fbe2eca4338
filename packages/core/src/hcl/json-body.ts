import { type Tree, treeEntries, treeItems } from "../audit/tree.js";
import { parseHclExpression, parseHclTemplate } from "./parse-hcl.js";
import type { Expression, HclAttribute, HclBlock, HclBody } from "./syntax.js";

/** How many labels blocks of Terraform have; in JSON they are keys. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  locals: 0,
  terraform: 0,
};

/**
 * A `.tf.json` file as if it stood in the native syntax.
 * @throws HclSyntaxError of a template in it
 */
export function bodyOfJson(tree: Tree): HclBody {
  const blocks = treeEntries(tree).flatMap(([type, { value }]) =>
    blocksOf(type, [], LABELS[type] ?? 0, value),
  );
  return { attributes: [], blocks };
}

/** The arguments of a `.tfvars.json` file, which has no templates. */
export function variablesOfJson(tree: Tree): readonly HclAttribute[] {
  return treeEntries(tree).map(([name, { value, line }]) => ({
    name,
    line,
    value: expressionOf(value, false),
  }));
}

function blocksOf(
  type: string,
  labels: readonly string[],
  depth: number,
  tree: Tree,
): readonly HclBlock[] {
  if (tree.kind === "list") {
    return treeItems(tree).flatMap((item) => blocksOf(type, labels, depth, item));
  }
  if (depth > 0) {
    return treeEntries(tree).flatMap(([label, { value }]) =>
      blocksOf(type, [...labels, label], depth - 1, value),
    );
  }
  const attributes: HclAttribute[] = [];
  const blocks: HclBlock[] = [];
  for (const [name, { value, line }] of treeEntries(tree)) {
    // Dynamic blocks are known by their name; all else may be read as an argument.
    if (name === "dynamic") blocks.push(...blocksOf(name, [], 1, value));
    else if (name === "content" && type === "dynamic") blocks.push(...blocksOf(name, [], 0, value));
    else if (name === "validation" && type === "variable") {
      blocks.push(...blocksOf(name, [], 0, value));
    } else {
      const isType = type === "variable" && name === "type";
      attributes.push({
        name,
        line,
        value: isType ? typeExpression(value) : expressionOf(value, true),
      });
    }
  }
  return [{ type, labels, body: { attributes, blocks }, line: tree.line, endLine: lastLine(tree) }];
}

function typeExpression(tree: Tree): Expression {
  const text = tree.kind === "scalar" ? String(tree.value) : "any";
  return parseHclExpression(text);
}

function expressionOf(tree: Tree, hasTemplates: boolean): Expression {
  if (tree.kind === "scalar") {
    if (typeof tree.value !== "string" || !hasTemplates)
      return { kind: "literal", value: tree.value };
    return /[$%]\{/.test(tree.value)
      ? parseHclTemplate(tree.value)
      : { kind: "literal", value: tree.value };
  }
  if (tree.kind === "list") {
    return { kind: "tuple", items: tree.items.map((item) => expressionOf(item, hasTemplates)) };
  }
  return {
    kind: "object",
    items: treeEntries(tree).map(([name, { value }]) => ({
      key:
        hasTemplates && /[$%]\{/.test(name)
          ? parseHclTemplate(name)
          : { kind: "literal", value: name },
      value: expressionOf(value, hasTemplates),
    })),
  };
}

function lastLine(tree: Tree): number {
  if (tree.kind === "scalar") return tree.line;
  const inner = tree.kind === "list" ? tree.items : treeEntries(tree).map(([, { value }]) => value);
  return inner.reduce((line, each) => Math.max(line, lastLine(each)), tree.line);
}
