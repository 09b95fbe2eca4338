import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterEach, expect, it, vi } from "vitest";
import { Asker } from "./asker.js";
import { NameInProgress } from "./name-in-progress.js";
import type { Question } from "./question.js";
import { Resolver } from "./resolver.js";
import { SendRate } from "./send-rate.js";

afterEach(() => void vi.restoreAllMocks());

/** One question under way to a place that never answers, and the clock of the process that asks it. */
async function askSilence() {
  let now = 0;
  let tick = () => {};
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.spyOn(globalThis, "setInterval").mockImplementation((onTick) => {
    tick = onTick;
    return setTimeout(() => {}, 0);
  });
  const silent = createSocket("udp4").bind(0, "127.0.0.1");
  await once(silent, "listening");
  const resolver = new Resolver<Question>({ host: "127.0.0.1", port: silent.address().port });
  const question = new NameInProgress("www.test").a;
  question.beginRound({ timeouts: [1000, 1000], pauseScale: 1 });
  const next: Question[] = [question];
  const asker = new Asker({
    resolvers: [resolver],
    rate: new SendRate(Number.POSITIVE_INFINITY, now),
    mostInFlight: 1,
    nextQuestion: () => next.pop() ?? null,
    onEnded: () => {},
    onIdle: () => {},
    onTick: () => {},
    onDead: () => {},
  });
  await resolver.open(asker);
  asker.start();
  return {
    question,
    tickAfter: (ms: number) => {
      now += ms;
      tick();
    },
    stop: () => {
      asker.stop();
      silent.close();
    },
  };
}

it("a process that stood still reads what came meanwhile before it calls anything lost", async () => {
  const { question, tickAfter, stop } = await askSilence();
  tickAfter(10);
  tickAfter(1300);
  expect(question.failedTries).toBe(0);
  tickAfter(10);
  expect(question.failedTries).toBe(1);
  stop();
});

it("a process that always stands still waits no longer for that", async () => {
  const { question, tickAfter, stop } = await askSilence();
  tickAfter(600);
  tickAfter(600);
  expect(question.failedTries).toBe(1);
  stop();
});
