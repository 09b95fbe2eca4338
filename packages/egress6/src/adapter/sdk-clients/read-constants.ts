import {
  type CallExpression,
  type Expression,
  type Literal,
  type MemberExpression,
  type ModuleDeclaration,
  type NewExpression,
  type Pattern,
  type Property,
  parse,
  type Statement,
  type VariableDeclaration,
} from "acorn";

/** A function of a library that the module calls to make a constant: its name and what it is given. */
export interface LibraryCall {
  readonly called: string;
  readonly given: readonly unknown[];
}

/** A text with a gap: `(n) => "a" + n + "b"`. */
class Template {
  private readonly parameter: string;
  private readonly body: Expression;
  private readonly constants: Constants;

  constructor(parameter: string, body: Expression, constants: Constants) {
    this.parameter = parameter;
    this.body = body;
    this.constants = constants;
  }

  filled(value: unknown): unknown {
    return evaluated(this.body, new Map([...this.constants, [this.parameter, value]]));
  }
}

/**
 * The constants of an ES module that holds data: literals, lists, objects, sums, texts with a gap, and calls of
 * libraries, which are kept as `LibraryCall`. Nothing is run.
 * @throws Error naming what is no data
 */
export function readConstants(source: string): ReadonlyMap<string, unknown> {
  const { body } = parse(source, { ecmaVersion: "latest", sourceType: "module" });
  const constants = new Map<string, unknown>();
  for (const statement of body) {
    for (const { id, init } of declarationsIn(statement)) {
      if (id.type !== "Identifier" || init == null) throw notData(id);
      constants.set(id.name, evaluated(init, constants));
    }
  }
  return constants;
}

function declarationsIn(
  statement: Statement | ModuleDeclaration,
): VariableDeclaration["declarations"] {
  switch (statement.type) {
    case "ImportDeclaration":
      return [];
    case "VariableDeclaration":
      return statement.declarations;
    case "ExportNamedDeclaration":
      if (statement.declaration?.type === "VariableDeclaration") {
        return statement.declaration.declarations;
      }
      throw notData(statement);
    default:
      throw notData(statement);
  }
}

type Constants = ReadonlyMap<string, unknown>;

function evaluated(node: Expression, constants: Constants): unknown {
  switch (node.type) {
    case "Literal":
      return literalOf(node);
    case "Identifier":
      if (!constants.has(node.name)) throw new Error(`${node.name} is not defined before its use`);
      return constants.get(node.name);
    case "ArrayExpression":
      return node.elements.map((element) => {
        if (element === null || element.type === "SpreadElement") throw notData(node);
        return evaluated(element, constants);
      });
    case "ObjectExpression":
      return Object.fromEntries(
        node.properties.map((property) => {
          if (property.type !== "Property") throw notData(property);
          return [keyOf(property, constants), evaluated(property.value, constants)];
        }),
      );
    case "TemplateLiteral":
      if (node.expressions.length > 0) throw notData(node);
      return node.quasis[0]?.value.cooked ?? "";
    case "UnaryExpression":
      if (node.operator !== "-") throw notData(node);
      return -numberOf(node.argument, constants);
    case "BinaryExpression":
      if (node.operator !== "+" || node.left.type === "PrivateIdentifier") throw notData(node);
      return sumOf(evaluated(node.left, constants), evaluated(node.right, constants), node);
    case "ArrowFunctionExpression": {
      const [parameter, ...others] = node.params;
      const isTemplate = parameter?.type === "Identifier" && others.length === 0;
      if (!isTemplate || node.body.type === "BlockStatement") throw notData(node);
      return new Template(parameter.name, node.body, new Map(constants));
    }
    case "MemberExpression":
      return memberOf(node, constants);
    case "NewExpression":
    case "CallExpression":
      return callOf(node, constants);
    default:
      throw notData(node);
  }
}

function callOf(
  { callee, arguments: values }: CallExpression | NewExpression,
  constants: Constants,
): unknown {
  const given = values.map((argument) => {
    if (argument.type === "SpreadElement") throw notData(argument);
    return evaluated(argument, constants);
  });
  const known = callee.type === "Identifier" ? constants.get(callee.name) : undefined;
  if (known instanceof Template) return known.filled(given[0]);
  return { called: calleeOf(callee), given } satisfies LibraryCall;
}

function sumOf(left: unknown, right: unknown, node: Expression): string | number {
  if (typeof left === "number" && typeof right === "number") return left + right;
  const isText = (value: unknown) => typeof value === "string" || typeof value === "number";
  if (isText(left) && isText(right)) return `${String(left)}${String(right)}`;
  throw notData(node);
}

function memberOf({ object, property, computed }: MemberExpression, constants: Constants): unknown {
  if (object.type === "Super" || computed || property.type !== "Identifier")
    throw notData(property);
  const value = evaluated(object, constants);
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, property.name)) {
    throw new Error(`${property.name} is not defined`);
  }
  return Reflect.get(value, property.name);
}

function literalOf({ value, raw }: Literal): unknown {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
  throw new Error(`${raw ?? "a literal"} is no text, number or truth value`);
}

function numberOf(node: Expression, constants: Constants): number {
  const value = evaluated(node, constants);
  if (typeof value === "number") return value;
  throw notData(node);
}

function keyOf({ key, computed }: Property, constants: Constants): string {
  const name = !computed && key.type === "Identifier" ? key.name : evaluated(key, constants);
  if (typeof name === "string" && name !== "__proto__") return name;
  throw notData(key);
}

function calleeOf(callee: Expression | { readonly type: "Super" }): string {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type === "MemberExpression" && callee.object.type === "Identifier") {
    const { object, property } = callee;
    if (property.type === "Identifier") return `${object.name}.${property.name}`;
  }
  throw notData(callee);
}

function notData(node: { readonly type: string; readonly start?: number } | Pattern): Error {
  return new Error(`at character ${node.start ?? 0} is ${node.type}, where only data is expected`);
}

/** Whether a constant is a call of this function. */
export function isCallOf(value: unknown, called: string): value is LibraryCall {
  return (
    typeof value === "object" &&
    value !== null &&
    "called" in value &&
    value.called === called &&
    "given" in value &&
    Array.isArray(value.given)
  );
}
