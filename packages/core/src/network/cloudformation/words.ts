import type { NetworkModel, SubnetTier } from "../network-parts.js";
import { isZoneId } from "../zone-id.js";

/** Blocks of the sections of a template; empty ones are left out. */
export interface TemplateParts {
  readonly parameters: readonly string[];
  readonly resources: readonly string[];
  readonly outputs: readonly string[];
}

/** 1 … count, as logical ids number things. */
export const numbers = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1);

/** Any text as a string of YAML. */
export const quoted = (text: string): string => JSON.stringify(text);

/** The property of a subnet that puts it in the zone of that number. */
export function zone(number: number, { zoneNames }: NetworkModel): string {
  const name = zoneNames?.[number - 1];
  if (name === undefined) return `AvailabilityZone: !Select [${number - 1}, !GetAZs ""]`;
  return `${isZoneId(name) ? "AvailabilityZoneId" : "AvailabilityZone"}: ${quoted(name)}`;
}

/** The logical id of a tier by its name. */
export function idOfTier(name: string, tiers: readonly SubnetTier[]): string {
  const found = tiers.find((tier) => tier.name === name);
  if (found === undefined) throw new RangeError(`no tier ${name}`);
  return found.logicalId;
}

/** The property that names a resource in the console, after the stack. */
export const nameTag = (what: string, indent = "      "): string =>
  `${indent}Tags: [{ Key: Name, Value: !Sub "\${AWS::StackName}-${what}" }]`;

export const ipv4Block = (position: number, { subnetBits }: NetworkModel): string =>
  `!Select [${position}, !Cidr [!Ref VpcCidr, ${2 ** subnetBits}, ${16 - subnetBits}]]`;

export const ipv6Block = (position: number, { subnetCount }: NetworkModel): string =>
  `!Select [${position}, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], ${subnetCount}, 64]]`;

/** A /28 of the block that the subnets of the transit gateway attachment share. */
export const attachmentBlock = (index: number, model: NetworkModel): string =>
  `!Select [${index}, !Cidr [${ipv4Block(model.attachmentBlock, model)}, 6, 4]]`;
