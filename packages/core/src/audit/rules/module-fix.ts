import { type AuditFix, blockHead, fixText } from "../audit-fix.js";
import type { Resource } from "../resource.js";

/** What a module's inputs are called, by what they do. */
const INPUTS = {
  "vpc-ipv6": {
    "terraform-aws-modules/vpc/aws": [
      "enable_ipv6 = true",
      "private_subnet_ipv6_prefixes = [3, 4, 5]",
      "public_subnet_ipv6_prefixes = [0, 1, 2]",
      "private_subnet_enable_dns64 = false",
      "public_subnet_enable_dns64 = false",
    ],
    "cloudposse/vpc/aws": ["assign_generated_ipv6_cidr_block = true"],
    "aws-ia/vpc/aws": ["vpc_assign_generated_ipv6_cidr_block = true"],
  },
  "subnet-ipv6": {
    "terraform-aws-modules/vpc/aws": [
      "private_subnet_ipv6_prefixes = [3, 4, 5]",
      "public_subnet_ipv6_prefixes = [0, 1, 2]",
    ],
    "cloudposse/dynamic-subnets/aws": ["ipv6_enabled = true"],
  },
  "subnet-assign": {
    "terraform-aws-modules/vpc/aws": ["private_subnet_assign_ipv6_address_on_creation = true"],
    "cloudposse/dynamic-subnets/aws": ["private_assign_ipv6_address_on_creation = true"],
  },
  dns64: {
    "terraform-aws-modules/vpc/aws": [
      "private_subnet_enable_dns64 = false",
      "public_subnet_enable_dns64 = false",
    ],
    "cloudposse/dynamic-subnets/aws": [
      "private_dns64_nat64_enabled = false",
      "public_dns64_nat64_enabled = false",
    ],
  },
  "egress-only": {
    "terraform-aws-modules/vpc/aws": ["create_egress_only_igw = true"],
    "cloudposse/vpc/aws": ["ipv6_egress_only_internet_gateway_enabled = true"],
    "aws-ia/vpc/aws": ["vpc_egress_only_internet_gateway = true"],
  },
  "map-public-ip": {
    "terraform-aws-modules/vpc/aws": ["map_public_ip_on_launch = false"],
    "cloudposse/dynamic-subnets/aws": ["map_public_ip_on_launch = false"],
  },
  lambda: {
    "terraform-aws-modules/lambda/aws": ["ipv6_allowed_for_dual_stack = true"],
  },
  "egress-ipv6": {
    "terraform-aws-modules/security-group/aws": ['egress_ipv6_cidr_blocks = ["::/0"]'],
    "terraform-aws-modules/eks/aws": [
      "node_security_group_additional_rules = {",
      "  egress_ipv6 = {",
      '    type             = "egress"',
      '    protocol         = "-1"',
      "    from_port        = 0",
      "    to_port          = 0",
      '    ipv6_cidr_blocks = ["::/0"]',
      "  }",
      "}",
    ],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The fix in the inputs of a module that is known; null: the resource is not a module's, or no input is known. */
export function moduleFix(
  resource: Resource,
  text: string,
  purpose: keyof typeof INPUTS,
): AuditFix | null {
  const { fromModule } = resource;
  if (fromModule === null) return null;
  const inputs: Readonly<Record<string, readonly string[]>> = INPUTS[purpose];
  const lines = inputs[fromModule.source];
  if (lines === undefined) {
    return fixText(`${text} The module ${fromModule.source} makes it: look for its input.`);
  }
  return fixText(text, [`  ${blockHead(resource)}`, ...lines.map((each) => `+   ${each}`), "  }"]);
}
