import { Egress6Error } from "../errors.js";

/**
 * How bytes are known to have passed a NAT gateway, best first: `next-hop` the record names the gateway;
 * `nat-interface` the gateway's own interface names the far end; `topology` route tables say it.
 */
export const FLOW_MODES = ["next-hop", "nat-interface", "topology"] as const;
export type FlowMode = (typeof FLOW_MODES)[number];

const NEEDED: Readonly<Record<FlowMode, readonly string[]>> = {
  "next-hop": ["interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "next-hop-interface-id"],
  "nat-interface": ["interface-id", "srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr"],
  topology: ["srcaddr", "dstaddr"],
};

/** Fields without which nothing can be counted. */
const ALWAYS = ["bytes"];

/** How far the figures of a mode can be trusted, in a sentence. */
export const FLOW_MODE_ERROR: Readonly<Record<FlowMode, string>> = {
  "next-hop": "exact: each record names the gateway it goes to",
  "nat-interface": "exact: the gateway's interface logs every byte it carries",
  topology: "as exact as the route tables: changes during the window are not seen",
};

/**
 * The best mode that the fields of a log offer.
 * @param place of the log, for the message
 * @param knowsNats whether the interfaces of gateways are known from elsewhere
 * @throws Egress6Error FLOW_FORMAT_INCOMPLETE
 */
export function offeredFlowMode(
  fields: ReadonlySet<string>,
  place: string,
  knowsNats: boolean,
): FlowMode {
  const has = (field: string) => fields.has(field);
  const isOffered = (mode: FlowMode) =>
    NEEDED[mode].every(has) &&
    // An id alone does not say that the next hop is a gateway.
    (mode !== "next-hop" || knowsNats || has("next-hop-interface-type"));
  const mode = ALWAYS.every(has) ? FLOW_MODES.find(isOffered) : undefined;
  if (mode !== undefined) return mode;
  const missing = [...ALWAYS, ...NEEDED.topology].filter((field) => !has(field));
  throw new Egress6Error(
    "FLOW_FORMAT_INCOMPLETE",
    "input",
    `${place}: the log has no ${missing.join(", ")}, so no bytes can be counted. Add the field to the flow log's format.`,
  );
}

/** The fields that a mode counts from. */
export const neededFlowFields = (mode: FlowMode): readonly string[] => [...ALWAYS, ...NEEDED[mode]];
