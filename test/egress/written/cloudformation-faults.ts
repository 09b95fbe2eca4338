import { loadAwsServiceSpec } from "@aws-cdk/aws-service-spec";
import { parse } from "yaml";

const SPEC = await loadAwsServiceSpec();

type Fields = Readonly<Record<string, unknown>>;
/** Of the specification, as far as it is needed. */
interface Type {
  readonly type: string;
  readonly element?: Type | undefined;
  readonly reference?: { readonly $ref: string } | undefined;
  readonly allowedValues?: readonly (string | number)[] | undefined;
}
type Properties = Readonly<
  Record<string, { readonly type: Type; readonly required?: boolean | undefined }>
>;

/** CloudFormation's short forms become what they stand for: `{ Ref: … }`, `{ "Fn::GetAtt": … }`. */
const SHORT_FORMS = ["Ref", "GetAtt", "Select", "Cidr", "GetAZs", "Sub", "Join", "Split"].flatMap(
  (name) => {
    const key = name === "Ref" ? name : `Fn::${name}`;
    return [
      { tag: `!${name}`, resolve: (value: string) => ({ [key]: value }) },
      {
        tag: `!${name}`,
        collection: "seq" as const,
        resolve: (value: { toJSON(): unknown }) => ({ [key]: value.toJSON() }),
      },
    ];
  },
);

const PSEUDO = new Set(["AWS::Region", "AWS::StackName", "AWS::AccountId", "AWS::Partition"]);

/** What AWS's specification and the template itself have against it; empty: nothing. */
export function cloudFormationFaults(text: string): readonly string[] {
  let template: Fields;
  try {
    // Two equal keys are an error.
    template = fields(parse(text, { customTags: SHORT_FORMS }));
  } catch (cause) {
    return [String(cause)];
  }
  const resources = fields(template["Resources"]);
  const parameters = fields(template["Parameters"]);
  const ids = [...Object.keys(resources), ...Object.keys(parameters)];
  const attributesOf = new Map<string, ReadonlySet<string>>();
  const faults: string[] = [];
  for (const id of [...ids, ...Object.keys(fields(template["Outputs"]))]) {
    if (!/^[A-Za-z0-9]{1,255}$/.test(id)) faults.push(`${id} is no logical id`);
  }
  for (const [name, parameter] of Object.entries(parameters)) {
    const { Description: description = "" } = fields(parameter);
    if (String(description).length > 4000) faults.push(`${name}: its description is too long`);
  }
  for (const [id, value] of Object.entries(resources)) {
    const resource = fields(value);
    const type = String(resource["Type"]);
    const [known] = SPEC.lookup("resource", "cloudFormationType", "equals", type);
    if (known === undefined) {
      faults.push(`${id}: AWS has no ${type}`);
      continue;
    }
    attributesOf.set(id, new Set(Object.keys(known.attributes)));
    faults.push(...objectFaults(fields(resource["Properties"]), known.properties, id));
    for (const name of [resource["DependsOn"] ?? []].flat()) {
      if (!(String(name) in resources)) faults.push(`${id}: it depends on no ${String(name)}`);
    }
    for (const key of Object.keys(resource)) {
      if (!["Type", "Properties", "DependsOn", "DeletionPolicy"].includes(key)) {
        faults.push(`${id}: ${key} is not for resources`);
      }
    }
  }
  for (const [place, function_, argument] of calls(template, "")) {
    if (function_ === "Ref" && !ids.includes(String(argument)) && !PSEUDO.has(String(argument))) {
      faults.push(`${place}: nothing is called ${String(argument)}`);
    }
    if (function_ === "Fn::GetAtt") {
      const [id = "", ...rest] = String(argument).split(".");
      if (!attributesOf.get(id)?.has(rest.join("."))) {
        faults.push(`${place}: there is no ${String(argument)}`);
      }
    }
    if (function_ === "Fn::Sub") {
      for (const [, name = ""] of String(argument).matchAll(/\$\{([^!}]+)\}/g)) {
        const [id = "", ...rest] = name.split(".");
        const isKnown =
          rest.length === 0
            ? ids.includes(name) || PSEUDO.has(name)
            : attributesOf.get(id)?.has(rest.join("."));
        if (!isKnown) faults.push(`${place}: there is no ${name}`);
      }
    }
  }
  return faults;
}

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? { ...value } : {};

function objectFaults(given: Fields, known: Properties, place: string): readonly string[] {
  const missing = Object.entries(known)
    .filter(([name, { required }]) => required === true && !(name in given))
    .map(([name]) => `${place}: ${name} is required`);
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const property = known[name];
    if (property === undefined) return [`${place}: there is no property ${name}`];
    return valueFaults(value, property.type, `${place}.${name}`);
  });
  return [...missing, ...wrong];
}

function valueFaults(value: unknown, type: Type, place: string): readonly string[] {
  if (isIntrinsic(value)) return type.type === "boolean" ? [`${place} is no boolean`] : [];
  const isRight = (): boolean => {
    switch (type.type) {
      case "string":
        return typeof value === "string" && (type.allowedValues?.includes(value) ?? true);
      case "boolean":
        return typeof value === "boolean";
      case "integer":
      case "number":
        return typeof value === "number";
      case "array":
        return Array.isArray(value);
      default:
        return true;
    }
  };
  if (!isRight()) return [`${place} is no ${type.type}: ${JSON.stringify(value)}`];
  if (type.type === "array" && Array.isArray(value) && type.element !== undefined) {
    const { element } = type;
    return value.flatMap((each, index) => valueFaults(each, element, `${place}[${index}]`));
  }
  if (type.type === "tag") {
    const isTag = "Key" in fields(value) && "Value" in fields(value);
    return isTag ? [] : [`${place} is no tag`];
  }
  if (type.type === "ref" && type.reference !== undefined) {
    const definition = SPEC.get("typeDefinition", type.reference.$ref);
    return objectFaults(fields(value), definition.properties, place);
  }
  return [];
}

const isIntrinsic = (value: unknown): boolean => {
  const [key = "", ...others] = Object.keys(fields(value));
  return !Array.isArray(value) && others.length === 0 && /^(Ref|Fn::\w+)$/.test(key);
};

/** All calls of intrinsic functions. */
function calls(value: unknown, place: string): readonly (readonly [string, string, unknown])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = /^(Ref|Fn::\w+)$/.test(key) ? [[place, key, inner] as const] : [];
    return [...own, ...calls(inner, `${place}/${key}`)];
  });
}
