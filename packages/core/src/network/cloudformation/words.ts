import type { NetworkModel } from "../network-model.js";

/** A logical id: `BatchJobs`. */
export const id = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

/** 1 … count, as logical ids number things. */
export const numbers = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1);

export const zone = (number: number): string => `!Select [${number - 1}, !GetAZs ""]`;

export const ipv4Block = (position: number, { subnetBits }: NetworkModel): string =>
  `!Select [${position}, !Cidr [!Ref VpcCidr, ${2 ** subnetBits}, ${16 - subnetBits}]]`;

export const ipv6Block = (position: number, { subnetCount }: NetworkModel): string =>
  `!Select [${position}, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], ${subnetCount}, 64]]`;
