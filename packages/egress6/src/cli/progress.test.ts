import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { CliContext } from "./context.js";
import { createProgress, progressBar, progressLine } from "./progress.js";

const state = {
  total: 60_000,
  done: 12_345,
  unknown: 17,
  queriesSent: 30_000,
  namesPerSecond: 249.6,
  secondsLeft: 191,
};

function makeContext(isStderrTerminal: boolean) {
  let written = "";
  let now = 0;
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  const context: CliContext = {
    env: {},
    platform: process.platform,
    cwd: process.cwd(),
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr,
    isStderrTerminal,
    now: () => now,
    interrupt: new AbortController().signal,
  };
  return {
    context,
    written: () => written,
    setTime: (ms: number) => {
      now = ms;
    },
  };
}

describe("createProgress", () => {
  it("rewrites one line on a terminal, however narrow, and removes it at the end", () => {
    const { context, written, setTime } = makeContext(true);
    const progress = createProgress(context, "scan");
    setTime(500);
    progress.update(state);
    expect(written()).toBe("");
    setTime(1200);
    progress.update(state);
    progress.update({ ...state, done: 12_400 });
    progress.end();
    progress.end();
    expect(written()).toBe(
      [
        "\r\x1b[K\x1b[?7l████░░░░░░░░░░░░░░░░ scan: 12,345 of 60,000 names · 250/s · 17 unknown so far · 3 min 11 s left\x1b[?7h",
        "\r\x1b[K\x1b[?7l████░░░░░░░░░░░░░░░░ scan: 12,400 of 60,000 names · 250/s · 17 unknown so far · 3 min 11 s left\x1b[?7h",
        "\r\x1b[K",
      ].join(""),
    );
  });

  it("prints a plain line every ten seconds elsewhere", () => {
    const { context, written, setTime } = makeContext(false);
    const progress = createProgress(context, "scan");
    for (let second = 1; second <= 25; second++) {
      setTime(second * 1000);
      progress.update(state);
    }
    progress.end();
    expect(written().match(/^scan: .*\n/gm)).toHaveLength(2);
    expect(written()).not.toContain("\x1b");
  });
});

it("says what is left in words a person uses", () => {
  expect(progressLine("scan", { ...state, unknown: 0, secondsLeft: null })).toBe(
    "scan: 12,345 of 60,000 names · 250/s",
  );
  expect(progressLine("scan", { ...state, secondsLeft: 0.2 })).toContain("1 s left");
  expect(progressLine("scan", { ...state, secondsLeft: 7300 })).toContain("2 h 1 min left");
  expect(progressLine("scan", { ...state, done: 60_000, secondsLeft: 0 })).not.toContain("left");
});

it("names the names that are asked for again, and how long that takes at most", () => {
  const again = { ...state, done: 58_738, unknown: 1279, isAskingAgain: true };
  expect(progressLine("scan", { ...again, secondsLeft: 50 })).toBe(
    "scan: 58,738 of 60,000 names · asking 1,262 names again, at most 50 s",
  );
  expect(progressLine("scan", { ...again, done: 59_999, secondsLeft: null })).toBe(
    "scan: 59,999 of 60,000 names · asking 1 name again",
  );
});

it("the bar is full only when all is done", () => {
  expect(progressBar({ done: 0, total: 100 })).toBe("░".repeat(20));
  expect(progressBar({ done: 99, total: 100 })).toBe(`${"█".repeat(19)}░`);
  expect(progressBar({ done: 100, total: 100 })).toBe("█".repeat(20));
});
