import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReleaseSpan } from "../facts/sdk-releases.js";
import { DATE_MARGIN_DAYS, nameOfVersion, type RulesHistory, shiftedDay } from "./rules-history.js";

const REGIONS = ["eu-central-1", "eu-west-1", "us-east-1"];
const FIRST_DAY = "2024-01-01";

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

/** Names of one service, one after the other, with a version and a day for each change. */
const histories = fc
  .record({
    steps: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
    gaps: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    rest: fc.integer({ min: 0, max: 90 }),
  })
  .map(({ steps, gaps, rest }) => {
    const days = steps.map((_, index) => sum(steps.slice(0, index + 1)));
    const changes = days.map((day, index) => ({
      service: "ecr",
      variant: "dualstack" as const,
      since: `1.0.${day}`,
      date: shiftedDay(FIRST_DAY, day),
      // All but the first day of a step may be in doubt.
      ...(gaps[index] && (steps[index] ?? 0) > 1
        ? { seenUntil: { version: `1.0.${day - 1}`, date: shiftedDay(FIRST_DAY, day - 1) } }
        : {}),
      before: `name-${index}.eu-central-1.api.aws`,
      after: `name-${index + 1}.eu-central-1.api.aws`,
      region: "eu-central-1",
      regions: 3,
    }));
    const last = (days.at(-1) ?? 0) + rest;
    const history: RulesHistory = {
      from: { version: "1.0.0", date: FIRST_DAY },
      to: { version: `1.0.${last}`, date: shiftedDay(FIRST_DAY, last) },
      newServices: [],
      evaluatedRegions: REGIONS,
      changes,
    };
    return { history, days, last };
  });

const askedOf = (region: string, todays: string | null, span: ReleaseSpan | null) => ({
  service: "ecr",
  variant: "dualstack" as const,
  region,
  partitionRegions: REGIONS,
  todays,
  span,
  clientVersion: null,
  clientDate: null,
  isInBotocore: true,
});

/** What the version of a day builds: a new one each day. */
const trueName = (days: readonly number[], day: number, region: string) =>
  `name-${days.filter((each) => each <= day).length}.${region}.api.aws`;

describe("the hostname of a version", () => {
  it("is never another than that version builds: not today's, nor any", () => {
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: -40, max: 700 }),
        fc.integer({ min: 0, max: 60 }),
        fc.constantFrom("botocore" as const, "date" as const),
        fc.constantFrom(...REGIONS),
        ({ history, days, last }, from, width, by, region) => {
          const at = (day: number) =>
            by === "botocore" ? `1.0.${Math.max(day, 0)}` : shiftedDay(FIRST_DAY, day);
          const span = { by, from: at(from), to: at(from + width) };
          const todays = trueName(days, last, region);
          const name = nameOfVersion(history, askedOf(region, todays, span));
          if (!name.known) return;
          // A date may be as much off as SDKs are apart.
          const margin = by === "date" ? DATE_MARGIN_DAYS : 0;
          const first = by === "botocore" ? Math.max(from, 0) : from;
          for (let day = first - margin; day <= from + width + margin; day++) {
            expect(name.hostname).toBe(trueName(days, day, region));
          }
          expect(from + width).toBeLessThanOrEqual(last);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is known of every botocore between the first and the last of the records, where none is in doubt", () => {
    fc.assert(
      fc.property(histories, fc.nat({ max: 700 }), ({ history, days, last }, day) => {
        fc.pre(day <= last && history.changes.every(({ seenUntil }) => seenUntil === undefined));
        const version = `1.0.${day}`;
        const span = { by: "botocore", from: version, to: version } as const;
        const todays = trueName(days, last, "eu-west-1");
        const name = nameOfVersion(history, askedOf("eu-west-1", todays, span));
        const hostname = trueName(days, day, "eu-west-1");
        expect(name).toMatchObject({ known: true, hostname });
      }),
    );
  });
});
