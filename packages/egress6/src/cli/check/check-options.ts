import type { ResolverOptions } from "../options.js";

export interface CheckOptions extends ResolverOptions {
  readonly service?: readonly string[];
  readonly names?: string;
  readonly region?: readonly string[];
  readonly awsConfig?: string;
  readonly envFile?: string;
  /** Node.js ends with a message of its own, and 9, when the file of an `--env-file` is missing. */
  readonly dotenv?: string;
  readonly profile?: string;
  readonly sdk?: string;
  readonly live?: true;
  readonly json?: true;
  readonly markdown?: true;
  readonly db?: string;
}
