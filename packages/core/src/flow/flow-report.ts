import type { PriceBook } from "../price/price-book.js";
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
  addUsd,
  type FlowUsd,
  flowUsd,
  type GatewayBytes,
  type GatewayPlace,
  noGatewayBytes,
  ZERO_USD,
} from "./flow-money.js";
import type { FlowNetwork, SendsIpv6 } from "./flow-network.js";
import type { FlowNat } from "./flow-topology.js";

/** What flow logs say: which bytes of NAT gateways could go another way, by which change. */
export interface FlowReport {
  readonly mode: FlowMode;
  /** All that were used. */
  readonly modes: readonly FlowMode[];
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

/** Bytes to a destination, by the name that it is known by. */
export interface DestinationSum {
  /** A host, or an address; null: several names. */
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
  readonly hosts: Map<string, bigint>;
  readonly workloads: Map<string, bigint>;
  readonly sources: Record<SendsIpv6, bigint>;
  readonly byConfidence: Record<FlowConfidence, bigint>;
}

interface NatAccount {
  readonly key: string;
  readonly nat: FlowNat | null;
  readonly az: string | null;
  readonly place: GatewayPlace;
  readonly byClass: Map<ByteClass, GatewayBytes>;
  up: bigint;
  down: bigint;
  crossAz: bigint;
  zoneUnknown: bigint;
}

export interface FlowAccountInput {
  readonly network: FlowNetwork;
  readonly logged: readonly LoggedNat[];
  /** Of the logs, where the topology does not say. */
  readonly region: string | null;
}

const MOST_DESTINATIONS = 100_000;

/** Adds up classified groups. Holds sums only: for each gateway, host, source and action. */
export class FlowAccount {
  private readonly network: FlowNetwork;
  private readonly logged: ReadonlyMap<string, LoggedNat>;
  private readonly fallbackRegion: string | null;
  private readonly nats = new Map<string, NatAccount>();
  private readonly actions = new Map<
    string,
    Subject & { readonly class: ByteClass; readonly subject: FlowActionSubject }
  >();
  private readonly blockers = new Map<
    string,
    { readonly service: string | null; readonly byNat: Map<string, GatewayBytes> }
  >();
  private readonly ambiguous = new Map<string, { readonly flow: ClassifiedFlow; bytes: bigint }>();
  private readonly destinations = new Map<
    string,
    Omit<DestinationSum, "up" | "down"> & { up: bigint; down: bigint }
  >();
  private readonly unknown = new Map<UnknownReason, bigint>();
  private readonly zones = new Map<string, string | null>();
  private pairs = 0;

  constructor({ network, logged, region }: FlowAccountInput) {
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
    const bytes = up + down;
    const zone = group.zone ?? this.zoneOf(src);
    const isZoneKnown = zone !== null && nat.az !== null;
    const crosses = isZoneKnown && zone !== nat.az;
    this.pairs++;
    nat.up += up;
    nat.down += down;
    if (crosses) nat.crossAz += bytes;
    if (!isZoneKnown) nat.zoneUnknown += bytes;
    const natVpc = nat.nat?.vpc ?? null;
    const isCentral =
      natVpc !== null &&
      this.network.topology.vpcs.length > 0 &&
      this.network.vpcOf(src) !== natVpc;
    const addTo = (byNat: Map<string, GatewayBytes>): void => {
      let sum = byNat.get(group.nat);
      if (sum === undefined) {
        sum = noGatewayBytes();
        byNat.set(group.nat, sum);
      }
      sum.bytes += bytes;
      if (crosses) sum.crossAz += bytes;
      if (!isZoneKnown) sum.zoneUnknown += bytes;
      if (isCentral) sum.central += bytes;
    };
    let ofClass = nat.byClass.get(flow.class);
    if (ofClass === undefined) {
      ofClass = noGatewayBytes();
      nat.byClass.set(flow.class, ofClass);
    }
    ofClass.bytes += bytes;
    if (crosses) ofClass.crossAz += bytes;
    if (!isZoneKnown) ofClass.zoneUnknown += bytes;
    if (isCentral) ofClass.central += bytes;

    this.addDestination(group, flow);
    switch (flow.class) {
      case "unknown":
        if (flow.unknown !== null) {
          this.unknown.set(flow.unknown, (this.unknown.get(flow.unknown) ?? 0n) + bytes);
        }
        break;
      case "ambiguous": {
        const key = flow.verdicts.map(({ host }) => host).join(" ");
        const known = this.ambiguous.get(key);
        if (known === undefined) this.ambiguous.set(key, { flow, bytes });
        else known.bytes += bytes;
        break;
      }
      case "v4-only": {
        const host = flow.verdicts[0]?.host ?? group.dst;
        const known = this.blockers.get(host) ?? {
          service: flow.verdicts[0]?.service ?? null,
          byNat: new Map(),
        };
        this.blockers.set(host, known);
        addTo(known.byNat);
        break;
      }
      default:
        this.addAction(group, flow, bytes, addTo);
    }
  }

