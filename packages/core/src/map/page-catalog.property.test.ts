import fc from "fast-check";
import { expect, it } from "vitest";
import { fromPageCatalog, toPageCatalog } from "./page-catalog.js";

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const text = fc.string({ minLength: 1 }).filter((value) => !value.includes("\u0001"));
const service = fc.record(
  {
    id: text,
    name: text,
    discovery: fc.constantFrom("optional", "required"),
    names: fc.dictionary(word, fc.option(fc.oneof(word, text))),
  },
  { requiredKeys: ["id", "name", "names"] },
);
const root = fc.record({
  format: fc.constant(1),
  rules: fc.record({ source: text, version: text }),
  services: fc.dictionary(word, service),
});

it("a catalog comes back from the page's form as it was, but for additional names", () => {
  fc.assert(
    fc.property(root, (catalog) => {
      const services = Object.fromEntries(
        Object.entries(catalog.services).map(([cliName, value]) => [
          cliName,
          { ...value, additional: [{ for: "a host prefix", prefix: "stream-" }] },
        ]),
      );
      const page: unknown = JSON.parse(JSON.stringify(toPageCatalog({ ...catalog, services })));
      expect(fromPageCatalog(page)).toEqual(JSON.parse(JSON.stringify(catalog)));
    }),
  );
});

it("a name that repeats the id or the CLI name says it once", () => {
  const json = {
    services: { sqs: { id: "SQS", name: "Amazon SQS $&", names: { standard: "sqs", fips: null } } },
  };
  const page = toPageCatalog(json);
  expect(page["services"]).toEqual([
    ["sqs", "SQS", "Amazon \u0001 $&", { standard: 0, fips: null }],
  ]);
  expect(fromPageCatalog(page)).toEqual(json);
});
