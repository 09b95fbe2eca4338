/** `bulk`: the public files; `query-api`: small questions with the user's credentials. */
export const UPDATE_WAYS = ["bulk", "query-api"] as const;

export interface ImportOptions {
  readonly out?: string;
}

export interface UpdateOptions extends ImportOptions {
  readonly region: readonly string[];
  readonly url?: string;
  readonly via: (typeof UPDATE_WAYS)[number];
  readonly profile?: string;
}

export interface ShowOptions {
  readonly region?: readonly string[];
  readonly prices?: string;
  readonly json?: true;
}

export interface CoverageOptions extends ShowOptions {
  readonly now?: string;
}
