import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { valueAt, withValue } from "./edit-document.js";
import { LIST, NUMBER, TEXT, VOLUME, ZONES } from "./field-text.js";
import { FIRST_PLANNER_QUERY, formatPlannerQuery, parsePlannerQuery } from "./planner-query.js";

const leaf = fc.oneof(
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
);
const workload = fc.dictionary(
  fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
  fc.oneof(leaf, fc.array(fc.dictionary(fc.constantFrom("a", "é", "b"), leaf), { minLength: 1 })),
);
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

describe("the address of the planner", () => {
  test("brings back any workload, design, chart, period and kept scenario", () => {
    const query = fc.record({
      workload: fc.option(workload),
      design: fc.constantFrom(null, "nat-zonal", "ipv6-privatelink"),
      varied: fc.constantFrom("data", "azs", "count"),
      period: fc.constantFrom("month", "year"),
      kept: fc.option(workload),
      hasFiles: fc.boolean(),
    } as const);
    fc.assert(
      fc.property(query, (given) => {
        const { query: found, ignored } = parsePlannerQuery(formatPlannerQuery(given));
        expect(asJson(found)).toEqual(asJson(given));
        expect(ignored).toEqual([]);
      }),
    );
  });

  test("needs no escapes, and is empty for the first look", () => {
    fc.assert(
      fc.property(workload, (given) => {
        const text = formatPlannerQuery({ ...FIRST_PLANNER_QUERY, workload: given });
        expect(text).toMatch(/^\?w=[\w-]+$/);
      }),
    );
    expect(formatPlannerQuery(FIRST_PLANNER_QUERY)).toBe("");
  });

  test.each([
    "?w=%%%",
    "?w=e30x",
    "?w=WzFd",
    "?w=",
    "?design=none",
    "?by=weather",
    "?per=week",
    "?a=%",
    "?x=1",
  ])("%s is ignored, and named", (search) => {
    const { query, ignored } = parsePlannerQuery(search);
    expect(query).toEqual(FIRST_PLANNER_QUERY);
    expect(ignored).toEqual([search.slice(1).split("=")[0]]);
  });
});

describe("editing", () => {
  test("changes the place it is about, and nothing else", () => {
    const path = fc.constantFrom(["name"], ["compute", 0, "count"], ["constraints", "noIpv6"]);
    fc.assert(
      fc.property(path, leaf, (place, value) => {
        const before = { region: "us-east-1", compute: [{ kind: "lambda", count: 1 }] };
        const after = withValue(before, place, value);
        expect(valueAt(after, place)).toEqual(value);
        expect(valueAt(after, ["region"])).toBe("us-east-1");
        expect(valueAt(after, ["compute", 0, "kind"])).toBe("lambda");
      }),
    );
  });

  test("an emptied field keeps its entry; what is taken out closes up; an empty part goes", () => {
    const before = {
      services: [{ service: "s3" }, { service: "sqs" }],
      existing: { natGateways: 2 },
    };
    expect(withValue(before, ["services", 0, "service"], undefined)["services"]).toEqual([
      {},
      { service: "sqs" },
    ]);
    expect(withValue(before, ["services", 0], undefined)["services"]).toEqual([{ service: "sqs" }]);
    expect(withValue(before, ["existing", "natGateways"], undefined)).not.toHaveProperty(
      "existing",
    );
    expect(valueAt(before, ["services", 5, "service"])).toBeUndefined();
    expect(valueAt(before, ["constructor", "name"])).toBeUndefined();
  });
});

describe("fields", () => {
  test.each([
    [NUMBER, "12", 12],
    [NUMBER, " 0.5 ", 0.5],
    [NUMBER, "", undefined],
    [NUMBER, "lots", "lots"],
    [NUMBER, "1e9", "1e9"],
    [VOLUME, "", undefined],
    [VOLUME, "5", 5],
    [VOLUME, "5 - 10.5", { low: 5, high: 10.5 }],
    [VOLUME, "5–", { low: 5 }],
    [VOLUME, "-5", -5],
    [TEXT, "", undefined],
    [LIST, "a, b ,,c", ["a", "b", "c"]],
    [LIST, " , ", undefined],
    [ZONES, "3", 3],
    [ZONES, "us-east-1a, us-east-1b", ["us-east-1a", "us-east-1b"]],
  ])("%#: what is typed becomes a value of the file", (kind, text, value) => {
    expect(kind.valueOf(text)).toEqual(value);
  });

  test.each([
    [LIST, ["a", "b"], "a, b"],
    [NUMBER, 3, "3"],
    [VOLUME, 3, "3"],
    [VOLUME, { low: 5, high: 10 }, "5–10"],
    [VOLUME, { low: 5 }, "5–"],
    [VOLUME, null, ""],
    [TEXT, undefined, ""],
    [TEXT, null, ""],
  ])("%#: a value of the file is shown", (kind, value, text) => {
    expect(kind.textOf(value)).toBe(text);
  });
});
