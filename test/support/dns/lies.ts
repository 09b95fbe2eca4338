import type { Answer } from "dns-packet";
import { type Sections, soaOf, zoneOf } from "./faults.js";

interface Query {
  /** Lower case, without trailing dot; `.` for the root. */
  readonly name: string;
  readonly type: string;
  readonly isCheckingDisabled: boolean;
  readonly transport: "udp" | "tcp";
  /** The queries that came until now, with this one. */
  readonly count: number;
}

/** What a resolver says in the place of the truth. */
export type Lie = (
  query: Query,
  truth: Sections,
  truthOf: (name: string, type: string) => Sections,
) => Sections;

/** Who seems to have said no: the name's own zone, the true one, the top-level domain, the root, a list of the blocker, or nobody. */
type Soa = "own" | "true" | "top" | "root" | "foreign" | "none";

const EMPTY: Sections = { rcode: 0, answers: [], authorities: [] };
const AWS = /(^|\.)(amazonaws\.com|api\.aws|on\.aws)$/;

/** Only of names of AWS, random ones too. */
export const ofAws = (lie: Lie): Lie => ofNames(AWS, lie);

export function ofNames(names: RegExp, lie: Lie): Lie {
  return (query, truth, truthOf) => (names.test(query.name) ? lie(query, truth, truthOf) : truth);
}

/** What comes over UDP is the truth. */
export function overTcp(lie: Lie): Lie {
  return (query, truth, truthOf) =>
    query.transport === "udp" ? truth : lie(query, truth, truthOf);
}

/** It tells the truth until then. */
export function fromQuery(first: number, lie: Lie): Lie {
  return (query, truth, truthOf) => (query.count < first ? truth : lie(query, truth, truthOf));
}

/** A captive portal: one address for whatever A is asked, nothing else. */
export const portal = (address: string, soa: Soa = "none"): Lie => {
  return ({ name, type }) =>
    type === "A" ? { ...EMPTY, answers: [record(name, "A", address)] } : no(0, name, soa);
};

/** AAAA are filtered, of missing names too. */
export const filterOfAaaa = (soa: Soa, extendedError?: number): Lie => {
  return ({ name, type }, truth) => {
    if (type !== "AAAA") return truth;
    return { ...no(0, name, soa), ...(extendedError === undefined ? {} : { extendedError }) };
  };
};

/** AAAA are filtered where they are, and all else is the truth. */
export const filterOfExisting: Lie = ({ name, type }, truth) =>
  type === "AAAA" && truth.rcode === 0 ? no(0, name, "true") : truth;

/** Names are said to have no records. */
export const emptyZone: Lie = ({ name }) => no(0, name, "true");

/** Each name gets an IPv4 address of its own, another one each time, as of a proxy. */
export const proxy: Lie = ({ name, type, count }) =>
  type === "A"
    ? { ...EMPTY, answers: [record(name, "A", `34.2.${count >> 8}.${count & 0xff}`)] }
    : no(0, name, "true");

/** A forwarder that lost its way. */
export const emptiness: Lie = () => EMPTY;

/** Names lead to a host that swallows what is sent to it. */
export const sink = (ipv4: string, ipv6: string): Lie => {
  return ({ name, type }, truth) => {
    if (type === "A") return { ...EMPTY, answers: [record(name, "A", ipv4)] };
    return type === "AAAA" ? { ...EMPTY, answers: [record(name, "AAAA", ipv6)] } : truth;
  };
};

/** Names that exist are said not to. */
export const denial = (soa: Soa, extendedError?: number): Lie => {
  return ({ name }) => ({
    ...no(3, name, soa),
    ...(extendedError === undefined ? {} : { extendedError }),
  });
};

/** A response policy zone that denies a name by an alias to the root. */
export const policyZone: Lie = ({ name }) => ({
  ...no(3, name, "foreign"),
  answers: [{ type: "CNAME", name, ttl: 60, data: "." }],
});

/** Names that do not exist get one of an advertiser's many addresses. */
export const rotatingAdvertising: Lie = ({ name, type, count }, truth) => {
  if (truth.rcode !== 3 || (type !== "A" && type !== "AAAA")) return truth;
  const data = type === "A" ? `198.41.9.${count & 0xff}` : `2a00:d78::${count.toString(16)}`;
  return { ...EMPTY, answers: [record(name, type, data)] };
};

