import type { PriceBook } from "../price/price-book.js";
import { type ByteAmount, plusBytes } from "./byte-amount.js";
import { type ClassifiedFlow, type FlowConfidence, gatewayServiceOf } from "./classify-flow.js";
import {
  type ByteClass,
  FLOW_CLASSES,
  type HostVerdict,
  isMovableClass,
  UNKNOWN_REASONS,
  type UnknownReason,
} from "./flow-class.js";
import type { FlowGroup, FlowTallies, LoggedNat, NotCounted } from "./flow-group.js";
import type { FlowMode } from "./flow-mode.js";
import {
  addGatewayBytes,
  addUsd,
  type FlowUsd,
  flowUsd,
  type GatewayBytes,
  type GatewayPlace,
  noGatewayBytes,
  ZERO_USD,
} from "./flow-money.js";
import type { FlowNetwork, SendsIpv6 } from "./flow-network.js";
import { type FlowNat, NO_TOPOLOGY } from "./flow-topology.js";

/** What flow logs say: which bytes of NAT gateways could go another way, by which change. */
export interface FlowReport {
  readonly mode: FlowMode;
  /** All that were used. */
  readonly modes: readonly FlowMode[];
  /** What names the gateways: of `logs`, one that is not there may not be logged. */
  readonly gatewaysFrom: "topology" | "logs";
  readonly tallies: FlowTallies;
  readonly notCounted: readonly NotCounted[];
  readonly region: string | null;
  readonly bytes: bigint;
  readonly up: bigint;
  readonly down: bigint;
  readonly pairs: number;
  readonly usdPerMonth: FlowUsd;
  readonly classes: ReadonlyMap<ByteClass, ClassSum>;
  readonly unknown: ReadonlyMap<UnknownReason, bigint>;
  readonly nats: readonly NatSum[];
  readonly actions: readonly FlowAction[];
  readonly blockers: readonly FlowBlocker[];
  readonly ambiguous: readonly AmbiguousSum[];
  readonly destinations: readonly DestinationSum[];
  /** Whether resolver query logs were there. */
  readonly hasNames: boolean;
}

export interface ClassSum {
  readonly bytes: bigint;
  readonly usdPerMonth: FlowUsd;
}

export interface NatSum {
  readonly id: string | null;
  readonly eni: string | null;
  readonly az: string | null;
  readonly bytes: bigint;
  readonly up: bigint;
  readonly down: bigint;
  /** Null: the zone of a source or of the gateway is not known. */
  readonly crossAzBytes: bigint | null;
  /** Of its own interface; 0 records: that is not in the logs. */
  readonly records: number;
  readonly skipData: number;
  readonly noData: number;
  readonly classes: ReadonlyMap<ByteClass, bigint>;
  readonly usdPerMonth: FlowUsd;
}

/** One change, and the bytes that it takes off NAT gateways. */
export interface FlowAction {
  readonly id: string;
  readonly class: ByteClass;
  /** The most bytes first. */
  readonly hosts: readonly string[];
  /** Addresses of sources, the most bytes first. */
  readonly workloads: readonly string[];
  readonly bytes: bigint;
  /** Of the bytes: whether their sources could send IPv6 as their subnets are now. */
  readonly sources: Readonly<Record<SendsIpv6, bigint>>;
  readonly usdPerMonth: FlowUsd;
  readonly confidence: FlowConfidence;
  readonly subject: FlowActionSubject;
}

/** What is to be changed; put in words where it is shown. */
export type FlowActionSubject =
  | { readonly kind: "gateway-endpoint"; readonly service: string; readonly region: string | null }
  | { readonly kind: "ipv6-egress" }
  | {
      readonly kind: "dual-stack-name";
      readonly service: string;
      readonly region: string | null;
      readonly setting: string | null;
      readonly ipv6Hostname: string | null;
      readonly change: string | null;
    };

export interface FlowBlocker {
  /** Its name, or its address where it has none. */
  readonly host: string;
  readonly service: string | null;
  readonly bytes: bigint;
  readonly usdPerMonth: FlowUsd;
}

export interface AmbiguousSum {
  readonly hosts: readonly string[];
  readonly classes: readonly ByteClass[];
  readonly bytes: bigint;
}

