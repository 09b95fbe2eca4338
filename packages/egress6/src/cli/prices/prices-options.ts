export interface ImportOptions {
  readonly out?: string;
}

export interface UpdateOptions extends ImportOptions {
  readonly region: readonly string[];
  readonly url?: string;
}

export interface ShowOptions {
  readonly region?: readonly string[];
  readonly prices?: string;
  readonly json?: true;
}

export interface CoverageOptions extends ShowOptions {
  readonly now?: string;
}
