import { describe, expect, test } from "vitest";
import { seedFromExport } from "./seed-from-export.js";

describe("a seed from an export", () => {
  test("has the names of which something is known", () => {
    const variants = {
      default: { hostname: "sts.eu-central-1.amazonaws.com", ipv6: "no" },
      dualstack: { hostname: "sts.eu-central-1.api.aws", ipv6: "yes" },
      fips: { hostname: "sts-fips.eu-central-1.amazonaws.com", ipv6: "unknown" },
    };
    expect(seedFromExport({ meta: {}, endpoints: [{ service: "sts", variants }] })).toEqual({
      "sts.eu-central-1.amazonaws.com": "no",
      "sts.eu-central-1.api.aws": "yes",
    });
  });

  test.each([null, {}, { endpoints: [{}] }, "text"])(
    "is refused for %j, with the remedy",
    (document) => {
      expect(() => seedFromExport(document)).toThrow(/npx egress6 export/);
    },
  );
});