/** Bytes of one sender to a destination, by the name that it is known by. */
export interface DestinationSum {
  /** The compute that sent them; null: not known. */
  readonly compute: string | null;
  /** A host, an address or a prefix; null: several names, or none. */
  readonly host: string | null;
  readonly isAddress: boolean;
  readonly service: string | null;
  readonly region: string | null;
  readonly class: ByteClass;
  readonly up: bigint;
  readonly down: bigint;
}

interface Subject {
  readonly byNat: Map<string, GatewayBytes>;
  readonly hosts: Map<string, ByteAmount>;
  readonly workloads: Map<string, ByteAmount>;
  readonly sources: Record<SendsIpv6, ByteAmount>;
  readonly byConfidence: Record<FlowConfidence, ByteAmount>;
}

/** By compute, then by host. */
type Senders = Map<string | null, Map<string | null, DestinationAccount>>;

type DestinationAccount = Omit<DestinationSum, "up" | "down"> & {
  up: ByteAmount;
  down: ByteAmount;
};

interface ActionAccount extends Subject {
  readonly class: ByteClass;
  readonly subject: FlowActionSubject;
}

interface NatAccount {
  readonly key: string;
  readonly nat: FlowNat | null;
  readonly az: string | null;
  readonly place: GatewayPlace;
  /** Whether it can be told which sources are outside its VPC. */
  readonly isVpcKnown: boolean;
  readonly byClass: Map<ByteClass, GatewayBytes>;
  up: ByteAmount;
  down: ByteAmount;
  crossAz: ByteAmount;
  zoneUnknown: ByteAmount;
}

export interface FlowAccountInput {
  readonly network: FlowNetwork;
  readonly logged: readonly LoggedNat[];
  /** Of the logs, where the topology does not say. */
  readonly region: string | null;
  /** Whether each address without a name is a destination of its own; else its prefix is, where that is known. */
  readonly keepsAddresses: boolean;
}

/** Adds up classified groups. Holds sums only: for each gateway, host, source and action. */
export class FlowAccount {
  private readonly network: FlowNetwork;
  private readonly logged: ReadonlyMap<string, LoggedNat>;
  private readonly fallbackRegion: string | null;
  private readonly keepsAddresses: boolean;
  private readonly nats = new Map<string, NatAccount>();
  private readonly actions = new Map<string, ActionAccount>();
  private readonly actionByFlow = new Map<ClassifiedFlow, ActionAccount>();
  private readonly ipv6Sources = new Map<string, SendsIpv6>();
  private readonly blockers = new Map<
    string,
    { readonly service: string | null; readonly byNat: Map<string, GatewayBytes> }
  >();
  private readonly ambiguous = new Map<
    string,
    { readonly flow: ClassifiedFlow; bytes: ByteAmount }
  >();
  private readonly destinations = new Map<ByteClass, Senders>();
  private readonly unknown = new Map<UnknownReason, ByteAmount>();
  private readonly zones = new Map<string, string | null>();
  private pairs = 0;

  constructor({ network, logged, region, keepsAddresses }: FlowAccountInput) {
    this.keepsAddresses = keepsAddresses;
    this.network = network;
    this.logged = new Map(logged.map((nat) => [nat.key, nat]));
    this.fallbackRegion = network.topology.region ?? region;
    for (const nat of network.topology.nats) this.natAccount(network.keyOf(nat));
    for (const { key } of logged) this.natAccount(key);
  }

  /** Of a gateway, by the key of its groups. */
  regionOf(key: string): string | null {
    return this.natAccount(key).place.region;
  }

  /** What people call a gateway: its id, or its interface. */
  nameOf(key: string): string {
    return this.natAccount(key).nat?.id ?? this.logged.get(key)?.id ?? key;
  }

