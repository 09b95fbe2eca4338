import type { ResolverOptions } from "../options.js";

export const CHECK_FORMATS = ["text", "json", "sarif", "markdown"] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

export interface CheckOptions extends ResolverOptions {
  readonly service?: readonly string[];
  readonly names?: string;
  readonly workload?: readonly string[];
  readonly region?: readonly string[];
  readonly awsConfig?: string;
  readonly envFile?: string;
  /** Node.js ends with a message of its own, and 9, when the file of an `--env-file` is missing. */
  readonly dotenv?: string;
  readonly profile?: string;
  readonly sdk?: string;
  readonly discovered?: readonly string[];
  readonly api?: true;
  readonly live?: true;
  readonly format?: CheckFormat;
  readonly json?: true;
  readonly markdown?: true;
  readonly db?: string;
}
