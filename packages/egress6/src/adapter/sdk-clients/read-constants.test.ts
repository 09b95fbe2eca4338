import { describe, expect, test } from "vitest";
import { readConstants } from "./read-constants.js";

describe("the constants of a module", () => {
  test("are read without running it, as AWS's clients write them", () => {
    const constants = readConstants(`
      import { BinaryDecisionDiagram } from "@smithy/core/endpoints";
      const k = "ref", n = -1, t = (v) => "https://{arn_" + v + "#id}." + k, list = [{ [k]: "Region" }, true, null];
      const _data = { results: [[n], [t(2), {}]] };
      const r = 100_000_000;
      export const bdd = BinaryDecisionDiagram.from(new Int32Array([n, 1, r + 2]), 2, list, _data.results);
    `);
    expect(constants.get("bdd")).toEqual({
      called: "BinaryDecisionDiagram.from",
      given: [
        { called: "Int32Array", given: [[-1, 1, 100_000_002]] },
        2,
        [{ ref: "Region" }, true, null],
        [[-1], ["https://{arn_2#id}.ref", {}]],
      ],
    });
  });

  test.each([
    ["const a = process.env.HOME;", /process is not defined/],
    ["const a = () => 1;", /ArrowFunctionExpression/],
    ["const a = await import('node:fs');", /AwaitExpression/],
    ["const a = { ['__proto__']: 1 };", /only data is expected/],
    ["const a = {}; const b = a.constructor;", /constructor is not defined/],
    ["const a = 1 + [];", /BinaryExpression/],
    ["console.log(1);", /ExpressionStatement/],
    ["export default 1;", /ExportDefaultDeclaration/],
    ["const a = /x/;", /is no text, number or truth value/],
    ["const a = b; const b = 1;", /b is not defined before its use/],
  ])("hold no code: %s", (source, message) => {
    expect(() => readConstants(source)).toThrow(message);
  });
});
