import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprintOf } from "./fingerprint.js";

const identity = {
  ruleId: "key-case",
  format: "aws-config",
  resource: ["default", "eu-west-1"],
  attribute: ["Use_DualStack_Endpoint "],
};

describe("a fingerprint", () => {
  it("reads rule, format, resource and setting, whatever the setting's case", () => {
    const fingerprint = "key-case/aws-config/default/eu-west-1/use_dualstack_endpoint";
    expect(fingerprintOf(identity)).toBe(fingerprint);
    expect(fingerprintOf({ ...identity, attribute: ["use_dualstack_endpoint"] })).toBe(fingerprint);
  });

  it("keeps the case of resources, which tells them apart", () => {
    const one = fingerprintOf({ ...identity, resource: ["Dev"] });
    expect(one).not.toBe(fingerprintOf({ ...identity, resource: ["dev"] }));
  });

  it("is one line, of as many parts as went in, whatever is in them", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(fc.array(text), fc.array(text), (resource, attribute) => {
        const fingerprint = fingerprintOf({ ...identity, resource, attribute });
        expect(fingerprint).not.toMatch(/[\s\p{Cc}\p{Cf}]/u);
        expect(fingerprint.split("/")).toHaveLength(2 + resource.length + attribute.length);
      }),
    );
  });

  it("differs where resources differ", () => {
    const resource = fc.array(fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(resource, resource, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        const of = (each: readonly string[]) => fingerprintOf({ ...identity, resource: each });
        expect(of(one) === of(other)).toBe(isSame);
      }),
    );
    expect(fingerprintOf({ ...identity, resource: ["a%2f;b"] })).not.toBe(
      fingerprintOf({ ...identity, resource: ["a/b"] }),
    );
  });
});
