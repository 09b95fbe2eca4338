import type { Support } from "../verdict/support.js";
import type { VersionInterval } from "./sdk-facts.js";

/**
 * Whether a version lies in one of the intervals.
 * @returns `unknown` when an interval without a known beginning might hold it, and of a pre-release of the very
 * version at which one begins or ends
 */
export function versionSupport(version: string, intervals: readonly VersionInterval[]): Support {
  let answer: Support = "no";
  for (const { from, to } of intervals) {
    if (isBefore(version, from) || isBefore(version, to)) return "unknown";
    if (to !== null && compareVersions(version, to) >= 0) continue;
    if (from === null) answer = "unknown";
    else if (compareVersions(version, from) >= 0) return "yes";
  }
  return answer;
}

/** Whether a version is a pre-release of another one: it may have what that has, or not yet. */
function isBefore(version: string, release: string | null): boolean {
  if (release === null || release === version) return false;
  const [, numbers] = PRE_RELEASE.exec(version) ?? [];
  return numbers !== undefined && compareVersions(numbers, release) === 0;
}

/** `1.37.0rc1`, `1.37.0-beta.2`. */
const PRE_RELEASE = /^((?:v|release-)?\d+(?:[.-]\d+)*)[-+.]?[a-z]/i;

/** Compares by the numbers in the versions: `3.656.0`, `release-2025-04-24`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersIn(a), numbersIn(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

function numbersIn(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
