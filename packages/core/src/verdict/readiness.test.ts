import { describe, expect, it } from "vitest";
import { smallCatalog } from "../../../../test/support/small-catalog.js";
import type { Service } from "../endpoint/types.js";
import { CLIENT_FAMILIES, type Readiness, reachOf, readinessOf } from "./readiness.js";
import { type NameSupport, type Support, type SupportState, UNOBSERVED } from "./support.js";

const catalog = smallCatalog({
  alone: { id: "Alone", name: "Alone", names: { standard: "alone", dualstack: null } },
  logs: { id: "CloudWatch Logs", name: "Logs", names: { standard: "logs" } },
  s3control: {
    id: "S3 Control",
    name: "S3 Control",
    names: { standard: "{AccountId}.s3-control" },
  },
  same: {
    id: "Same",
    name: "Same",
    names: { standard: "same", default: "same.{region}.{dualDns}" },
  },
});

const service = (cliName: string): Service => {
  const found = catalog.services.find((each) => each.cliName === cliName);
  if (found === undefined) throw new Error(`no ${cliName}`);
  return found;
};
const state = (known: Support): SupportState => ({ ...UNOBSERVED, known });
const seen = (ipv4: Support, ipv6: Support): NameSupport => ({
  ipv4: state(ipv4),
  ipv6: state(ipv6),
});
const readiness = (
  cliName: string,
  observed: Readonly<Record<string, NameSupport>>,
  isFips = false,
): Readiness =>
  readinessOf({
    catalog,
    service: service(cliName),
    region: "eu-west-1",
    observed: new Map(Object.entries(observed)),
    isFips,
  });

const DEFAULT = "logs.eu-west-1.amazonaws.com";
const DUALSTACK = "logs.eu-west-1.api.aws";

describe("readiness", () => {
  it.each([
    ["yes", "yes", "ipv6"],
    ["yes", "no", "ipv4"],
    ["no", "no", "breaks"],
    ["yes", "unknown", "unknown"],
    ["unknown", "no", "unknown"],
    ["unknown", "yes", "ipv6"],
  ] as const)(
    "a dual-stack name with A %s and AAAA %s: the switch leads to %s",
    (a, aaaa, effect) => {
      const { switchEffect } = readiness("logs", {
        [DEFAULT]: seen("yes", "no"),
        [DUALSTACK]: seen(a, aaaa),
      });
      expect(switchEffect).toBe(effect);
    },
  );

  it("names the default name for IPv6 before the dual-stack one", () => {
    const both = readiness("logs", {
      [DEFAULT]: seen("yes", "yes"),
      [DUALSTACK]: seen("yes", "yes"),
    });
    expect(both).toMatchObject({ cell: "ipv6", ipv6Name: { hostname: DEFAULT } });
  });

  it("names the dual-stack name while the default one is unknown, and says opt-in", () => {
    const half = readiness("logs", { [DUALSTACK]: seen("yes", "yes") });
    expect(half).toMatchObject({ cell: "opt-in", ipv6Name: { hostname: DUALSTACK } });
  });

  it("names none that was not observed", () => {
    expect(readiness("logs", {})).toMatchObject({
      cell: "unknown",
      ipv6Name: null,
      switchEffect: "unknown",
    });
  });

  it("says that the switch changes nothing where both names are one", () => {
    expect(readiness("same", {}).switchEffect).toBe("same");
  });

  it("says that the switch breaks where the rules build no name for it", () => {
    expect(readiness("alone", {})).toMatchObject({ byOptIn: null, switchEffect: "breaks" });
  });

  it("finds what was observed of a name with a placeholder by its example", () => {
    const { byDefault } = readiness("s3control", {
      "123456789012.s3-control.eu-west-1.amazonaws.com": seen("yes", "yes"),
    });
    expect(byDefault).toMatchObject({
      hostname: "{AccountId}.s3-control.eu-west-1.amazonaws.com",
      ipv6: "yes",
    });
  });

  it("looks at the FIPS names when these are asked for", () => {
    const { byDefault, byOptIn, cell } = readiness(
      "logs",
      {
        "logs-fips.eu-west-1.amazonaws.com": seen("yes", "no"),
        "logs-fips.eu-west-1.api.aws": seen("yes", "yes"),
      },
      true,
    );
    expect([byDefault?.variant, byOptIn?.variant, cell]).toEqual([
      "fips",
      "fips-dualstack",
      "opt-in",
    ]);
  });
});

describe("reach", () => {
  it.each([
    ["yes", "no", ["no", "yes", "yes"]],
    ["no", "yes", ["yes", "yes", "no"]],
    ["yes", "unknown", ["unknown", "yes", "yes"]],
    ["no", "unknown", ["unknown", "unknown", "no"]],
    ["no", "no", ["no", "no", "no"]],
  ] as const)("of a name with A %s and AAAA %s", (ipv4, ipv6, expected) => {
    expect(CLIENT_FAMILIES.map((client) => reachOf({ ipv4, ipv6 }, client))).toEqual(expected);
  });

  it("of no name at all is no", () => {
    expect(CLIENT_FAMILIES.map((client) => reachOf(null, client))).toEqual(["no", "no", "no"]);
  });
});
