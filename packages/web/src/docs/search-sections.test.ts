import { expect, it } from "vitest";
import { type DocSection, searchSections } from "./search-sections.js";

const section = (heading: string, text: string, page = "a.html"): DocSection => ({
  page,
  title: "A document",
  heading,
  anchor: heading.toLowerCase(),
  text,
});
const SECTIONS = [
  section("Scanning", "Asks every name, at a rate. A timeout is unknown."),
  section("Resolvers", `${"Each is vetted. ".repeat(20)}It must pass the controls.`),
  section("Timeouts", "What is not answered is asked again."),
];
const found = (query: string) =>
  searchSections(SECTIONS, query).map((each) => each.section.heading);

it("finds the sections that have every word, by heading first", () => {
  expect(found("timeout")).toEqual(["Timeouts", "Scanning"]);
  expect(found("TIMEOUT rate")).toEqual(["Scanning"]);
  expect(found("timeout nonsense")).toEqual([]);
  expect(found("   ")).toEqual([]);
});

it("shows what stands around the first word", () => {
  const [{ excerpt = "" } = {}] = searchSections(SECTIONS, "controls");
  expect(excerpt).toMatch(/^… .*It must pass the controls\.$/);
});
