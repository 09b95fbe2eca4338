import type { Failure } from "./classify-answer.js";

/**
 * What a question ends as when no try settled it: the failure seen most often.
 * Of equally frequent ones the latest, but anything heard outranks silence.
 * @param failures in the order they happened
 */
export function dominantFailure(failures: readonly Failure[]): Failure {
  let dominant: Failure = "timeout";
  let dominantCount = 0;
  for (const failure of failures) {
    const count = failures.filter((other) => other === failure).length;
    if (count > dominantCount || (count === dominantCount && failure !== "timeout")) {
      dominant = failure;
      dominantCount = count;
    }
  }
  return dominant;
}
