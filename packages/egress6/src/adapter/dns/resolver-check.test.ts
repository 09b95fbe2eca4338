import type { Outcome } from "@egress6/core/observation/outcome";
import { describe, expect, it } from "vitest";
import { ControlInProgress } from "./name-in-progress.js";
import type { Question } from "./question.js";
import { Resolver } from "./resolver.js";
import { ResolverCheck } from "./resolver-check.js";

const ZONES = ["amazonaws.com", "api.aws"];

const newResolver = (last: number) => new Resolver<Question>({ host: `127.0.0.${last}`, port: 53 });

type Told = Pick<Outcome, "kind" | "addresses">;
const NONE: Told = { kind: "nxdomain", addresses: [] };
const SILENCE: Told = { kind: "timeout", addresses: [] };

function honest({ name, type }: Question): Told {
  if (type === "NS") return { kind: "answer", addresses: ["a.root-servers.net"] };
  if (name.startsWith("egress6-")) return NONE;
  if (name !== "ipv4only.arpa") {
    return { kind: "answer", addresses: [type === "A" ? "198.41.0.4" : "2001:503:ba3e::2:30"] };
  }
  if (type === "AAAA") return { kind: "nodata", addresses: [] };
  return { kind: "answer", addresses: ["192.0.0.170", "192.0.0.171"] };
}

function end(question: Question, { kind, addresses }: Told): ControlInProgress {
  const { observed, onlyResolver } = question;
  if (onlyResolver === null || !(observed instanceof ControlInProgress)) {
    throw new Error("not a control");
  }
  question.end({ kind, addresses, cname: [] }, onlyResolver, 1, { isBare: false, isWeak: false });
  return observed;
}

/** Asks, hears what is told, and vets. */
function run(
  resolvers: readonly Resolver<Question>[],
  told: (question: Question) => Told = honest,
): void {
  const check = new ResolverCheck(resolvers, ZONES, []);
  const questions = [...check.questions()];
  const last = questions.map((question) => check.take(end(question, told(question)))).indexOf(true);
  expect(last).toBe(questions.length - 1);
  check.vet();
}

