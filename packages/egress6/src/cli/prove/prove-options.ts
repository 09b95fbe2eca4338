export const PROVE_FAIL_ON = ["worse", "leak"] as const;

export interface ProveOptions {
  readonly plan?: string;
  readonly design?: string;
  readonly failOn: (typeof PROVE_FAIL_ON)[number];
  readonly prices?: string;
  readonly json?: true;
  readonly markdown?: true;
  readonly output?: string;
  readonly force?: true;
}
