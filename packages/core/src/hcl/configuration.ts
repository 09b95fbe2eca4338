import type { Expression, HclAttribute, HclBlock, HclBody } from "./syntax.js";

/** A file of a module, parsed. */
export interface HclFile {
  /** From what is audited. */
  readonly path: string;
  readonly body: HclBody;
}

/** Something of a file. */
export interface HclPlaced<T> {
  readonly file: string;
  readonly line: number;
  readonly value: T;
}

export interface ResourceBlock {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly block: HclBlock;
  readonly file: string;
}

/** What the files of one folder declare. */
export interface TerraformConfiguration {
  readonly variables: ReadonlyMap<string, HclPlaced<HclBlock>>;
  readonly locals: ReadonlyMap<string, HclPlaced<Expression>>;
  readonly outputs: ReadonlyMap<string, HclPlaced<HclBlock>>;
  readonly resources: readonly ResourceBlock[];
  readonly modules: ReadonlyMap<string, HclPlaced<HclBlock>>;
  readonly providers: readonly HclPlaced<HclBlock>[];
}

/** Files that change what others declare: Terraform reads them last. */
export function isOverride(path: string): boolean {
  return /(?:^|\/|_)override\.tf(?:\.json)?$/.test(path);
}

export function configurationOf(files: readonly HclFile[]): TerraformConfiguration {
  const variables = new Map<string, HclPlaced<HclBlock>>();
  const locals = new Map<string, HclPlaced<Expression>>();
  const outputs = new Map<string, HclPlaced<HclBlock>>();
  const resources = new Map<string, ResourceBlock>();
  const modules = new Map<string, HclPlaced<HclBlock>>();
  const providers: HclPlaced<HclBlock>[] = [];
  const sorted = [...files].sort((a, b) => {
    const order = Number(isOverride(a.path)) - Number(isOverride(b.path));
    return order !== 0 ? order : a.path < b.path ? -1 : 1;
  });
  const put = (map: Map<string, HclPlaced<HclBlock>>, block: HclBlock, file: string) => {
    const [name = ""] = block.labels;
    const before = map.get(name);
    const value = before === undefined ? block : overridden(before.value, block);
    map.set(name, { file: before?.file ?? file, line: value.line, value });
  };
  for (const { path, body } of sorted) {
    for (const block of body.blocks) {
      const [type = "", name = ""] = block.labels;
      switch (block.type) {
        case "variable":
          put(variables, block, path);
          break;
        case "output":
          put(outputs, block, path);
          break;
        case "module":
          put(modules, block, path);
          break;
        case "locals":
          for (const each of block.body.attributes) {
            locals.set(each.name, { file: path, line: each.line, value: each.value });
          }
          break;
        case "provider":
          providers.push({ file: path, line: block.line, value: block });
          break;
        case "resource":
        case "data": {
          const mode = block.type === "data" ? "data" : "managed";
          const key = `${mode} ${type}.${name}`;
          const before = resources.get(key);
          resources.set(key, {
            mode,
            type,
            name,
            file: before?.file ?? path,
            block: before === undefined ? block : overridden(before.block, block),
          });
          break;
        }
      }
    }
  }
  return { variables, locals, outputs, resources: [...resources.values()], modules, providers };
}

/** Arguments replace arguments, blocks those of their type. */
function overridden(block: HclBlock, by: HclBlock): HclBlock {
  const names = new Set(by.body.attributes.map(({ name }) => name));
  const types = new Set(by.body.blocks.map(({ type }) => type));
  const attributes: readonly HclAttribute[] = [
    ...block.body.attributes.filter(({ name }) => !names.has(name)),
    ...by.body.attributes,
  ];
  const blocks = [...block.body.blocks.filter(({ type }) => !types.has(type)), ...by.body.blocks];
  return { ...block, body: { attributes, blocks } };
}

export function attributeIn(body: HclBody, name: string): HclAttribute | undefined {
  return body.attributes.find((each) => each.name === name);
}
