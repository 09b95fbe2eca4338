import { readFileSync } from "node:fs";
import { parseCatalog } from "@egress6/core/endpoint/catalog";
import { layoutOf } from "@egress6/core/map/map-layout";
import { describe, expect, it } from "vitest";
import { presetsFor, regionChoiceTitle } from "./region-presets.js";

const shipped = new URL("../../../../data/catalog.json", import.meta.url);
const { regions } = layoutOf(parseCatalog(JSON.parse(readFileSync(shipped, "utf8"))));
const titles = presetsFor(regions).map(({ title }) => title);

describe("the presets of regions", () => {
  it("are areas of the commercial partition, and each other public partition", () => {
    expect(titles).toEqual([
      "Large regions",
      "All regions",
      "United States",
      "Other Americas",
      "Europe",
      "Asia Pacific",
      "Africa and Middle East",
      "China",
      "European Sovereign Cloud",
      "GovCloud",
    ]);
  });

  it("have a partition that nobody has heard of, once the catalog has it", () => {
    const mars = {
      id: "mars-north-1",
      name: "Mars (Utopia)",
      partition: "aws-mars",
      partitionTitle: "AWS Mars",
      isPublic: true,
      largeRank: null,
    };
    const presets = presetsFor([...regions, mars]);
    expect(presets.at(-1)).toEqual({ choice: "aws-mars", title: "AWS Mars" });
    expect(presetsFor([...regions, { ...mars, isPublic: false }])).toHaveLength(titles.length);
  });

  it("give a choice its title", () => {
    expect(regionChoiceTitle("large", regions)).toBe("Large regions (8)");
    expect(regionChoiceTitle("aws-us-gov", regions)).toBe("GovCloud (2)");
    expect(regionChoiceTitle("eu-west-1,eu-west-2", regions)).toBe("2 regions");
    expect(regionChoiceTitle("eu-west-1", regions)).toBe("eu-west-1");
  });
});
