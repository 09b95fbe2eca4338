export interface JourneyZone {
  readonly name: string;
  readonly id: string;
  readonly private: string;
  readonly nat: string;
}

export interface JourneyInterface {
  readonly name: string;
  readonly kind: "ecs" | "lambda" | "ec2";
  readonly zone: number;
  readonly ip: string;
  readonly eni: string;
  readonly instance?: string;
}

/** Who calls whom, and how much in a day. */
export interface JourneyTraffic {
  readonly from: string;
  readonly host: string;
  readonly addresses: readonly string[];
  readonly megabytes: number;
  readonly hasAaaa?: boolean;
  /** Which way it goes after the change. */
  readonly after: "nat" | "ipv6" | "gateway-endpoint";
  /** The host that is called after the change. */
  readonly becomes?: string;
}

export interface JourneyWorld {
  readonly zones: readonly JourneyZone[];
  readonly interfaces: readonly JourneyInterface[];
  readonly traffic: readonly JourneyTraffic[];
}

export function zonesOf(letters: readonly string[]): readonly JourneyZone[];
export function withIpv6(interfaces: readonly JourneyInterface[]): readonly JourneyInterface[];
export function writeWorld(
  world: JourneyWorld,
  base: string,
  of: { readonly isAfter: boolean; readonly day: string; readonly seed: number },
): void;
