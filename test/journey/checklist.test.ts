import { readFileSync } from "node:fs";
import { checklistFingerprint, readChecklist } from "@egress6/core/playbook/checklist";
import {
  type ChecklistMarks,
  checklistMarksJson,
  checklistState,
  isChecklistMarks,
  NO_MARKS,
  readChecklistMarks,
  withGatePassed,
  withStepMarked,
} from "@egress6/core/playbook/checklist-marks";
import { describe, expect, test } from "vitest";

const AT = "2026-12-01T12:00:00.000Z";
const document = JSON.parse(
  readFileSync(new URL("../../examples/journey/documents/steps.json", import.meta.url), "utf8"),
);
const checklist = readChecklist(document, "steps.json");

const stepNamed = (id: string) => {
  const found = checklist.steps.find((step) => step.id === id);
  if (found === undefined) throw new Error(`there is no step ${id}`);
  return found;
};
const phaseDone = (marks: ChecklistMarks, phase: number): ChecklistMarks =>
  checklist.steps
    .filter((step) => step.phase === phase)
    .reduce((done, step) => withStepMarked(done, step, "done", AT), marks);

describe("the steps of a plan, to be ticked off", () => {
  test("are those of `plan --steps --json`, with figures and commands", () => {
    expect([checklist.name, checklist.region, checklist.design]).toEqual([
      "shop",
      "us-east-1",
      "IPv6, with NAT gateways for the rest",
    ]);
    expect(checklist.steps.map(({ id }) => id)).toEqual(
      document.steps.map(({ id }: { readonly id: string }) => id),
    );
    const step = stepNamed("gateway-endpoint-s3");
    expect(step.freed).toBe(
      BigInt(
        document.steps.find(({ id }: { readonly id: string }) => id === step.id).frees
          .bytesPerMonth,
      ),
    );
    expect(step.change.commands.join("\n")).toContain("com.amazonaws.us-east-1.s3");
    expect(checklist.gates.map(({ after }) => after)).toEqual([
      ...new Set(checklist.steps.map(({ phase }) => phase)),
    ]);
  });

  test("gates lock what comes later, with the reason", () => {
    const first = checklistState(checklist, NO_MARKS);
    const [now, later] = first.phases;
    expect(now?.steps.every(({ lock }) => lock === null)).toBe(true);
    expect(now?.gate?.lock).toMatch(/^Locked: \d+ steps above are open\.$/);
    expect(later?.steps[0]?.lock).toBe("Locked: the gate after “Quick wins” is not passed.");
    expect(later?.gate?.lock).toMatch(/^Locked: /);
    const done = phaseDone(NO_MARKS, 0);
    const ready = checklistState(checklist, done);
    expect([ready.phases[0]?.gate?.lock, ready.phases[1]?.steps[0]?.lock]).toEqual([
      null,
      later?.steps[0]?.lock,
    ]);
    expect(ready.next).toBeNull();
    const passed = checklistState(checklist, withGatePassed(done, 0, true, AT));
    expect(passed.phases[0]?.gate?.isPassed).toBe(true);
    expect(passed.next).toBe(passed.phases[1]?.steps[0]?.step);
    expect(passed.settled).toBe(passed.phases[0]?.steps.length);
  });

  test("a step waits for those that it rests on", () => {
    const route = checklist.steps.find(({ id }) => id.startsWith("route-"));
    const [needed] = route?.requires ?? [];
    if (route === undefined || needed === undefined) throw new Error("no step rests on another");
    let marks = NO_MARKS;
    for (const phase of [0, 1, 2] as const) {
      marks = withGatePassed(phaseDone(marks, phase), phase, true, AT);
    }
    const lockOf = (given: ChecklistMarks) =>
      checklistState(checklist, given)
        .phases.flatMap(({ steps }) => steps)
        .find(({ step }) => step === route)?.lock;
    expect(lockOf(marks)).toBe(`Locked: first “${stepNamed(needed).title}”.`);
    const others = route.requires
      .map(stepNamed)
      .reduce((given, step) => withStepMarked(given, step, "left-out", AT), marks);
    expect(lockOf(others)).toBeNull();
  });

  test("a step that is opened again closes the gates behind it", () => {
    const passed = withGatePassed(phaseDone(NO_MARKS, 0), 0, true, AT);
    const [first] = checklist.steps;
    if (first === undefined) throw new Error("there are no steps");
    const again = withStepMarked(passed, first, null, AT);
    expect(again.gates.size).toBe(0);
    expect(checklistState(checklist, again).phases[1]?.steps[0]?.lock).not.toBeNull();
    expect(withGatePassed(passed, 0, false, AT).gates.size).toBe(0);
  });

  test("what is done is summed up; what nobody knows is unknown", () => {
    const [a, b] = ["gateway-endpoint-s3", "gateway-endpoint-dynamodb"].map(stepNamed);
    if (a === undefined || b === undefined) throw new Error("two steps save");
    const marks = withStepMarked(withStepMarked(NO_MARKS, a, "done", AT), b, "left-out", AT);
    const { saved, settled } = checklistState(checklist, marks);
    expect(settled).toBe(2);
    expect(saved).toEqual(a.saves);
  });

  test("what is ticked off comes back, for the same steps alone", () => {
    const marks = withGatePassed(phaseDone(NO_MARKS, 0), 0, true, AT);
    const written = JSON.parse(JSON.stringify(checklistMarksJson(checklist, marks)));
    expect(isChecklistMarks(written)).toBe(true);
    expect(readChecklistMarks(written, checklist, "ticks.json")).toEqual(marks);
    const other = readChecklist({ ...document, steps: document.steps.slice(1) }, "steps.json");
    expect(() => readChecklistMarks(written, other, "ticks.json")).toThrow(
      /ticks\.json belongs to other steps: those of shop in us-east-1 to “IPv6/,
    );
    expect(() => readChecklistMarks({ ...written, version: 2 }, checklist, "ticks.json")).toThrow(
      "another version",
    );
  });

  test("the same steps at other prices are the same checklist", () => {
    const dearer = document.steps.map((step: object) => ({
      ...step,
      usdPerMonth: { low: "1.5", high: null },
    }));
    const again = readChecklist({ ...document, steps: dearer }, "steps.json");
    expect(checklistFingerprint(again)).toBe(checklistFingerprint(checklist));
    const moved = readChecklist(
      { ...document, workload: { name: "shop", region: "eu-west-1" } },
      "s",
    );
    expect(checklistFingerprint(moved)).not.toBe(checklistFingerprint(checklist));
  });

  test("two steps of one id are ticked off one by one", () => {
    const [first] = document.steps;
    const { steps } = readChecklist({ ...document, steps: [first, first] }, "steps.json");
    expect(new Set(steps.map(({ id }) => id)).size).toBe(2);
  });

  test.each([
    ["a plan without steps", { designs: [], headlines: {}, destinations: [] }, "with --steps"],
    ["flows", { nats: [], classes: {}, totals: {} }, "open it on the Traffic page"],
    ["a survey", { topology: {}, findings: [] }, "egress6 plan f.json --steps --json"],
    ["a list", [1], "f.json has no steps"],
    ["nothing", null, "is no plan"],
    [
      "a later schema",
      { ...document, schemaVersion: 7 },
      "schema version 7; this page reads version 1",
    ],
    ["a broken step", { ...document, steps: [{ id: 3 }] }, "broken at steps[0].id: expected text"],
    [
      "a phase of its own",
      { ...document, steps: [{ ...document.steps[0], phase: 9 }] },
      "steps[0].phase",
    ],
    [
      "money that is none",
      { ...document, steps: [{ ...document.steps[0], usdPerMonth: { low: "x", high: null } }] },
      "steps[0].usdPerMonth.low",
    ],
  ])("%s is refused, with the place and what to do", (_what, given, reason) => {
    expect(() => readChecklist(given, "f.json")).toThrow(reason);
  });
});