  add(group: FlowGroup, flow: ClassifiedFlow): void {
    const nat = this.natAccount(group.nat);
    const { src, up, down } = group;
    const bytes = plusBytes(up, down);
    const zone = group.zone ?? this.zoneOf(src);
    const isZoneKnown = zone !== null && nat.az !== null;
    const crosses = isZoneKnown && zone !== nat.az;
    const isCentral = nat.isVpcKnown && this.network.vpcOf(src) !== nat.nat?.vpc;
    this.pairs++;
    nat.up = plusBytes(nat.up, up);
    nat.down = plusBytes(nat.down, down);
    if (crosses) nat.crossAz = plusBytes(nat.crossAz, bytes);
    if (!isZoneKnown) nat.zoneUnknown = plusBytes(nat.zoneUnknown, bytes);
    const addTo = <K>(sums: Map<K, GatewayBytes>, key: K): void => {
      let sum = sums.get(key);
      if (sum === undefined) {
        sum = noGatewayBytes();
        sums.set(key, sum);
      }
      addGatewayBytes(sum, bytes, crosses, isZoneKnown, isCentral);
    };
    addTo(nat.byClass, flow.class);
    this.addDestination(group, flow);
    switch (flow.class) {
      case "unknown":
        if (flow.unknown !== null) addAmount(this.unknown, flow.unknown, bytes);
        break;
      case "ambiguous": {
        const key = flow.verdicts.map(({ host }) => host).join(" ");
        const known = this.ambiguous.get(key);
        if (known === undefined) this.ambiguous.set(key, { flow, bytes });
        else known.bytes = plusBytes(known.bytes, bytes);
        break;
      }
      case "v4-only": {
        const host = flow.verdicts[0]?.host ?? group.dst;
        let known = this.blockers.get(host);
        if (known === undefined) {
          known = { service: flow.verdicts[0]?.service ?? null, byNat: new Map() };
          this.blockers.set(host, known);
        }
        addTo(known.byNat, group.nat);
        break;
      }
      default: {
        const action = this.actionFor(flow);
        addTo(action.byNat, group.nat);
        addAmount(action.hosts, flow.verdicts[0]?.host ?? group.dst, bytes);
        addAmount(action.workloads, src, bytes);
        const sends = this.sendsIpv6(src);
        action.sources[sends] = plusBytes(action.sources[sends], bytes);
        action.byConfidence[flow.confidence] = plusBytes(
          action.byConfidence[flow.confidence],
          bytes,
        );
      }
    }
  }

  private actionFor(flow: ClassifiedFlow): ActionAccount {
    const before = this.actionByFlow.get(flow);
    if (before !== undefined) return before;
    const { id, subject } = actionOf(flow, this.fallbackRegion);
    const action = this.actions.get(id) ?? {
      class: flow.class,
      subject,
      byNat: new Map(),
      hosts: new Map(),
      workloads: new Map(),
      sources: { yes: 0, no: 0, unknown: 0 },
      byConfidence: { high: 0, medium: 0, low: 0 },
    };
    this.actions.set(id, action);
    this.actionByFlow.set(flow, action);
    return action;
  }

  private sendsIpv6(src: string): SendsIpv6 {
    let known = this.ipv6Sources.get(src);
    if (known === undefined) {
      known = this.network.sendsIpv6(src);
      this.ipv6Sources.set(src, known);
    }
    return known;
  }

  private addDestination(group: FlowGroup, flow: ClassifiedFlow): void {
    const { src, up, down } = group;
    const [verdict] = flow.verdicts;
    const isNamed = verdict !== undefined && flow.class !== "ambiguous";
    const address = this.keepsAddresses ? group.dst : (flow.range?.prefix ?? null);
    const host = isNamed ? verdict.host : flow.class === "ambiguous" ? null : address;
    const compute = this.network.computeOf(src);
    const senders: Senders = this.destinations.get(flow.class) ?? new Map();
    const sums = senders.get(compute) ?? new Map<string | null, DestinationAccount>();
    const known = sums.get(host);
    if (known !== undefined) {
      known.up = plusBytes(known.up, up);
      known.down = plusBytes(known.down, down);
      return;
    }
    const ofRange =
      isNamed || flow.class !== "free-fix" || flow.range === null
        ? null
        : gatewayServiceOf(flow.range);
    this.destinations.set(flow.class, senders);
    senders.set(compute, sums);
    sums.set(host, {
      compute,
      host,
      isAddress: !isNamed && host !== null,
      service: isNamed ? verdict.service : ofRange,
      region: isNamed ? verdict.region : ofRange === null ? null : (flow.range?.region ?? null),
      class: flow.class,
      up,
      down,
    });
  }

  private zoneOf(src: string): string | null {
    const known = this.zones.get(src);
    if (known !== undefined) return known;
    const zone = this.network.zoneOf(src);
    this.zones.set(src, zone);
    return zone;
  }

