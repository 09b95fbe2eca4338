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
  /** What is done in each step, up to the last column that is wanted. */
  readonly codes: Uint8Array;
  /** How many columns a step goes over: more than one only where nothing is done. */
  readonly counts: Uint8Array;
  /** How many steps are done where the interface is no gateway. */
  readonly tallied: number;
  readonly fields: number;
}

/** What only tells gateways from other interfaces: not needed where they are known. */
const TELLING = new Set(["instance-id", "interface-type"]);

/** @param areGatewaysKnown by a topology */
export function flowColumns(
  fields: readonly string[],
  mode: FlowMode,
  areGatewaysKnown: boolean,
): FlowColumns {
  const wanted = WANTED[mode];
  const isLeftOut = (field: string) =>
    areGatewaysKnown && mode === "nat-interface" && TELLING.has(field);
  const all = fields.map((field) =>
    isLeftOut(field) ? COLUMN.skip : (wanted[field] ?? COLUMN.skip),
  );
  const lastTallied = fields.findLastIndex((field) => field in TALLIED);
  const codes: number[] = [];
  const counts: number[] = [];
  let tallied = 0;
  for (const [index, code] of all.slice(0, all.findLastIndex((each) => each > 0) + 1).entries()) {
    const last = counts.length - 1;
    if (code === COLUMN.skip && codes[last] === COLUMN.skip) counts[last] = (counts[last] ?? 0) + 1;
    else {
      codes.push(code);
      counts.push(1);
    }
    if (index === lastTallied) tallied = codes.length;
  }
  return {
    codes: Uint8Array.from(codes),
    counts: Uint8Array.from(counts),
    tallied,
    fields: fields.length,
  };
}
