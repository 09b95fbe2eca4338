/** The parts of a DNS answer that bear on addresses. Names are lower case, without trailing dot. */
export type ResourceRecord =
  | { readonly type: "A" | "AAAA"; readonly owner: string; readonly address: string }
  | { readonly type: "CNAME" | "NS"; readonly owner: string; readonly target: string }
  | { readonly type: "SOA"; readonly owner: string };

/** A decoded response. Records of other types are left out. */
export interface DnsMessage {
  /** With the extended bits of EDNS. */
  readonly rcode: number;
  readonly answers: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  /** Codes of extended DNS errors (RFC 8914). */
  readonly extendedErrors: readonly number[];
}

export const RCODE = {
  noError: 0,
  formErr: 1,
  servFail: 2,
  nxDomain: 3,
  notImp: 4,
  refused: 5,
  notAuth: 9,
  badVers: 16,
} as const;
