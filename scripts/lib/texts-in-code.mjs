// Finds what users read in code: string literals, templates and text between tags, without comments.
import { readdirSync, readFileSync } from "node:fs";
import { parseSync } from "rolldown/utils";

/**
 * The texts of a file that have a space in them, each with its line.
 * @returns {{ line: number, text: string }[]}
 */
export function textsIn(path, source) {
  const { program } = parseSync(path, source);
  const found = [];
  const add = (node, text) => {
    if (text.includes(" ")) found.push({ line: lineOf(source, node.start), text });
  };
  visit(program, (node) => {
    if (node.type === "Literal" && typeof node.value === "string") add(node, node.value);
    if (node.type === "TemplateElement") add(node, node.value.cooked ?? node.value.raw);
    if (node.type === "JSXText") add(node, node.value);
  });
  return found;
}

/** The source files of a folder, without tests. */
export function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => `${folder}/${name}`.replaceAll("\\", "/"))
    .filter((path) => /\.tsx?$/.test(path) && !/\.(test|property\.test|d)\.tsx?$/.test(path))
    .map((path) => ({ path, source: readFileSync(path, "utf8") }));
}

function visit(node, see) {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, see);
    return;
  }
  if (node === null || typeof node !== "object") return;
  if (typeof node.type === "string") see(node);
  for (const [key, value] of Object.entries(node)) {
    if (key !== "parent" && typeof value === "object") visit(value, see);
  }
}

const lineOf = (source, offset) => source.slice(0, offset).split("\n").length;
