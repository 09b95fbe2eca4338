/** A name that a tool calls, whatever its user asks of it. */
export interface ToolCall {
  /** CLI name. */
  readonly service: string;
  /** Of an additional endpoint of that service: its first label, such as `ssmmessages`. Absent: the service's own. */
  readonly name?: string | undefined;
  /** When it is called; absent: always. */
  readonly when?: string | undefined;
  /** Whether it is called in another region than the tool runs in. */
  readonly isElsewhere?: boolean | undefined;
}

/** Lines of a form that belong together. Placeholders: `{region}`, `{account}`, and `{host}`, `{url}` of `for`. */
export interface OptionBlock {
  /** CLI name, or first label of an additional endpoint, for which the lines are; absent: whenever there are others. */
  readonly for?: string | undefined;
  readonly lines: readonly string[];
}

/** Settings in the tool's own words. */
export interface OptionForm {
  readonly id: string;
  readonly title: string;
  readonly fileName: string;
  readonly language: "hcl" | "ini" | "properties" | "sh" | "toml" | "yaml";
  readonly blocks: readonly OptionBlock[];
}

/** Where the environment of the tool's process is set. */
export type EnvironmentForm =
  /** One of the targets that write an environment. */
  | {
      readonly target:
        | "env"
        | "dotenv"
        | "aws-config"
        | "systemd"
        | "docker"
        | "kubernetes"
        | "ecs-task";
    }
  /** A list of `name` and `value`, or a mapping, below this path of a YAML file. */
  | {
      readonly yaml: string;
      readonly shape: "list" | "mapping";
      readonly title: string;
      readonly fileName: string;
    };

/**
 * How settings are written for a tool, by what they act on: `environment` it reads what the SDKs read ·
 * `switch` an option of its own that holds for all that it calls · `url` an option for each service ·
 * `itself` it calls dual-stack names without being told · `target` there is a target for it.
 */
export type ToolWrites =
  | { readonly by: "environment"; readonly forms: readonly EnvironmentForm[] }
  | {
      readonly by: "url";
      readonly forms: readonly OptionForm[];
      /** Whether it signs for the right region, whatever the URL. */
      readonly signsByItself?: boolean | undefined;
    }
  | { readonly by: "switch" | "itself"; readonly forms: readonly OptionForm[] }
  | { readonly by: "target"; readonly target: string; readonly form?: string | undefined };