describe("ResolverCheck", () => {
  it("asks each resolver all controls, and no other resolver in its place", () => {
    const resolvers = [newResolver(1), newResolver(2)];
    const questions = [...new ResolverCheck(resolvers, ZONES, []).questions()];
    for (const resolver of resolvers) {
      const own = questions.filter(({ onlyResolver }) => onlyResolver === resolver);
      expect(own).toHaveLength(13);
    }
    expect(questions).toHaveLength(26);
  });

  it("asks for names that nobody can know of, others each time", () => {
    const labels = () =>
      [...new ResolverCheck([newResolver(1)], ZONES, []).questions()]
        .filter(({ name, type }) => name.startsWith("egress6-") && type === "A")
        .map(({ name }) => name);
    const names = [...labels(), ...labels()];
    expect(new Set(names).size).toBe(6);
    for (const name of names) {
      expect(name).toMatch(/^egress6-[0-9a-f]{12}\.(amazonaws\.com|api\.aws|root-servers\.net)$/);
    }
  });

  it("is patient with who was vetted once, and quick with who was not", () => {
    const tries = (resolver: Resolver<Question>) => {
      const [question] = new ResolverCheck([resolver], ZONES, []).questions();
      return question?.round.timeouts.length;
    };
    const [good, bad] = [newResolver(1), newResolver(2)];
    expect([tries(good), tries(bad)]).toEqual([3, 3]);
    run([good]);
    run([bad], () => SILENCE);
    expect([tries(good), tries(bad)]).toEqual([6, 2]);
  });

  it("vets each resolver by what it said itself", () => {
    const [good, silent, portal] = [newResolver(1), newResolver(2), newResolver(3)];
    run([good, silent, portal], (question) => {
      if (question.onlyResolver === silent) return SILENCE;
      const isRewritten = question.onlyResolver === portal && question.type === "A";
      return isRewritten ? { kind: "answer", addresses: ["192.168.8.1"] } : honest(question);
    });
    const states = [good, silent, portal].map(({ vetting }) => vetting?.state);
    expect(states).toEqual(["vetted", "unvetted", "lies"]);
    expect([good, silent, portal].map(({ lies }) => lies)).toEqual([false, false, true]);
  });

  it("says of what came between two checks the worse of them, of the run the last", () => {
    const resolver = newResolver(1);
    run([resolver], () => SILENCE);
    expect(resolver.witness(false).state).toBe("unvetted");
    run([resolver]);
    expect(resolver.vetting?.state).toBe("unvetted");
    expect(resolver.witness(false).state).toBe("vetted");
    run([resolver]);
    expect(resolver.vetting?.state).toBe("vetted");
    run([resolver], () => SILENCE);
    expect(resolver.witness(false).state).toBe("unvetted");
  });

  it("says of a run that it was lied to, whatever came after", () => {
    const resolver = newResolver(1);
    run([resolver], () => ({ kind: "answer", addresses: ["192.168.8.1"] }));
    run([resolver]);
    run([resolver]);
    expect(resolver.vetting?.state).toBe("vetted");
    expect(resolver.witness(false).state).toBe("lies");
  });

  it("does not wait long again for what it did not get", () => {
    const resolver = newResolver(1);
    run([resolver], (question) => (question.type === "NS" ? SILENCE : honest(question)));
    const tries = [...new ResolverCheck([resolver], ZONES, []).questions()].map(
      ({ type, round }) => [type === "NS", round.timeouts.length],
    );
    expect(tries.filter(([isOfRoot]) => isOfRoot)).toEqual([[true, 2]]);
    expect(new Set(tries.map(([, count]) => count))).toEqual(new Set([2, 6]));
  });

  it("is not quick with who answers some", () => {
    const resolver = newResolver(1);
    run([resolver], (question) => (question.name.endsWith("arpa") ? SILENCE : honest(question)));
    expect(resolver.vetting?.state).toBe("unvetted");
    const tries = [...new ResolverCheck([resolver], ZONES, []).questions()]
      .filter(({ name }) => name === "ipv4only.arpa")
      .map(({ round }) => round.timeouts.length);
    expect(tries).toEqual([3, 3]);
  });

  it("asks for names that exist in zones that may be filtered, once", () => {
    const resolver = newResolver(1);
    resolver.countAwsName("sqs.eu-west-1.api.aws", "api.aws", "A", "answer");
    resolver.countAwsName("sqs.eu-west-1.api.aws", "api.aws", "AAAA", "nodata");
    resolver.countAwsName("sqs.amazonaws.com", "amazonaws.com", "AAAA", "answer");
    const known = () =>
      [...new ResolverCheck([resolver], ZONES, []).questions()].flatMap(({ name, type }) =>
        name.startsWith("ec2.") || name.startsWith("s3.") ? [`${name} ${type}`] : [],
      );
    expect(known()).toEqual([
      "s3.dualstack.us-east-1.amazonaws.com A",
      "s3.dualstack.us-east-1.amazonaws.com AAAA",
      "ec2.us-east-1.api.aws A",
      "ec2.us-east-1.api.aws AAAA",
    ]);
    expect(known()).toEqual([]);
  });

  it("asks over TCP as well where a name was answered over it", () => {
    const resolver = newResolver(1);
    const overTcp = () =>
      [...new ResolverCheck([resolver], ZONES, []).questions()].filter(({ needsTcp }) => needsTcp);
    expect(overTcp()).toEqual([]);
    resolver.hasToldOverTcp = true;
    expect(overTcp()).toHaveLength(12);
    expect(overTcp()).toEqual([]);
  });

  it("takes empty answers without SOA for none, where there surely are records", () => {
    const resolver = newResolver(1);
    run([resolver], (question) => {
      if (question.type !== "AAAA" || question.name === "ipv4only.arpa") return honest(question);
      question.weakNodata = 2;
      return { kind: "incomplete", addresses: [] };
    });
    expect(resolver.vetting).toMatchObject({ state: "lies", filtersAaaa: true });
  });

  it("knows who is cut off, until the root is answered for", () => {
    const resolver = newResolver(1);
    run([resolver], () => NONE);
    expect(resolver.isClosed).toBe(true);
    run([resolver], () => SILENCE);
    expect(resolver.isClosed).toBe(true);
    run([resolver]);
    expect(resolver.isClosed).toBe(false);
  });
});
