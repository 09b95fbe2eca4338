import { describe, expect, test } from "vitest";
import { networkOf } from "../network-of.js";
import { parseJsonTree } from "../parse-json-tree.js";
import { parametersIn, resourcesOfTemplate } from "./template-resources.js";

function network(template: unknown, parameters: Readonly<Record<string, string>> = {}) {
  const resources = resourcesOfTemplate(parseJsonTree(JSON.stringify(template, null, 1)), {
    file: "vpc.json",
    region: "eu-west-1",
    parameters: new Map(Object.entries(parameters)),
  });
  return { ...networkOf(resources), resources };
}

const TEMPLATE = {
  Parameters: { Nat: { Type: "String" }, Ipv6: { Type: "String", Default: "true" } },
  Conditions: {
    HasIpv6: { "Fn::Equals": [{ Ref: "Ipv6" }, "true"] },
    HasNat: { "Fn::Equals": [{ Ref: "Nat" }, "yes"] },
  },
  Resources: {
    VPC: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16" } },
    Six: {
      Type: "AWS::EC2::VPCCidrBlock",
      Condition: "HasIpv6",
      Properties: { VpcId: { Ref: "VPC" }, AmazonProvidedIpv6CidrBlock: true },
    },
    Subnet: {
      Type: "AWS::EC2::Subnet",
      Properties: {
        VpcId: { Ref: "VPC" },
        CidrBlock: "10.0.1.0/24",
        Ipv6CidrBlock: {
          "Fn::Select": [0, { "Fn::Cidr": [{ "Fn::GetAtt": ["VPC", "Ipv6"] }, 1, 64] }],
        },
        MapPublicIpOnLaunch: { "Fn::If": ["HasIpv6", { Ref: "AWS::NoValue" }, true] },
      },
    },
    Nat1: {
      Type: "AWS::EC2::NatGateway",
      Condition: "HasNat",
      Properties: { SubnetId: { Ref: "Subnet" } },
    },
    Group: {
      Type: "AWS::EC2::SecurityGroup",
      Properties: { VpcId: { Ref: "VPC" }, GroupDescription: "x" },
    },
    Task: {
      Type: "AWS::ECS::TaskDefinition",
      Properties: { ContainerDefinitions: [{ LogConfiguration: { LogDriver: "awslogs" } }] },
    },
    Endpoint: {
      Type: "AWS::EC2::VPCEndpoint",
      Properties: {
        VpcId: { Ref: "VPC" },
        ServiceName: { "Fn::Join": [".", ["com.amazonaws", { Ref: "AWS::Region" }, "s3"]] },
        VpcEndpointType: "Gateway",
      },
    },
  },
};

describe("CloudFormation as resources", () => {
  test("links what references link, and works out conditions", () => {
    const { vpcs, subnets, natGateways, securityGroups, endpoints } = network(TEMPLATE);
    expect(vpcs[0]?.ipv6.is).toBe("yes");
    expect(subnets[0]?.vpc).toMatchObject({ kind: "vpc", vpc: { address: "VPC" } });
    expect(subnets[0]).toMatchObject({ ipv6: { is: "yes" }, mapsPublicIpv4: { is: "no" } });
    expect(natGateways[0]?.resource.multiplicity).toEqual({ kind: "unknown", missing: "Nat" });
    expect(securityGroups[0]?.withoutRules).toBe("all");
    expect(endpoints[0]).toMatchObject({ type: "gateway", service: "s3" });
  });

  test("takes parameters of every form", () => {
    const forms = [
      [{ ParameterKey: "Nat", ParameterValue: "no" }],
      { Parameters: { Nat: "no" } },
      { Nat: "no" },
      ["Nat=no"],
    ];
    for (const form of forms) {
      const values = parametersIn(parseJsonTree(JSON.stringify(form)));
      const { natGateways } = network(TEMPLATE, Object.fromEntries(values));
      expect(natGateways).toEqual([]);
    }
  });

  test("has the same names as Terraform, and lines", () => {
    const { resources } = network(TEMPLATE);
    const task = resources.find(({ address }) => address === "Task");
    expect(JSON.stringify(task?.attributes["container_definitions"])).toContain("logConfiguration");
    const subnet = resources.find(({ address }) => address === "Subnet");
    expect(subnet?.lines["cidr_block"]).toBeGreaterThan(subnet?.place.line ?? 999);
  });
});
