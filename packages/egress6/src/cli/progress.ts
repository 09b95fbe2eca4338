import { printable } from "@egress6/core/printable";
import type { ObserveProgress } from "../ports.js";
import { duration, number, plural } from "../render/words.js";
import type { CliContext } from "./context.js";

export interface ProgressPrinter {
  update(progress: ObserveProgress): void;
  /** Removes the line from a terminal; call it before anything else is printed to stderr. */
  end(): void;
}

const QUIET_MS = 1000;
const PLAIN_LINE_EVERY_MS = 10_000;
const ERASE_LINE = "\r\x1b[K";
// Without them a terminal narrower than the line wraps it, and the next \r erases its last part only.
const NO_WRAP = "\x1b[?7l";
const WRAP = "\x1b[?7h";

/** Shows on stderr how far a long observation is. */
export function createProgress(context: CliContext, label: string): ProgressPrinter {
  const line = createProgressLine(context);
  return {
    update: (progress) =>
      line.show(() => {
        const text = progressLine(label, progress);
        return context.isStderrTerminal ? `${progressBar(progress)} ${text}` : text;
      }),
    end: line.end,
  };
}

export interface ProgressLine {
  show(text: () => string): void;
  /** Removes the line from a terminal; call it before anything else is printed to stderr. */
  end(): void;
}

/**
 * One line that is rewritten on a terminal, a plain line every ten seconds elsewhere. Nothing is shown
 * of what takes less than a second.
 */
export function createProgressLine(context: CliContext): ProgressLine {
  const { stderr, terminal = stderr, isStderrTerminal, now } = context;
  const startedAt = now();
  let lastPlainLineAt = startedAt;
  let isLineShown = false;
  return {
    show(text) {
      const at = now();
      if (at - startedAt < QUIET_MS) return;
      const line = text();
      if (isStderrTerminal) {
        terminal.write(`${ERASE_LINE}${NO_WRAP}${printable(line)}${WRAP}`);
        isLineShown = true;
      } else if (at - lastPlainLineAt >= PLAIN_LINE_EVERY_MS) {
        stderr.write(`${line}\n`);
        lastPlainLineAt = at;
      }
    },
    end() {
      if (isLineShown) terminal.write(ERASE_LINE);
      isLineShown = false;
    },
  };
}

const BAR_WIDTH = 20;

/** How much is done; what is asked again counts as not done. */
export function progressBar({ done, total }: Pick<ObserveProgress, "done" | "total">): string {
  const full = total === 0 ? BAR_WIDTH : Math.floor((Math.min(done, total) / total) * BAR_WIDTH);
  return `${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)}`;
}

export function progressLine(label: string, progress: ObserveProgress): string {
  const { done, total, unknown, namesPerSecond, secondsLeft, isAskingAgain } = progress;
  if (isAskingAgain && done < total) {
    const atMost = secondsLeft === null ? "" : `, at most ${duration(secondsLeft * 1000)}`;
    return `${label}: ${number(done)} of ${number(total)} names · asking ${plural(total - done, "name")} again${atMost}`;
  }
  const parts = [
    `${label}: ${number(done)} of ${number(total)} names`,
    `${number(Math.round(namesPerSecond))}/s`,
  ];
  if (unknown > 0) parts.push(`${number(unknown)} unknown so far`);
  if (secondsLeft !== null && done < total) parts.push(`${duration(secondsLeft * 1000)} left`);
  return parts.join(" · ");
}
