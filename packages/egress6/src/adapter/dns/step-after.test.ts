import type { AnswerReading } from "@egress6/core/observation/classify-answer";
import { describe, expect, it } from "vitest";
import { NameInProgress } from "./name-in-progress.js";
import type { Question } from "./question.js";
import { Resolver } from "./resolver.js";
import { type AnswerStep, stepAfter } from "./step-after.js";

const NODATA_WITH_SOA: AnswerReading = { kind: "nodata", proof: "soa", cname: [] };
const NXDOMAIN_WITH_SOA: AnswerReading = { kind: "nxdomain", proof: "soa", cname: [] };
const BARE_NODATA: AnswerReading = { kind: "nodata", proof: "none", cname: [] };
const BARE_NXDOMAIN: AnswerReading = { kind: "nxdomain", proof: "none", cname: [] };
const ANSWER: AnswerReading = { kind: "answer", addresses: ["52.94.5.1"], cname: [] };

interface Situation {
  readonly soaHabit?: Resolver<Question>["soaHabit"];
  readonly hasShownKnowledge?: boolean;
  readonly followed?: readonly string[];
  readonly hasEdns?: boolean;
}

/** What follows from each of the answers, which come one after the other. */
function stepsAfter(
  readings: readonly AnswerReading[],
  situation: Situation = {},
): readonly string[] {
  const resolver = new Resolver<Question>({ host: "127.0.0.1", port: 53 });
  resolver.soaHabit = situation.soaHabit ?? "unknown";
  resolver.hasShownKnowledge = situation.hasShownKnowledge ?? false;
  const question: Question = new NameInProgress("www.test").aaaa;
  question.followed = situation.followed ?? [];
  question.hasEdns = situation.hasEdns ?? true;
  return readings.map((reading) => brief(stepAfter(reading, question, resolver)));
}

function brief(step: AnswerStep): string {
  if (step.step === "conclude") return `${step.kind}, ${step.strength}`;
  return step.step === "fail" ? `fail: ${step.failure}` : step.step;
}

const twice = <Value>(value: Value) => [value, value];
const INCOMPLETE = "fail: incomplete";

describe("stepAfter", () => {
  it.each<[readonly AnswerReading[], Situation, readonly string[]]>([
    [[ANSWER], {}, ["answer, proven"]],
    [[ANSWER], { followed: ["end.test"] }, ["answer, proven"]],
    [[NODATA_WITH_SOA], {}, ["nodata, proven"]],
    [[NXDOMAIN_WITH_SOA], {}, ["nxdomain, proven"]],
    // At the end of a chain that was followed.
    [twice(NODATA_WITH_SOA), { followed: ["end.test"] }, [INCOMPLETE, "nodata, repeated"]],
    [twice(NXDOMAIN_WITH_SOA), { followed: ["end.test"] }, twice(INCOMPLETE)],
    [twice(BARE_NXDOMAIN), { followed: ["end.test"] }, twice(INCOMPLETE)],
    // NODATA without SOA.
    [[BARE_NODATA, BARE_NODATA, BARE_NODATA], {}, [INCOMPLETE, INCOMPLETE, "nodata, weak"]],
    [
      [BARE_NODATA, BARE_NODATA, BARE_NODATA],
      { hasShownKnowledge: true },
      [INCOMPLETE, INCOMPLETE, "nodata, weak"],
    ],
    [twice(BARE_NODATA), { soaHabit: "strips" }, [INCOMPLETE, "nodata, repeated"]],
    [
      [BARE_NODATA, BARE_NODATA, BARE_NODATA, BARE_NODATA],
      { soaHabit: "sends", hasShownKnowledge: true },
      [INCOMPLETE, INCOMPLETE, INCOMPLETE, INCOMPLETE],
    ],
    // NXDOMAIN without SOA.
    [twice(BARE_NXDOMAIN), {}, [INCOMPLETE, "nxdomain, weak"]],
    [twice(BARE_NXDOMAIN), { hasShownKnowledge: true }, [INCOMPLETE, "nxdomain, repeated"]],
    [twice(BARE_NXDOMAIN), { soaHabit: "strips" }, [INCOMPLETE, "nxdomain, weak"]],
    [
      [BARE_NXDOMAIN, BARE_NXDOMAIN, BARE_NXDOMAIN, BARE_NXDOMAIN],
      { soaHabit: "sends", hasShownKnowledge: true },
      [INCOMPLETE, INCOMPLETE, INCOMPLETE, INCOMPLETE],
    ],
    // Who says both knows neither.
    [
      [BARE_NODATA, BARE_NXDOMAIN, BARE_NODATA, BARE_NXDOMAIN],
      { soaHabit: "strips", hasShownKnowledge: true },
      [INCOMPLETE, INCOMPLETE, INCOMPLETE, INCOMPLETE],
    ],
    // What is no answer.
    [[{ kind: "follow", cname: ["end.test"] }], {}, ["follow"]],
    [[{ kind: "no-edns" }], {}, ["ask-without-edns"]],
    [[{ kind: "no-edns" }], { hasEdns: false }, ["fail: servfail"]],
    [[{ kind: "failure", failure: "refused" }], {}, ["fail: refused"]],
  ])("of %j, %j", (readings, situation, expected) => {
    expect(stepsAfter(readings, situation)).toEqual(expected);
  });

  it("hands on why what came is no fact, and its addresses", () => {
    const resolver = new Resolver<Question>({ host: "127.0.0.1", port: 53 });
    const { aaaa } = new NameInProgress("www.test");
    const failure = {
      kind: "failure",
      failure: "incomplete",
      reason: "filtered",
      addresses: ["::"],
    } as const;
    expect(stepAfter(failure, aaaa, resolver)).toMatchObject({
      step: "fail",
      reason: "filtered",
      addresses: ["::"],
    });
  });
});