/** Names that do not exist get the addresses of an advertiser. */
export const advertising = (ipv4: string, ipv6: string): Lie => {
  return (query, truth, truthOf) =>
    truth.rcode === 3 ? sink(ipv4, ipv6)(query, truth, truthOf) : truth;
};

/** Every name is an alias of one page. */
export const override = (page: string, ipv4: string, ipv6: string): Lie => {
  return ({ name, type }) => {
    const alias: Answer = { type: "CNAME", name, ttl: 60, data: page };
    if (type !== "A" && type !== "AAAA") return { ...EMPTY, answers: [alias] };
    return { ...EMPTY, answers: [alias, record(page, type, type === "A" ? ipv4 : ipv6)] };
  };
};

interface Dns64 {
  /** As text with all its octets, of a length that RFC 6052 knows: `2a0f:64:64::/96`. */
  readonly prefix: string;
  /** Replaces AAAA that exist, too. */
  readonly isForAllNames?: boolean;
  /** Lets who asks with CD see what it was told (RFC 6147, section 5.5). */
  readonly honoursCheckingDisabled?: boolean;
  /** Whose AAAA cannot be had: SERVFAIL, so that they are synthesized. */
  readonly failing?: RegExp;
  /** Tells the truth about `ipv4only.arpa`. */
  readonly hidesPrefix?: boolean;
}

export function dns64({
  prefix,
  isForAllNames = false,
  honoursCheckingDisabled = false,
  failing = /^$/,
  hidesPrefix = false,
}: Dns64): Lie {
  const [text = "", bits = ""] = prefix.split("/");
  const octets = octetsOf(text).slice(0, Number(bits) / 8);
  return ({ name, type, isCheckingDisabled }, truth, truthOf) => {
    if (type !== "AAAA" || (hidesPrefix && name === "ipv4only.arpa")) return truth;
    const told = failing.test(name) ? { ...EMPTY, rcode: 2 } : truth;
    if (isCheckingDisabled && honoursCheckingDisabled) return told;
    if (told.rcode === 3) return told;
    if (told.answers.some((answer) => answer.type === "AAAA") && !isForAllNames) return told;
    const answers = truthOf(name, "A").answers.map((answer) =>
      answer.type === "A" ? record(answer.name, "AAAA", embed(octets, answer.data)) : answer,
    );
    return answers.some((answer) => answer.type === "AAAA") ? { ...EMPTY, answers } : told;
  };
}

/** A private zone: what this network answers for the names. */
export const splitHorizon = (ipv4: string, ipv6: string | null): Lie => {
  return ({ name, type }) => {
    const data = type === "A" ? ipv4 : type === "AAAA" ? ipv6 : null;
    if (data === null) return no(0, name, "own");
    return { ...EMPTY, answers: [record(name, type === "A" ? "A" : "AAAA", data)] };
  };
};

function record(name: string, type: "A" | "AAAA", data: string): Answer {
  return { type, name, ttl: 60, data };
}

function no(rcode: 0 | 3, name: string, soa: Soa): Sections {
  const owner = {
    own: name,
    true: AWS.exec(name)?.[2] ?? zoneOf(name),
    top: name.slice(name.lastIndexOf(".") + 1),
    root: ".",
    foreign: "rpz.blocker.test",
    none: null,
  }[soa];
  return { rcode, answers: [], authorities: owner === null ? [] : [soaOf(owner)] };
}

/** RFC 6052, section 2.2: octet 8 stays zero. */
function embed(prefix: readonly number[], ipv4: string): string {
  const octets = [...prefix];
  for (const octet of ipv4.split(".").map(Number)) {
    if (octets.length === 8) octets.push(0);
    octets.push(octet);
  }
  while (octets.length < 16) octets.push(0);
  const groups = Array.from({ length: 8 }, (_, index) =>
    (256 * (octets[2 * index] ?? 0) + (octets[2 * index + 1] ?? 0)).toString(16),
  );
  return groups.join(":");
}

/** Of an address that ends in `::`. */
function octetsOf(text: string): readonly number[] {
  const groups = text.split(":").map((group) => Number.parseInt(group || "0", 16));
  return Array.from({ length: 16 }, (_, index) => {
    const group = groups[index >> 1] ?? 0;
    return index % 2 === 0 ? group >> 8 : group & 0xff;
  });
}
