import type { ByteAmount } from "./byte-amount.js";
import { plusBytes } from "./byte-amount.js";
import type { ClassifiedFlow } from "./classify-flow.js";
import { type ByteClass, isMovableClass } from "./flow-class.js";
import type { FlowGroup } from "./flow-group.js";
import { parsePrefix } from "./prefix-table.js";

/** As many as a policy of Networking Flexible Cost Allocation may have. */
const MOST_PREFIXES = 100;
const LONGEST_LABEL = 64;

/**
 * The input of `aws ec2 create-networking-flex-cost-allocation-policy`: with it the bill itself shows what could move.
 * @source https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkingFlexCostAllocationPolicy.html
 */
export interface FcaPolicy {
  readonly NetworkResourceType: "nat-gateway";
  readonly NatFcaPolicyDocument: {
    readonly Dimensions: readonly ["data-transfer", "data-processing"];
    readonly ReportingGranularity: readonly ["cidr"];
    readonly CidrRangeSpecifications: {
      readonly PrefixesType: "destination-prefixes";
      readonly Prefixes: readonly { readonly CidrRange: string; readonly CidrLabel: string }[];
    };
  };
  readonly ShowBackEnabled: boolean;
  readonly Description: string;
}

interface PrefixSum {
  readonly label: string;
  bytes: ByteAmount;
}

/** Sums bytes by destination address, and labels the prefixes that cover most of them. */
export class FcaAccount {
  /** By address, and of each by label. */
  private readonly addresses = new Map<string, PrefixSum[]>();
  private readonly ranges = new Map<string, string>();

  add({ dst, up, down }: FlowGroup, flow: ClassifiedFlow): void {
    if (dst.includes(":")) return;
    const bytes = plusBytes(up, down);
    const label = labelOf(flow);
    const sums = this.addresses.get(dst) ?? [];
    if (sums.length === 0) this.addresses.set(dst, sums);
    const known = sums.find((each) => each.label === label);
    if (known === undefined) sums.push({ label, bytes });
    else known.bytes = plusBytes(known.bytes, bytes);
    // What a gateway endpoint carries is listed as a whole; other ranges serve many.
    if (flow.class === "free-fix" && flow.range !== null) this.ranges.set(dst, flow.range.prefix);
  }

  policy(): FcaPolicy {
    const prefixes = new Map<string, { labels: Map<string, bigint>; addresses: Set<string> }>();
    for (const [address, sums] of this.addresses) {
      const prefix = this.ranges.get(address) ?? `${address.split(".").slice(0, 3).join(".")}.0/24`;
      const known = prefixes.get(prefix) ?? { labels: new Map(), addresses: new Set() };
      prefixes.set(prefix, known);
      known.addresses.add(address);
      for (const { label, bytes } of sums) {
        known.labels.set(label, (known.labels.get(label) ?? 0n) + BigInt(bytes));
      }
    }
    const candidates = [...prefixes].flatMap(([prefix, { labels, addresses }]) => {
      // Of several classes, only single addresses can be told apart.
      if (labels.size === 1) return [candidate(prefix, labels)];
      return [...addresses].map((address) => {
        const own = new Map(
          (this.addresses.get(address) ?? []).map(({ label, bytes }) => [label, BigInt(bytes)]),
        );
        return candidate(`${address}/32`, own);
      });
    });
    const chosen = candidates
      .sort((a, b) =>
        a.bytes < b.bytes ? 1 : a.bytes > b.bytes ? -1 : compare(a.prefix, b.prefix),
      )
      .slice(0, MOST_PREFIXES);
    return {
      NetworkResourceType: "nat-gateway",
      NatFcaPolicyDocument: {
        Dimensions: ["data-transfer", "data-processing"],
        ReportingGranularity: ["cidr"],
        CidrRangeSpecifications: {
          PrefixesType: "destination-prefixes",
          Prefixes: chosen
            .map(({ prefix, label }) => ({ CidrRange: prefix, CidrLabel: label }))
            .sort((a, b) => comparePrefixes(a.CidrRange, b.CidrRange)),
        },
      },
      ShowBackEnabled: false,
      Description: "NAT gateway bytes by what could become of them, written by egress6 flows",
    };
  }
}

/** `shared`: several classes have the address, so that none of it is called movable. */
function candidate(prefix: string, labels: ReadonlyMap<string, bigint>) {
  const bytes = [...labels.values()].reduce((sum, each) => sum + each, 0n);
  const [label = "shared"] = labels.size === 1 ? labels.keys() : ["shared"];
  return { prefix, bytes, label };
}

/** Letters, digits, hyphens and underscores, 64 at most. */
function labelOf({ class: byteClass, verdicts }: ClassifiedFlow): string {
  const [verdict] = verdicts;
  if (byteClass === "v4-only" && verdict !== undefined) {
    return `v4-only-${verdict.host.replace(/[^a-z0-9]+/g, "-")}`.slice(0, LONGEST_LABEL);
  }
  const label: ByteClass = byteClass;
  return isMovableClass(label) ? label : label === "ambiguous" ? "shared" : label;
}

function comparePrefixes(a: string, b: string): number {
  const [x, y] = [parsePrefix(a), parsePrefix(b)];
  return Number(x?.first ?? 0) - Number(y?.first ?? 0) || compare(a, b);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