  private addAction(
    { src, dst }: FlowGroup,
    flow: ClassifiedFlow,
    bytes: bigint,
    addTo: (byNat: Map<string, GatewayBytes>) => void,
  ): void {
    const { id, subject } = actionOf(flow, this.fallbackRegion);
    let action = this.actions.get(id);
    if (action === undefined) {
      action = {
        class: flow.class,
        subject,
        byNat: new Map(),
        hosts: new Map(),
        workloads: new Map(),
        sources: { yes: 0n, no: 0n, unknown: 0n },
        byConfidence: { high: 0n, medium: 0n, low: 0n },
      };
      this.actions.set(id, action);
    }
    addTo(action.byNat);
    const host = flow.verdicts[0]?.host ?? dst;
    action.hosts.set(host, (action.hosts.get(host) ?? 0n) + bytes);
    action.workloads.set(src, (action.workloads.get(src) ?? 0n) + bytes);
    action.sources[this.network.sendsIpv6(src)] += bytes;
    action.byConfidence[flow.confidence] += bytes;
  }

  private addDestination({ dst, up, down }: FlowGroup, flow: ClassifiedFlow): void {
    const [verdict] = flow.verdicts;
    const isAmbiguous = flow.class === "ambiguous";
    const isFull = this.destinations.size >= MOST_DESTINATIONS;
    const host = isAmbiguous || (verdict === undefined && isFull) ? null : (verdict?.host ?? dst);
    const key = `${flow.class} ${host}`;
    const known = this.destinations.get(key);
    if (known !== undefined) {
      known.up += up;
      known.down += down;
      return;
    }
    const ofRange =
      flow.range === null || flow.class !== "free-fix" ? null : gatewayServiceOf(flow.range);
    this.destinations.set(key, {
      host,
      isAddress: verdict === undefined && host !== null,
      service: isAmbiguous ? null : (verdict?.service ?? ofRange),
      region: isAmbiguous
        ? null
        : (verdict?.region ?? (ofRange === null ? null : (flow.range?.region ?? null))),
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
      byClass: new Map(),
      up: 0n,
      down: 0n,
      crossAz: 0n,
      zoneUnknown: 0n,
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
        const bytes = [...byNat.values()].reduce((sum, each) => sum + each.bytes, 0n);
        return [flowClass, { bytes, usdPerMonth: usdOf(byNat) }];
      }),
    );
    const up = nats.reduce((sum, nat) => sum + nat.up, 0n);
    const down = nats.reduce((sum, nat) => sum + nat.down, 0n);
    return {
      mode: modes[0] ?? "topology",
      modes,
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
      unknown: new Map(UNKNOWN_REASONS.map((reason) => [reason, this.unknown.get(reason) ?? 0n])),
      nats,
      actions: [...this.actions]
        .map(([id, action]) => ({
          id,
          class: action.class,
          subject: action.subject,
          hosts: mostFirst(action.hosts),
          workloads: mostFirst(action.workloads),
          bytes: [...action.byNat.values()].reduce((sum, { bytes }) => sum + bytes, 0n),
          sources: action.sources,
          usdPerMonth: usdOf(action.byNat),
          confidence: confidenceOf(action.byConfidence),
        }))
        .sort((a, b) => byBytes(a, b) || compareTexts(a.id, b.id)),
      blockers: [...this.blockers]
        .map(([host, { service, byNat }]) => ({
          host,
          service,
          bytes: [...byNat.values()].reduce((sum, { bytes }) => sum + bytes, 0n),
          usdPerMonth: usdOf(byNat),
        }))
        .sort((a, b) => byBytes(a, b) || compareTexts(a.host, b.host)),
      ambiguous: [...this.ambiguous.values()]
        .map(({ flow, bytes }) => ({
          hosts: flow.verdicts.map(({ host }) => host),
          classes: FLOW_CLASSES.filter((each) => flow.verdicts.some((v) => v.class === each)),
          bytes,
        }))
        .sort((a, b) => byBytes(a, b) || compareTexts(a.hosts.join(" "), b.hosts.join(" "))),
      destinations: [...this.destinations.values()].sort(
        (a, b) =>
          compareBig(b.up + b.down, a.up + a.down) ||
          compareTexts(a.host ?? "", b.host ?? "") ||
          compareTexts(a.class, b.class),
      ),
      hasNames,
    };
  }

  private natSum(
    { key, nat, az, place, byClass, up, down, crossAz, zoneUnknown }: NatAccount,
    prices: PriceBook,
    coveredSeconds: number,
  ): NatSum {
    const classes = new Map([...byClass].map(([each, { bytes }]) => [each, bytes]));
    const usd = [...byClass.values()].map((bytes) => flowUsd(bytes, place, prices, coveredSeconds));
    return {
      id: nat?.id ?? this.logged.get(key)?.id ?? (key.startsWith("nat-") ? key : null),
      eni: nat === null ? (key.startsWith("nat-") ? null : key) : nat.eni,
      az,
      bytes: up + down,
      up,
      down,
      // A regional gateway has a part in each zone.
      crossAzBytes: nat?.isRegional ? 0n : zoneUnknown > 0n ? null : crossAz,
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
function confidenceOf({
  high,
  medium,
  low,
}: Readonly<Record<FlowConfidence, bigint>>): FlowConfidence {
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

const mostFirst = (sums: ReadonlyMap<string, bigint>): readonly string[] =>
  [...sums].sort(([a, x], [b, y]) => compareBig(y, x) || compareTexts(a, b)).map(([key]) => key);

const byBytes = (a: { readonly bytes: bigint }, b: { readonly bytes: bigint }): number =>
  compareBig(b.bytes, a.bytes);

const compareBig = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
