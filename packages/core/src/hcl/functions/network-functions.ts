import { ipv4Octets, ipv6Octets } from "../../address/ip-address.js";
import { HclFault, type HclValue, list } from "../hcl-value.js";
import { type HclFunction, hclFunction, textArg, wholeArg } from "./hcl-function.js";

interface Block {
  readonly base: bigint;
  readonly bits: number;
  /** 32 or 128. */
  readonly size: number;
}

function blockOf(value: HclValue | undefined): Block {
  const text = textArg(value);
  const [, address = "", length = ""] = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(text) ?? [];
  const octets = address.includes(":") ? ipv6Octets(address) : ipv4Octets(address);
  const bits = Number(length);
  if (octets === null || length === "" || bits > octets.length * 8) {
    throw new HclFault(`not a CIDR block: ${JSON.stringify(text.slice(0, 60))}`);
  }
  const size = octets.length * 8;
  const number = octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
  const host = BigInt(size - bits);
  return { base: (number >> host) << host, bits, size };
}

function addressText(number: bigint, size: number): string {
  if (size === 32) {
    return [24n, 16n, 8n, 0n].map((shift) => String((number >> shift) & 255n)).join(".");
  }
  const groups = Array.from({ length: 8 }, (_, at) =>
    Number((number >> BigInt((7 - at) * 16)) & 0xffffn),
  );
  return compressed(groups);
}

/** RFC 5952: the longest run of two or more zeros is left out. */
function compressed(groups: readonly number[]): string {
  let [best, length] = [-1, 1];
  for (let at = 0; at < groups.length; at++) {
    let end = at;
    while (groups[end] === 0) end++;
    if (end - at > length) [best, length] = [at, end - at];
    at = Math.max(at, end - 1);
  }
  const hex = groups.map((group) => group.toString(16));
  if (best === -1) return hex.join(":");
  return `${hex.slice(0, best).join(":")}::${hex.slice(best + length).join(":")}`;
}

function subnet({ base, bits, size }: Block, newBits: number, number: bigint): string {
  const length = bits + newBits;
  if (newBits < 0 || length > size) throw new HclFault("the block has not so many bits left");
  if (number < 0n || number >= 1n << BigInt(newBits)) {
    throw new HclFault(`the block has no subnet number ${number} of ${newBits} bits`);
  }
  return `${addressText(base | (number << BigInt(size - length)), size)}/${length}`;
}

function cidrSubnets([value, ...sizes]: readonly HclValue[]): HclValue {
  const block = blockOf(value);
  let next = block.base;
  const end = block.base + (1n << BigInt(block.size - block.bits));
  return list(
    sizes.map((size) => {
      const newBits = wholeArg(size);
      const length = block.bits + newBits;
      if (newBits < 1 || length > block.size) throw new HclFault("the block has not so many bits");
      const width = 1n << BigInt(block.size - length);
      const start = ((next + width - 1n) / width) * width;
      if (start + width > end) throw new HclFault("the block has no room for all subnets");
      next = start + width;
      return `${addressText(start, block.size)}/${length}`;
    }),
  );
}

function cidrHost([value, number]: readonly HclValue[]): HclValue {
  const { base, bits, size } = blockOf(value);
  const count = 1n << BigInt(size - bits);
  const wanted = BigInt(wholeArg(number));
  const offset = wanted < 0n ? count + wanted : wanted;
  if (offset < 0n || offset >= count) throw new HclFault("the block has no such host");
  return addressText(base | offset, size);
}

function cidrNetmask([value]: readonly HclValue[]): HclValue {
  const { bits, size } = blockOf(value);
  if (size !== 32) throw new HclFault("IPv6 has no netmasks");
  const all = (1n << 32n) - 1n;
  return addressText(all ^ ((1n << BigInt(32 - bits)) - 1n), 32);
}

export const NETWORK_FUNCTIONS: Readonly<Record<string, HclFunction>> = {
  cidrsubnet: hclFunction(
    3,
    ([value, bits, number]) => subnet(blockOf(value), wholeArg(bits), BigInt(wholeArg(number))),
    { type: "string" },
  ),
  cidrsubnets: hclFunction([1, 1000], cidrSubnets, { type: { kind: "list", of: "string" } }),
  cidrhost: hclFunction(2, cidrHost, { type: "string" }),
  cidrnetmask: hclFunction(1, cidrNetmask, { type: "string" }),
};
