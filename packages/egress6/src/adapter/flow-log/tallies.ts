import type { BadFlowLine, DamagedFlowFile } from "@egress6/core/flow/flow-group";

/** What a reader counts of one interface. */
export interface InterfaceTally {
  /** With a far end that is not the address in the record. */
  innerUp: number;
  innerDown: number;
  innerRecords: number;
  /** Both addresses are those of the packet. */
  outerUp: number;
  outerDown: number;
  outerRecords: number;
  /** Sent by workloads whose records name it as their next hop. */
  hopUp: number;
  skipData: number;
  noData: number;
  /** Says itself that it is a gateway. */
  isNat: boolean;
  az: string | null;
  natId: string | null;
}

/** What one reader has counted; plain data, to be added to that of others. */
export interface ReaderTallies {
  records: number;
  skipData: number;
  noData: number;
  rejectRecords: number;
  rejectBytes: number;
  otherInterfaceRecords: number;
  otherInterfaceBytes: number;
  eastWestRecords: number;
  eastWestBytes: number;
  internetGatewayRecords: number;
  internetGatewayBytes: number;
  ipv6Records: number;
  ipv6Bytes: number;
  outsideWindowRecords: number;
  outsideWindowBytes: number;
  from: number;
  to: number;
  badLines: number;
  readonly badLinesShown: BadFlowLine[];
  readonly damaged: DamagedFlowFile[];
  /** Minutes since the epoch in which something was logged. */
  readonly minutes: Set<number>;
  readonly regions: Set<string>;
  /** By the id of the interface. */
  readonly interfaces: Map<string, InterfaceTally>;
  /** Seconds and records by log and place (`sourcePlaceKey`): tells logs of the same interface apart. */
  readonly spans: Map<string, Span>;
}

export interface Span {
  from: number;
  to: number;
  records: number;
  /** The best of the log, as its place among `FLOW_MODES`. */
  mode: number;
}

/** Of an interface of which nothing is counted yet; a gateway's id stands in for a regional one. */
export const emptyInterface = (place: string, isNat: boolean): InterfaceTally => ({
  innerUp: 0,
  innerDown: 0,
  innerRecords: 0,
  outerUp: 0,
  outerDown: 0,
  outerRecords: 0,
  hopUp: 0,
  skipData: 0,
  noData: 0,
  isNat,
  az: null,
  natId: place.startsWith("nat-") ? place : null,
});

export function emptyTallies(): ReaderTallies {
  return {
    records: 0,
    skipData: 0,
    noData: 0,
    rejectRecords: 0,
    rejectBytes: 0,
    otherInterfaceRecords: 0,
    otherInterfaceBytes: 0,
    eastWestRecords: 0,
    eastWestBytes: 0,
    internetGatewayRecords: 0,
    internetGatewayBytes: 0,
    ipv6Records: 0,
    ipv6Bytes: 0,
    outsideWindowRecords: 0,
    outsideWindowBytes: 0,
    from: Number.POSITIVE_INFINITY,
    to: Number.NEGATIVE_INFINITY,
    badLines: 0,
    badLinesShown: [],
    damaged: [],
    minutes: new Set(),
    regions: new Set(),
    interfaces: new Map(),
    spans: new Map(),
  };
}
