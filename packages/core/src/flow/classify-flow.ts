import { ipv6Octets } from "../address/ip-address.js";
import { nat64PrefixAround } from "../address/nat64.js";
import type { ByteClass, HostVerdict, UnknownReason } from "./flow-class.js";
import type { FlowGroup } from "./flow-group.js";
import type { AddressNames, FlowNames, NameSource } from "./flow-names.js";
import { isInternetAddress, isInternetWord } from "./flow-network.js";
import type { IpRange } from "./ip-range.js";
import type { HostJudge } from "./judge-host.js";
import type { PrefixTable } from "./prefix-table.js";

/** How sure a class is. */
export type FlowConfidence = "high" | "medium" | "low";

/** What became of the bytes of a pair. */
export interface ClassifiedFlow {
  readonly class: ByteClass;
  readonly unknown: UnknownReason | null;
  /** Of each name of the address, sorted by the name; empty: it has none. */
  readonly verdicts: readonly HostVerdict[];
  /** What AWS's list says of the address; null: a name is known, or the list has nothing. */
  readonly range: IpRange | null;
  readonly nameSource: NameSource | null;
  readonly confidence: FlowConfidence;
}

const CONFIDENCE: Readonly<Record<NameSource, FlowConfidence>> = {
  "same-source": "high",
  "same-vpc": "medium",
  cloudtrail: "low",
  "hosts-file": "medium",
};

/** `S3` and `DYNAMODB` of ip-ranges.json are what gateway endpoints carry. */
const GATEWAY_RANGES: Readonly<Record<string, string>> = { S3: "s3", DYNAMODB: "dynamodb" };

/** Gives every pair its class, by names first and prefixes last. */
export class FlowClassifier {
  private readonly names: FlowNames;
  private readonly ranges: PrefixTable<IpRange> | null;
  private readonly judge: HostJudge;
  private readonly byNames = new KnownFlows<AddressNames>();
  private readonly byRange = new KnownFlows<IpRange | null>();

  constructor(names: FlowNames, ranges: PrefixTable<IpRange> | null, judge: HostJudge) {
    this.names = names;
    this.ranges = ranges;
    this.judge = judge;
  }

  /** @param region of the gateway; null: not known */
  classify(
    group: Pick<FlowGroup, "src" | "dst" | "dstWord">,
    region: string | null,
  ): ClassifiedFlow {
    const { dstWord } = group;
    // Without names a number is enough: half a million texts are not made.
    if (dstWord !== undefined && this.names.isEmpty && isInternetWord(dstWord) === true) {
      return this.classOfRange(this.ranges?.findIpv4(dstWord) ?? null, region, false);
    }
    const { src, dst } = group;
    const ipv4 = dst.includes(":") ? embeddedAddress(dst) : null;
    const found = this.names.namesOf(src, dst);
    const names = found ?? (ipv4 === null ? null : this.names.namesOf(src, ipv4));
    if (names !== null) return this.classOfNames(names, region, ipv4 !== null);
    return this.classOfAddress(ipv4 ?? dst, region, ipv4 !== null);
  }

  private classOfNames(
    names: AddressNames,
    region: string | null,
    isNat64: boolean,
  ): ClassifiedFlow {
    const known = this.byNames.of(region, isNat64);
    const before = known.get(names);
    if (before !== undefined) return before;
    const verdicts = names.hosts.map((host) => this.judge.verdictOf(host, region, isNat64));
    const classes = new Set(verdicts.map((verdict) => verdict.class));
    const [first] = verdicts;
    const isOne = classes.size === 1 && first !== undefined;
    const made: ClassifiedFlow = {
      class: isOne ? first.class : "ambiguous",
      unknown: isOne ? first.unknown : null,
      verdicts,
      range: null,
      nameSource: names.source,
      confidence: CONFIDENCE[names.source],
    };
    known.set(names, made);
    return made;
  }

  /** Addresses of one range are alike, so that none is kept. */
  private classOfAddress(address: string, region: string | null, isNat64: boolean): ClassifiedFlow {
    if (!isNat64 && !isInternetAddress(address)) return PRIVATE_DESTINATION;
    return this.classOfRange(this.ranges?.find(address) ?? null, region, isNat64);
  }

  private classOfRange(
    range: IpRange | null,
    region: string | null,
    isNat64: boolean,
  ): ClassifiedFlow {
    const known = this.byRange.of(region, isNat64);
    let made = known.get(range);
    if (made === undefined) {
      made = withoutName(range, region, isNat64);
      known.set(range, made);
    }
    return made;
  }
}

/** What was said before, by region, and apart for NAT64. */
class KnownFlows<K> {
  private readonly plain = new Map<string | null, Map<K, ClassifiedFlow>>();
  private readonly nat64 = new Map<string | null, Map<K, ClassifiedFlow>>();

  of(region: string | null, isNat64: boolean): Map<K, ClassifiedFlow> {
    const byRegion = isNat64 ? this.nat64 : this.plain;
    let known = byRegion.get(region);
    if (known === undefined) {
      known = new Map();
      byRegion.set(region, known);
    }
    return known;
  }
}

const NO_NAME = { verdicts: [], nameSource: null, confidence: "low" as const };
const PRIVATE_DESTINATION: ClassifiedFlow = {
  ...NO_NAME,
  class: "unknown",
  unknown: "private-destination",
  range: null,
};

function withoutName(
  range: IpRange | null,
  region: string | null,
  isNat64: boolean,
): ClassifiedFlow {
  if (isNat64) return { ...NO_NAME, class: "v4-only", unknown: null, range };
  const isOfGateway = range !== null && GATEWAY_RANGES[range.service] !== undefined;
  if (isOfGateway && range.region === region) {
    return { ...NO_NAME, class: "free-fix", unknown: null, range, confidence: "medium" };
  }
  return { ...NO_NAME, class: "unknown", unknown: "no-name", range };
}

/** The CLI name of the service behind a prefix that gateway endpoints carry. */
export const gatewayServiceOf = ({ service }: IpRange): string | null =>
  GATEWAY_RANGES[service] ?? null;

/** The IPv4 address that NAT64 calls for this one; null: it is no address of NAT64. */
function embeddedAddress(address: string): string | null {
  if (!address.startsWith("64:ff9b:") || nat64PrefixAround(address, []) === null) return null;
  return ipv6Octets(address)?.slice(12).join(".") ?? null;
}
