export interface McpOptions {
  readonly db?: string;
  readonly resolver?: readonly string[];
  readonly root?: string;
  /** False with `--no-live`. */
  readonly live: boolean;
}
