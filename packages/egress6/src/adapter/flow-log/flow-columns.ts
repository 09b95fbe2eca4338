import type { FlowMode } from "@egress6/core/flow/flow-mode";

/** Columns that are read. */
export const COLUMN = {
  interface: 0,
  src: 1,
  dst: 2,
  pktSrc: 3,
  pktDst: 4,
  srcPort: 5,
  dstPort: 6,
  protocol: 7,
  bytes: 8,
  start: 9,
  end: 10,
  action: 11,
  status: 12,
  instance: 13,
  direction: 14,
  nextHop: 15,
  nextHopAz: 16,
  nextHopType: 17,
  interfaceType: 18,
  az: 19,
  resource: 20,
  region: 21,
} as const;
const COLUMNS = Object.keys(COLUMN).length;

const ADDRESSED = {
  bytes: COLUMN.bytes,
  start: COLUMN.start,
  end: COLUMN.end,
  action: COLUMN.action,
  "log-status": COLUMN.status,
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

/** Where the columns of a file are. */
export interface FlowColumns {
  /** By `COLUMN`; -1: the file has none, or nobody wants it. */
  readonly at: Int32Array;
  /** The last column that is read. */
  readonly last: number;
  readonly fields: number;
}

export function flowColumns(fields: readonly string[], mode: FlowMode): FlowColumns {
  const wanted = WANTED[mode];
  const at = new Int32Array(COLUMNS).fill(-1);
  for (const [index, field] of fields.entries()) {
    const code = wanted[field];
    if (code !== undefined) at[code] = index;
  }
  return { at, last: Math.max(...at), fields: fields.length };
}
