import type { ByteAmount } from "./byte-amount.js";

/** The bytes of one workload to one destination through one NAT gateway. */
export interface FlowGroup {
  /** The id of the gateway's interface; of a regional gateway, which has none, its own id. */
  readonly nat: string;
  readonly src: string;
  readonly dst: string;
  /** The destination as a number, where it is of IPv4 and no text of it was needed yet. */
  readonly dstWord?: number;
  /** Of the remote service, in both directions. */
  readonly port: number;
  /** Sent by the workload. */
  readonly up: ByteAmount;
  readonly down: ByteAmount;
  readonly records: number;
  /** The zone of the source, where the log says it; null: a topology may. */
  readonly zone: string | null;
}

/** Bytes that stay out of the totals, and why. */
export interface NotCounted {
  readonly reason: NotCountedReason;
  readonly bytes: bigint;
  readonly records: number;
}

export const NOT_COUNTED_REASONS = [
  "reject",
  "no-data",
  "skip-data",
  "outer-leg",
  "unsolicited-inbound",
  "other-interface",
  "east-west",
  "internet-gateway",
  "gateway-endpoint",
  "other-route",
  "no-route-known",
  "ipv6",
  "duplicate-flow-log",
  "outside-window",
] as const;
export type NotCountedReason = (typeof NOT_COUNTED_REASONS)[number];

export const NOT_COUNTED_WORDS: Readonly<Record<NotCountedReason, string>> = {
  reject: "rejected by a security group or network ACL",
  "no-data": "NODATA: no traffic in the interval",
  "skip-data": "SKIPDATA: records that AWS lost",
  "outer-leg": "the gateway's other leg: the same bytes again",
  "unsolicited-inbound": "scans of the gateway's public address",
  "other-interface": "on interfaces that are no NAT gateway",
  "east-west": "within the VPC",
  "internet-gateway": "through an internet gateway",
  "gateway-endpoint": "through a gateway endpoint",
  "other-route": "through another route",
  "no-route-known": "route not known: give --topology",
  ipv6: "over IPv6, not through NAT",
  "duplicate-flow-log": "logged twice, by a second flow log",
  "outside-window": "outside --from and --to",
};

/** One minute in which an interface was logged, or a stretch of them. Seconds since the epoch. */
export interface FlowWindow {
  /** Null: there are no records. */
  readonly from: number | null;
  readonly to: number | null;
  /** Without the gaps between records. */
  readonly coveredSeconds: number;
}

/** A line that could not be read. */
export interface BadFlowLine {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** A file of which a part could not be read. */
export interface DamagedFlowFile {
  readonly file: string;
  /** In the file as it is stored. */
  readonly offset: number;
  readonly reason: string;
}

/** What a reader counts besides the groups. */
export interface FlowTallies {
  readonly files: number;
  readonly records: number;
  readonly skipData: number;
  readonly noData: number;
  readonly window: FlowWindow;
  readonly notCounted: readonly NotCounted[];
  readonly badLines: number;
  /** The first ones. */
  readonly badLinesShown: readonly BadFlowLine[];
  readonly damaged: readonly DamagedFlowFile[];
  /** The region that the logs name; null: none, or several. */
  readonly region: string | null;
}

/** What the logs themselves say of a gateway; a topology knows better. */
export interface LoggedNat {
  /** As `nat` of the groups. */
  readonly key: string;
  /** `nat-…`; null: not said. */
  readonly id: string | null;
  readonly az: string | null;
  /** Of its own interface. */
  readonly records: number;
  readonly skipData: number;
  readonly noData: number;
}
