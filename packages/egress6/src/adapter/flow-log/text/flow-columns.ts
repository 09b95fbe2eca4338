import type { FlowMode } from "@egress6/core/flow/flow-mode";

/** What is done with a column. */
export const COLUMN = {
  skip: 0,
  interface: 1,
  src: 2,
  dst: 3,
  pktSrc: 4,
  pktDst: 5,
  srcPort: 6,
  dstPort: 7,
  protocol: 8,
  bytes: 9,
  start: 10,
  end: 11,
  action: 12,
  status: 13,
  instance: 14,
  direction: 15,
  nextHop: 16,
  nextHopAz: 17,
  nextHopType: 18,
  interfaceType: 19,
  az: 20,
  resource: 21,
  region: 22,
} as const;

const TALLIED = {
  bytes: COLUMN.bytes,
  start: COLUMN.start,
  end: COLUMN.end,
  action: COLUMN.action,
  "log-status": COLUMN.status,
};

const ADDRESSED = {
  ...TALLIED,
  "interface-id": COLUMN.interface,
  srcaddr: COLUMN.src,
  dstaddr: COLUMN.dst,
  srcport: COLUMN.srcPort,
  dstport: COLUMN.dstPort,
  region: COLUMN.region,
};

const AT_GATEWAY = {
  ...ADDRESSED,
  "pkt-srcaddr": COLUMN.pktSrc,
  "pkt-dstaddr": COLUMN.pktDst,
  "instance-id": COLUMN.instance,
  "interface-type": COLUMN.interfaceType,
  "az-id": COLUMN.az,
  "resource-id": COLUMN.resource,
};

const WANTED: Readonly<Record<FlowMode, Readonly<Record<string, number>>>> = {
  topology: ADDRESSED,
  "nat-interface": AT_GATEWAY,
  "next-hop": {
    ...AT_GATEWAY,
    protocol: COLUMN.protocol,
    "flow-direction": COLUMN.direction,
    "next-hop-interface-id": COLUMN.nextHop,
    "next-hop-az-id": COLUMN.nextHopAz,
    "next-hop-interface-type": COLUMN.nextHopType,
  },
};

/** How the lines of a file are read. */
export interface FlowColumns {
  /** One of `COLUMN` for each column, up to the last that is wanted. */
  readonly codes: Uint8Array;
  /** How many columns are read where the interface is no gateway. */
  readonly tallied: number;
  readonly fields: number;
  readonly hasDirection: boolean;
  readonly hasNextHopType: boolean;
}

export function flowColumns(fields: readonly string[], mode: FlowMode): FlowColumns {
  const wanted = WANTED[mode];
  const codes = fields.map((field) => wanted[field] ?? COLUMN.skip);
  const tallied = fields.map((field) => field in TALLIED);
  return {
    codes: Uint8Array.from(codes.slice(0, codes.findLastIndex((code) => code > 0) + 1)),
    tallied: tallied.lastIndexOf(true) + 1,
    fields: fields.length,
    hasDirection: codes.includes(COLUMN.direction),
    hasNextHopType: codes.includes(COLUMN.nextHopType),
  };
}
