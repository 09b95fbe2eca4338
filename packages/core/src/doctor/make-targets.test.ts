import { describe, expect, it } from "vitest";
import { smallCatalog } from "../../../../test/support/small-catalog.js";
import { registryTargets, serviceTarget } from "./make-targets.js";

const catalog = smallCatalog({
  ecr: {
    id: "ECR",
    name: "ECR",
    names: { standard: "api.ecr" },
    additional: [
      {
        for: "private registry (docker pull, push)",
        names: {
          default: "{AccountId}.dkr.ecr.{region}.{dns}",
          dualstack: "{AccountId}.dkr-ecr.{region}.on.aws",
        },
      },
    ],
  },
});
const [ecr] = catalog.services;
if (ecr === undefined) throw new Error("no ecr");
const named = (names: readonly { hostname: string; isUsed: boolean }[]) =>
  names.map(({ hostname, isUsed }) => `${isUsed ? "*" : " "}${hostname}`);

describe("targets", () => {
  it.each([
    ["default", ["*api.ecr.eu-west-1.amazonaws.com", " api.ecr.eu-west-1.api.aws"]],
    ["dualstack", ["*api.ecr.eu-west-1.api.aws", " api.ecr.eu-west-1.amazonaws.com"]],
    ["fips", ["*api.ecr-fips.eu-west-1.amazonaws.com", " api.ecr-fips.eu-west-1.api.aws"]],
  ] as const)(
    "of a service with the switches at %s: the name in use first",
    (variant, expected) => {
      const target = serviceTarget(catalog, ecr, "eu-west-1", { variant, url: null });
      expect(named(target.names)).toEqual(expected);
    },
  );

  it("of a service with an endpoint URL: that one is in use, the others would be", () => {
    const url = { hostname: "vpce-1.test", port: 8443, isTls: true };
    const target = serviceTarget(catalog, ecr, "eu-west-1", { variant: "default", url });
    expect(named(target.names)).toEqual([
      "*vpce-1.test",
      " api.ecr.eu-west-1.amazonaws.com",
      " api.ecr.eu-west-1.api.aws",
    ]);
  });

  it("of registries are for information, by both image names", () => {
    const [registry] = registryTargets(catalog, ecr, "eu-west-1");
    expect(registry).toMatchObject({ isNeeded: false });
    expect(named(registry?.names ?? [])).toEqual([
      "*123456789012.dkr.ecr.eu-west-1.amazonaws.com",
      " 123456789012.dkr-ecr.eu-west-1.on.aws",
    ]);
  });
});