  private natAccount(key: string): NatAccount {
    const known = this.nats.get(key);
    if (known !== undefined) return known;
    const logged = this.logged.get(key);
    const nat =
      this.network.natOf(key) ?? (logged?.id == null ? null : this.network.natOf(logged.id));
    const made: NatAccount = {
      key,
      nat,
      az: nat?.az ?? logged?.az ?? null,
      place: {
        region: nat?.region ?? this.fallbackRegion,
        isRegional: nat?.isRegional ?? false,
      },
      isVpcKnown:
        nat?.vpc != null && this.network.topology.vpcs.some(({ cidrs }) => cidrs.length > 0),
      byClass: new Map(),
      up: 0,
      down: 0,
      crossAz: 0,
      zoneUnknown: 0,
    };
    this.nats.set(key, made);
    return made;
  }

  report(
    tallies: FlowTallies,
    modes: readonly FlowMode[],
    notCounted: readonly NotCounted[],
    prices: PriceBook,
    hasNames: boolean,
  ): FlowReport {
    const { coveredSeconds } = tallies.window;
    const usdOf = (byNat: ReadonlyMap<string, GatewayBytes>): FlowUsd =>
      [...byNat].reduce(
        (sum, [key, bytes]) =>
          addUsd(sum, flowUsd(bytes, this.natAccount(key).place, prices, coveredSeconds)),
        ZERO_USD,
      );
    const nats = [...this.nats.values()]
      .map((account) => this.natSum(account, prices, coveredSeconds))
      .sort((a, b) => byBytes(a, b) || compareTexts(a.id ?? a.eni ?? "", b.id ?? b.eni ?? ""));
    const classes = new Map(
      FLOW_CLASSES.map((flowClass): [ByteClass, ClassSum] => {
        const byNat = new Map(
          [...this.nats].flatMap(([key, { byClass }]) => {
            const bytes = byClass.get(flowClass);
            return bytes === undefined ? [] : [[key, bytes] as const];
          }),
        );
        const bytes = bytesOf(byNat);
        return [flowClass, { bytes, usdPerMonth: usdOf(byNat) }];
      }),
    );
    const up = nats.reduce((sum, nat) => sum + nat.up, 0n);
    const down = nats.reduce((sum, nat) => sum + nat.down, 0n);
    return {
      mode: modes[0] ?? "topology",
      modes,
      gatewaysFrom: this.network.topology === NO_TOPOLOGY ? "logs" : "topology",
      tallies,
      notCounted,
      region: this.fallbackRegion,
      bytes: up + down,
      up,
      down,
      pairs: this.pairs,
      usdPerMonth: [...classes.values()].reduce(
        (sum, { usdPerMonth }) => addUsd(sum, usdPerMonth),
        ZERO_USD,
      ),
      classes,
      unknown: new Map(
        UNKNOWN_REASONS.map((reason) => [reason, BigInt(this.unknown.get(reason) ?? 0)]),
      ),
      nats,
      actions: [...this.actions]
        .map(([id, action]) => ({
          id,
          class: action.class,
          subject: action.subject,
          hosts: mostFirst(action.hosts),
          workloads: mostFirst(action.workloads),
          bytes: bytesOf(action.byNat),
          sources: {
            yes: BigInt(action.sources.yes),
            no: BigInt(action.sources.no),
            unknown: BigInt(action.sources.unknown),
          },
          usdPerMonth: usdOf(action.byNat),
          confidence: confidenceOf(action.byConfidence),
        }))
        .sort((a, b) => byBytes(a, b) || compareTexts(a.id, b.id)),
      blockers: [...this.blockers]
        .map(([host, { service, byNat }]) => ({
          host,
          service,
          bytes: bytesOf(byNat),
          usdPerMonth: usdOf(byNat),
        }))
        .sort((a, b) => byBytes(a, b) || compareTexts(a.host, b.host)),
      ambiguous: [...this.ambiguous.values()]
        .map(({ flow, bytes }) => ({
          hosts: flow.verdicts.map(({ host }) => host),
          classes: FLOW_CLASSES.filter((each) => flow.verdicts.some((v) => v.class === each)),
          bytes: BigInt(bytes),
        }))
        .sort((a, b) => byBytes(a, b) || compareTexts(a.hosts.join(" "), b.hosts.join(" "))),
      destinations: [...this.destinations.values()]
        .flatMap((senders) => [...senders.values()])
        .flatMap((sums) => [...sums.values()])
        .map((each) => ({ ...each, up: BigInt(each.up), down: BigInt(each.down) }))
        .sort(
          (a, b) =>
            compareBytes(b.up + b.down, a.up + a.down) ||
            compareTexts(a.host ?? "", b.host ?? "") ||
            compareTexts(a.class, b.class) ||
            compareTexts(a.compute ?? "", b.compute ?? ""),
        ),
      hasNames,
    };
  }

