import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { terraformProject } from "../../hcl/project.js";
import { networkOf } from "../network-of.js";
import { knownModule, type ModuleFacts } from "./known-modules.js";
import { resourcesOfRoot } from "./terraform-resources.js";

const facts: { readonly modules: readonly ModuleFacts[] } = JSON.parse(
  readFileSync(new URL("../../../../../data/terraform-modules.json", import.meta.url), "utf8"),
);

function audited(text: string) {
  const { roots } = terraformProject([{ path: "main.tf", text }], {
    knownModule: ({ source, version }) => {
      const found = source === null ? null : knownModule(facts.modules, source, version);
      return found === null
        ? { kind: "elsewhere" }
        : { kind: "known", configuration: found.configuration };
    },
  });
  const resources = roots.flatMap(
    (root) =>
      resourcesOfRoot(root, ({ source, version }) =>
        source === null ? null : (knownModule(facts.modules, source, version)?.origin ?? null),
      ).resources,
  );
  return {
    network: networkOf(resources),
    resources,
    problems: roots.flatMap(({ problems }) => problems),
  };
}

describe("modules from elsewhere that are known", () => {
  test("every sketch can be evaluated with nothing given", () => {
    const sources = facts.modules.filter(({ sketch }) => sketch.length > 0);
    expect(sources.length).toBeGreaterThan(12);
    for (const { source } of sources) {
      const { problems } = audited(`module "m" { source = "${source}" }`);
      expect(problems, source).toEqual([]);
    }
  });

  test("the VPC module: enable_ipv6 alone gives subnets no IPv6, but DNS64", () => {
    const { network, resources } = audited(`
module "vpc" {
  source             = "terraform-aws-modules/vpc/aws"
  version            = "~> 5.0"
  azs                = slice(data.aws_availability_zones.available.names, 0, 3)
  private_subnets    = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
  public_subnets     = ["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"]
  enable_nat_gateway = true
  enable_ipv6        = true
}
data "aws_availability_zones" "available" {}
resource "aws_lambda_function" "api" {
  vpc_config {
    subnet_ids         = module.vpc.private_subnets
    security_group_ids = [module.vpc.default_security_group_id]
  }
}
`);
    expect(network.vpcs.map(({ ipv6 }) => ipv6.is)).toEqual(["yes"]);
    expect(network.natGateways.length).toBe(3);
    expect(network.subnets.map(({ ipv6, dns64 }) => `${ipv6.is} ${dns64.is}`)).toEqual(
      Array(6).fill("no yes"),
    );
    expect(network.egressOnlyGateways.length).toBe(1);
    expect(network.computes[0]).toMatchObject({
      ipv4Path: { kind: "nat" },
      hasIpv6Subnets: { is: "no" },
    });
    const subnet = resources.find(({ kind }) => kind === "subnet");
    expect(subnet).toMatchObject({
      subject: "module.vpc",
      place: { file: "main.tf", line: 2 },
      fromModule: { versionIs: "newest-of-range", version: "~> 5.0" },
    });
    expect(subnet?.lines["enable_ipv6"]).toBe(9);
  });

  test("single_nat_gateway is one, whatever the zones; git sources are the same module", () => {
    const { network } = audited(`
module "vpc" {
  source = "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=v5.8.1"
  azs = ["a", "b"]
  private_subnets = ["10.0.1.0/24", "10.0.2.0/24"]
  public_subnets = ["10.0.3.0/24", "10.0.4.0/24"]
  enable_nat_gateway = true
  single_nat_gateway = true
}
`);
    expect(network.natGateways.length).toBe(1);
    expect(network.subnets.length).toBe(4);
    expect(network.natGateways[0]?.resource.fromModule).toMatchObject({
      version: "5.8.1",
      versionIs: "exact",
    });
  });

  test("EKS: nodes of an IPv4 cluster are let out over IPv4 only", () => {
    const { network } = audited(`
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.8.5"
  cluster_name = "main"
}
`);
    expect(network.securityGroups[0]?.egress.map(({ ipv4, ipv6 }) => [ipv4, ipv6])).toEqual([
      [["0.0.0.0/0"], []],
    ]);
    expect(network.computes.map(({ platform }) => platform)).toEqual(["eks-ipv4"]);
  });
});
