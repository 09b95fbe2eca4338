import { describe, expect, test } from "vitest";
import { plainTree, treeAt } from "../tree.js";
import { parseYamlTrees, YamlTreeError } from "./yaml-tree.js";

const plain = (text: string) => parseYamlTrees(text).map(plainTree);

describe("YAML with lines", () => {
  test("short intrinsics become long ones, whatever they take", () => {
    expect(
      plain(
        'a: !Ref X\nb: !GetAtt X.Arn.y\nc: !Join [",", [!Ref Y]]\nd: !Sub\n  - z\n  - {z: 1}\n',
      ),
    ).toEqual([
      {
        a: { Ref: "X" },
        b: { "Fn::GetAtt": ["X", "Arn.y"] },
        c: { "Fn::Join": [",", [{ Ref: "Y" }]] },
        d: { "Fn::Sub": ["z", { z: 1 }] },
      },
    ]);
  });

  test("several documents, keys that stand twice, aliases and merges", () => {
    expect(plain("a: 1\na: 2\n---\nbase: &b {x: 1}\nown:\n  <<: *b\n  y: 2\n---\n")).toEqual([
      { a: 2 },
      { base: { x: 1 }, own: { x: 1, y: 2 } },
    ]);
  });

  test("says the line of keys", () => {
    const [tree] = parseYamlTrees("a:\n  b:\n    - c\n    - d: 1\n");
    expect(treeAt(tree, "a", "b")?.line).toBe(3);
    expect(tree?.kind === "map" && tree.entries.get("a")?.line).toBe(1);
  });

  test("what is no YAML is said with its line", () => {
    expect(() => parseYamlTrees("a: [1\nb: }")).toThrow(YamlTreeError);
  });

  test("aliases that grow without end are refused", () => {
    const lines = Array.from(
      { length: 12 },
      (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`).join(", ")}]`,
    );
    expect(() => parseYamlTrees(`l0: &l0 [x]\n${lines.join("\n")}\n`)).toThrow("too large");
  });
});