  private natSum(
    { key, nat, az, place, byClass, up, down, crossAz, zoneUnknown }: NatAccount,
    prices: PriceBook,
    coveredSeconds: number,
  ): NatSum {
    const classes = new Map([...byClass].map(([each, { bytes }]) => [each, BigInt(bytes)]));
    const logged = this.logged.get(key);
    const usd = [...byClass.values()].map((bytes) => flowUsd(bytes, place, prices, coveredSeconds));
    return {
      id: nat?.id ?? logged?.id ?? (key.startsWith("nat-") ? key : null),
      eni: nat === null ? (key.startsWith("nat-") ? null : key) : nat.eni,
      az,
      bytes: BigInt(up) + BigInt(down),
      up: BigInt(up),
      down: BigInt(down),
      // A regional gateway has a part in each zone.
      crossAzBytes: nat?.isRegional ? 0n : zoneUnknown > 0 ? null : BigInt(crossAz),
      records: logged?.records ?? 0,
      skipData: logged?.skipData ?? 0,
      noData: logged?.noData ?? 0,
      classes,
      usdPerMonth: usd.reduce(addUsd, ZERO_USD),
    };
  }
}

function actionOf(
  { class: flowClass, verdicts, range }: ClassifiedFlow,
  fallbackRegion: string | null,
): { readonly id: string; readonly subject: FlowActionSubject } {
  const [verdict] = verdicts;
  if (flowClass === "free-fix") {
    const service = verdict?.service ?? (range === null ? null : gatewayServiceOf(range)) ?? "s3";
    const region = verdict?.region ?? range?.region ?? fallbackRegion;
    const id = ["gateway-endpoint", service, region].filter((part) => part !== null).join("-");
    return { id, subject: { kind: "gateway-endpoint", service, region } };
  }
  if (flowClass === "v6-config" && verdict !== undefined) return dualStackAction(verdict);
  return { id: "ipv6-egress", subject: { kind: "ipv6-egress" } };
}

function dualStackAction({ service, region, setting, ipv6Hostname, change, host }: HostVerdict) {
  const place = [service ?? host, region].filter((part) => part !== null).join("-");
  return {
    id: `dual-stack-${place}`,
    subject: {
      kind: "dual-stack-name" as const,
      service: service ?? host,
      region,
      setting,
      ipv6Hostname,
      change,
    },
  };
}

/** What nine tenths of the bytes rest on. */
function confidenceOf(sums: Readonly<Record<FlowConfidence, ByteAmount>>): FlowConfidence {
  const [high, medium, low] = [BigInt(sums.high), BigInt(sums.medium), BigInt(sums.low)];
  const total = high + medium + low;
  if (10n * high >= 9n * total) return "high";
  return 10n * (high + medium) >= 9n * total ? "medium" : "low";
}

/** Bytes that a change could take off NAT gateways. */
export const movableBytes = ({ classes }: Pick<FlowReport, "classes">): bigint =>
  [...classes].reduce(
    (sum, [flowClass, { bytes }]) => (isMovableClass(flowClass) ? sum + bytes : sum),
    0n,
  );

const mostFirst = (sums: ReadonlyMap<string, ByteAmount>): readonly string[] =>
  [...sums].sort(([a, x], [b, y]) => compareBytes(y, x) || compareTexts(a, b)).map(([key]) => key);

const bytesOf = (sums: ReadonlyMap<unknown, GatewayBytes>): bigint =>
  [...sums.values()].reduce((sum, { bytes }) => sum + BigInt(bytes), 0n);

function addAmount<K>(sums: Map<K, ByteAmount>, key: K, bytes: ByteAmount): void {
  sums.set(key, plusBytes(sums.get(key) ?? 0, bytes));
}

const byBytes = (a: { readonly bytes: bigint }, b: { readonly bytes: bigint }): number =>
  compareBytes(b.bytes, a.bytes);

const compareBytes = (a: ByteAmount, b: ByteAmount): number => (a < b ? -1 : a > b ? 1 : 0);
const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
