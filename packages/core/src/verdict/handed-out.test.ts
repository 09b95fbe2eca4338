import { describe, expect, it } from "vitest";
import { smallCatalog } from "../../../../test/support/small-catalog.js";
import { checkServices } from "../settings/choose/check-services.js";
import { CELLS } from "./cell.js";
import { cellOfCalls, handedOutHost } from "./handed-out.js";
import { type NameSupport, type Support, UNOBSERVED } from "./support.js";

const catalog = smallCatalog({
  alone: { id: "Alone", name: "Alone", names: { standard: "alone", dualstack: null } },
  hands: { id: "Hands", name: "Hands", discovery: "required", names: { standard: "hands" } },
});
const [alone, hands] = catalog.services;
if (alone === undefined || hands === undefined) throw new Error("no services");
const HOST = "hands-cell1.eu-west-1.amazonaws.com";
const handedOut = [{ service: "hands", hostname: HOST }];

const seen = (ipv6: Support): NameSupport => ({
  ipv4: { ...UNOBSERVED, known: "yes" },
  ipv6: { ...UNOBSERVED, known: ipv6 },
});

describe("a service that hands out hosts", () => {
  it.each([
    ["ipv6", ["ipv6", "ipv4", "unknown"]],
    ["opt-in", ["opt-in", "ipv4", "unknown"]],
    ["ipv4", ["ipv4", "ipv4", "ipv4"]],
    ["none", ["none", "none", "none"]],
    ["unknown", ["unknown", "ipv4", "unknown"]],
  ] as const)("has, by an endpoint that is %s, the cells %j", (entry, cells) => {
    expect(CELLS).toContain(entry);
    const found = (["yes", "no", "unknown"] as const).map((ipv6) => cellOfCalls(entry, { ipv6 }));
    expect(found).toEqual(cells);
  });

  it("is told by its own host of that region only", () => {
    expect(handedOutHost(catalog, handedOut, hands, "eu-west-1")).toBe(HOST);
    expect(handedOutHost(catalog, handedOut, hands, "us-east-1")).toBeNull();
    expect(handedOutHost(catalog, handedOut, alone, "eu-west-1")).toBeNull();
  });

  const check = (host: Support, byDefault: Support) => {
    const observed = new Map([
      ["hands.eu-west-1.amazonaws.com", seen(byDefault)],
      ["hands.eu-west-1.api.aws", seen("yes")],
      ["alone.eu-west-1.amazonaws.com", seen("no")],
      [HOST, seen(host)],
    ]);
    const services = [hands, alone];
    const regions = ["eu-west-1"];
    const [found] = checkServices({ catalog, services, regions, observed, handedOut });
    return found?.services[0];
  };

  it("is never given a URL, which would keep clients from asking for the host", () => {
    expect(check("yes", "no")).toMatchObject({ works: "yes", means: "client", setting: null });
    expect(check("yes", "yes")).toMatchObject({ works: "yes", means: "default", setting: null });
  });

  it("needs IPv4 where the host does, and is unknown where the host is", () => {
    expect(check("no", "yes")).toMatchObject({ works: "no", cell: "ipv4", means: "none" });
    expect(check("no", "yes")?.wayOut).toContain(HOST);
    expect(check("unknown", "yes")).toMatchObject({ works: "unknown", cell: "unknown" });
  });
});
