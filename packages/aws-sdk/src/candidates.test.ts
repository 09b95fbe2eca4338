import type { EndpointParameters } from "@smithy/types";
import { describe, expect, test } from "vitest";
import { candidatesOf, withCandidates } from "./candidates.js";

/** Rules that build a new endpoint for every request, as those of older SDKs do. */
function countedRules() {
  const asked: EndpointParameters[] = [];
  const rules = withCandidates((params) => {
    asked.push(params);
    const middle = params["UseDualStack"] === true ? "dualstack." : "";
    return { url: new URL(`https://s3.${middle}${params["Region"]}.amazonaws.com`) };
  });
  return { rules, asked };
}

const hostnames = (endpoint: object) => {
  const candidates = candidatesOf(endpoint);
  return [candidates?.used, candidates?.other].map((candidate) => candidate?.endpoint.url.hostname);
};

describe("the rules, asked both ways", () => {
  test("are asked the other way once for each bucket and region, not for each key", () => {
    const { rules, asked } = countedRules();
    for (const Key of ["a", "b", "c"]) {
      const endpoint = rules({ Region: "eu-west-1", UseDualStack: false, Key });
      expect(hostnames(endpoint)).toEqual([
        "s3.eu-west-1.amazonaws.com",
        "s3.dualstack.eu-west-1.amazonaws.com",
      ]);
    }
    expect(asked.filter(({ UseDualStack }) => UseDualStack === true)).toHaveLength(1);
    rules({ Region: "eu-west-2", UseDualStack: false });
    expect(asked.filter(({ UseDualStack }) => UseDualStack === true)).toHaveLength(2);
  });

  test("are not asked the other way where an endpoint is set", () => {
    const { rules, asked } = countedRules();
    const endpoint = rules({ Region: "eu-west-1", Endpoint: "https://localhost:4566" });
    expect(candidatesOf(endpoint)).toBeUndefined();
    expect(asked).toHaveLength(1);
  });
});
