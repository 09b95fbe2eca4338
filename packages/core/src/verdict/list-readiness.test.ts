import { describe, expect, it } from "vitest";
import { smallCatalog } from "../../../../test/support/small-catalog.js";
import { readinessOfList } from "./list-readiness.js";
import type { Readiness } from "./readiness.js";
import { type NameSupport, type Support, UNOBSERVED } from "./support.js";

const catalog = smallCatalog(
  Object.fromEntries(["a", "b", "c"].map((id) => [id, { id, name: id, names: { standard: id } }])),
);

const seen = (ipv4: Support, ipv6: Support): NameSupport => ({
  ipv4: { ...UNOBSERVED, known: ipv4 },
  ipv6: { ...UNOBSERVED, known: ipv6 },
});
const BOTH = seen("yes", "yes");
const A_ONLY = seen("yes", "no");
const GONE = seen("no", "no");

/** Default and dual-stack names of services a, b, c in eu-west-1; left out: never observed. */
const readiness = (...names: readonly (readonly (NameSupport | null)[])[]) => {
  const observed = new Map<string, NameSupport>();
  for (const [index, [byDefault, byOptIn]] of names.entries()) {
    const label = "abc"[index];
    if (byDefault) observed.set(`${label}.eu-west-1.amazonaws.com`, byDefault);
    if (byOptIn) observed.set(`${label}.eu-west-1.api.aws`, byOptIn);
  }
  const services = catalog.services.slice(0, names.length);
  const [region] = readinessOfList({ catalog, services, regions: ["eu-west-1"], observed });
  if (region === undefined) throw new Error("no region");
  const ids = (list: readonly Readiness[]) => list.map(({ service }) => service.cliName).join("");
  return {
    ready: ids(region.ready),
    missing: ids(region.missing),
    unknown: ids(region.unknown),
    isReady: region.isReady,
    breaks: ids(region.switchBreaks),
    switchUnknown: ids(region.switchUnknown),
    cells: region.cells,
  };
};

describe("readiness of a list", () => {
  it("is yes when each service has a name with AAAA, whichever", () => {
    expect(readiness([BOTH, GONE], [A_ONLY, BOTH])).toMatchObject({
      ready: "ab",
      missing: "",
      unknown: "",
      isReady: "yes",
      cells: { ipv6: 1, "opt-in": 1, ipv4: 0, none: 0, unknown: 0 },
    });
  });

  it("is no as soon as one was seen to have none, even while others are unknown", () => {
    expect(readiness([BOTH, BOTH], [A_ONLY, GONE], [null, null])).toMatchObject({
      ready: "a",
      missing: "b",
      unknown: "c",
      isReady: "no",
    });
  });

  it("is unknown, not ready, while something was not observed", () => {
    expect(readiness([BOTH, BOTH], [A_ONLY, null])).toMatchObject({
      ready: "a",
      missing: "",
      unknown: "b",
      isReady: "unknown",
    });
  });

  it("counts a dual-stack name that works, though the default one is unknown", () => {
    expect(readiness([null, BOTH])).toMatchObject({ ready: "a", unknown: "", isReady: "yes" });
  });

  it("counts a service that is not there as missing, and as nothing for the switch to break", () => {
    expect(readiness([GONE, GONE])).toMatchObject({ missing: "a", breaks: "" });
  });

  it("says what the switch breaks: names that do not exist, and AAAA that the other name lacks", () => {
    expect(readiness([A_ONLY, GONE], [BOTH, A_ONLY], [A_ONLY, A_ONLY])).toMatchObject({
      breaks: "ab",
      switchUnknown: "",
    });
    expect(readiness([null, GONE])).toMatchObject({ breaks: "a" });
  });

  it("does not guess what the switch does to a name that was not observed", () => {
    expect(readiness([BOTH, null])).toMatchObject({ breaks: "", switchUnknown: "a" });
  });

  it("keeps the order of services and regions, and knows nothing of an unobserved region", () => {
    const [b, a] = [catalog.services[1], catalog.services[0]];
    if (a === undefined || b === undefined) throw new Error("no services");
    const regions = readinessOfList({
      catalog,
      services: [b, a],
      regions: ["us-east-1", "eu-west-1"],
      observed: new Map(),
    });
    expect(regions.map(({ region }) => region)).toEqual(["us-east-1", "eu-west-1"]);
    expect(regions[0]?.unknown.map(({ service }) => service)).toEqual([b, a]);
    expect(regions[0]?.isReady).toBe("unknown");
  });
});
