import type { Resource } from "../resource.js";
import { plainTree, type Tree, treeAt, treeEntries } from "../tree.js";
import { type AuditValue, mapValue, unknownValue, valueOfJson } from "../value.js";
import { lastLineOf, snakeCase } from "./template-resources.js";

/** The functions of a `serverless.yml`; what the provider says holds for all. */
export function serverlessResources(file: string, tree: Tree): readonly Resource[] {
  const shared = treeAt(tree, "provider", "vpc");
  const environment = environmentOf(treeAt(tree, "provider", "environment"));
  return treeEntries(treeAt(tree, "functions")).map(([name, { value, line }]): Resource => {
    const vpc = treeAt(value, "vpc") ?? shared;
    const own = environmentOf(treeAt(value, "environment"));
    return {
      kind: "lambda-function",
      format: "cloudformation",
      type: "serverless function",
      scope: file,
      address: `functions.${name}`,
      subject: `functions.${name}`,
      place: { file, line },
      endLine: lastLineOf(value),
      attributes: {
        ...(vpc?.kind === "map" ? { vpc_config: vpcConfig(vpc) } : {}),
        handler: withVariables(treeAt(value, "handler") ?? NOT_SAID),
        environment: mapValue({ variables: mapValue({ ...environment, ...own }) }),
      },
      lines: Object.fromEntries([
        ...(vpc === undefined ? [] : [["vpc_config", vpc.line]]),
        ...treeEntries(value).map(([key, entry]) => [snakeCase(key), entry.line]),
      ]),
      multiplicity: { kind: "one" },
      fromModule: null,
      metadata: null,
    };
  });
}

const NOT_SAID: Tree = { kind: "scalar", value: null, line: 0 };

const vpcConfig = (tree: Tree): AuditValue =>
  mapValue(
    Object.fromEntries(
      treeEntries(tree).map(([key, { value }]) => [snakeCase(key), withVariables(value)]),
    ),
  );

const environmentOf = (tree: Tree | undefined): Readonly<Record<string, AuditValue>> =>
  Object.fromEntries(treeEntries(tree).map(([key, { value }]) => [key, withVariables(value)]));

/** `${self:custom.x}` and the like are not worked out. */
function withVariables(tree: Tree): AuditValue {
  if (tree.kind === "list") return { kind: "list", items: tree.items.map(withVariables) };
  if (tree.kind === "map") {
    const [only] = treeEntries(tree);
    if (only !== undefined && /^(Ref|Fn::)/.test(only[0])) {
      const plain: unknown = plainTree(only[1].value);
      const name = Array.isArray(plain) ? String(plain[0]) : String(plain);
      return unknownValue(name, [{ address: name, attribute: "" }], true);
    }
    return mapValue(environmentOf(tree));
  }
  const { value } = tree;
  if (typeof value !== "string" || !value.includes("${")) return valueOfJson(value);
  return unknownValue(value, [], true, value.replace(/\$\{[^}]*\}/g, "{}"));
}
