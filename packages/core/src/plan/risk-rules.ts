/** What can go wrong with a network, whatever it costs. */
export const RISK_IDS = [
  "single-point-of-failure",
  "throughput",
  "connections",
  "operation",
  "source-addresses",
  "public-addresses",
] as const;
export type RiskId = (typeof RISK_IDS)[number];

export const RISK_LEVELS = ["none", "low", "medium", "high"] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

interface RiskRule {
  readonly source: string;
  readonly asOf: string;
}

/** What the rules rest on that is no fact of an egress option. */
export const RISK_RULES = {
  natGateway: {
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    asOf: "2026-04",
  },
  endpoint: {
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html",
    asOf: "2026-12-01",
  },
  natInstancePeak: {
    source: "https://github.com/chime/terraform-aws-alternat/issues/108",
    asOf: "2024-07-12",
  },
  nat64Instance: {
    source: "https://github.com/AndrewGuenther/fck-nat/issues/41",
    asOf: "2025-04-15",
  },
  allowList: {
    source: "https://github.com/aws-ia/terraform-aws-vpc/issues/178",
    asOf: "2026-11-30",
  },
} as const satisfies Readonly<Record<string, RiskRule>>;

/** What a NAT gateway carries: it scales from the first to the second by itself. */
export const NAT_GATEWAY_LIMITS = {
  mbitPerSecond: 5_000,
  mostMbitPerSecond: 100_000,
  /** At once, from one of its addresses to one destination. */
  connections: 55_000,
} as const;

/**
 * The share of an instance's baseline that an average may take where nobody states the peak: traffic peaks at
 * three to ten times its mean.
 */
export const SAFE_SHARE_OF_BASELINE = { numerator: 30n, denominator: 100n } as const;
