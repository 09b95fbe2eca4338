import { describe, expect, it } from "vitest";
import { changeGroups, groupChanges } from "./change-groups.js";
import {
  changeLogJson,
  changeMonthJson,
  parseChangeLog,
  parseChangeMonth,
  reachesBackTo,
  withOlderMonth,
} from "./change-log.js";
import type { ChangesDocument, EndpointChange } from "./changes-document.js";

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2026, 7, 20);

/** Some services change each day, in no order of their names. */
function changesOf(days: number, perDay: number): ChangesDocument {
  const changes = Array.from({ length: days * perDay }, (_, index): EndpointChange => {
    const day = Math.floor(index / perDay);
    return {
      at: FIRST + day * DAY_MS + index,
      service: `service-${(index * 7) % perDay}`,
      serviceId: "Service",
      partition: "aws",
      region: "eu-west-1",
      variant: "dualstack",
      hostname: `name-${(index * 7) % perDay}`,
      family: "ipv6",
      from: day % 2 === 0 ? "no" : "yes",
      to: day % 2 === 0 ? "yes" : "no",
    };
  });
  return {
    changes,
    hosts: [{ at: FIRST, host: "github.com", family: "ipv6", from: "no", to: "yes" }],
  };
}

const reread = (json: object): unknown => JSON.parse(JSON.stringify(json));
const logOf = (document: ChangesDocument) =>
  parseChangeLog(
    reread(
      changeLogJson({ recordedFrom: FIRST, recordedTo: FIRST, changes: changeGroups(document) }),
    ),
  );

describe("the log of changes", () => {
  it("has all of them while they are few", () => {
    const document = changesOf(40, 5);
    const log = logOf(document);
    expect(log).toMatchObject({ completeFrom: null, months: [] });
    expect(log.changes).toHaveLength(groupChanges(document).length);
    expect(reachesBackTo(log, "2020-01-01")).toBe(true);
  });

  it("has the newest whole days of many, and months make it whole", () => {
    const document = changesOf(80, 60);
    const all = logOf({ ...document, changes: [] });
    expect(all.completeFrom).toBeNull();
    let log = logOf(document);
    expect(log.changes.length).toBeGreaterThanOrEqual(1_000);
    expect(log.changes.length).toBeLessThan(1_060);
    expect(log.changes.at(-1)?.day).toBe(log.completeFrom);
    expect(log.months).toEqual(["2026-10", "2026-09", "2026-08"]);
    expect(reachesBackTo(log, "2026-10-30")).toBe(true);
    expect(reachesBackTo(log, "2026-10-01")).toBe(false);
    for (const month of log.months) {
      log = withOlderMonth(log, parseChangeMonth(reread(changeMonthJson(document, month))));
      expect(reachesBackTo(log, `${month}-01`)).toBe(true);
    }
    const whole = groupChanges(document).map(({ at: _at, hostnames: _names, ...change }) => change);
    expect(log).toMatchObject({ completeFrom: null, months: [] });
    expect(log.changes).toEqual(whole);
  });

  it("is refused when its days, months or format are none", () => {
    const json = changeLogJson({ recordedFrom: null, recordedTo: null, changes: [] });
    const newest = { ...json, format: 2, completeFrom: "2026-10-01", months: ["2026-09"] };
    expect(parseChangeLog(reread(newest)).months).toEqual(["2026-09"]);
    for (const damage of [{ format: 3 }, { completeFrom: "soon" }, { months: ["../x"] }]) {
      expect(() => parseChangeLog(reread({ ...newest, ...damage }))).toThrow(
        expect.objectContaining({ code: "MAP_DATA_INVALID" }),
      );
    }
    expect(() => parseChangeMonth({ format: 2, changes: [] })).toThrow(/changes.format/);
  });
});
