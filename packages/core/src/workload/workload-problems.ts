/** Where in the file: keys and positions, from the top. */
export type WorkloadPath = readonly (string | number)[];

export interface WorkloadProblem {
  readonly path: WorkloadPath;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** `compute[2].kind` */
export function pathText(path: WorkloadPath): string {
  return path
    .map((step, index) =>
      typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`,
    )
    .join("");
}

const MOST_PROBLEMS = 10;

/** The first ten problems: finding the nearest names for thousands would take long. */
export class ProblemList {
  readonly problems: WorkloadProblem[] = [];

  get isFull(): boolean {
    return this.problems.length >= MOST_PROBLEMS;
  }

  add(path: WorkloadPath, message: () => string): void {
    if (!this.isFull) this.problems.push({ path, message: message() });
  }
}
