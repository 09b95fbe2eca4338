/** How a snippet of infrastructure code is written. */
export type SnippetFormat = "terraform" | "yaml" | "json" | "dockerfile";

const TERRAFORM =
  /^[ \t]*(?:(?:resource|data)[ \t]+"?[\w-]+"?[ \t]+"?[\w-]+"?|module[ \t]+"?[\w-]+"?)[ \t]*\{/m;
const TEMPLATE_YAML = /^(?:AWSTemplateFormatVersion[ \t]*:|Resources[ \t]*:[ \t]*(?:#.*)?\r?$)/m;
const COMPOSE = /^services[ \t]*:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]+[\w.-]+[ \t]*:/m;
const COMPOSE_SERVICE = /^[ \t]+(?:image|build|environment|env_file)[ \t]*:/m;
const TASK_JSON = /"containerDefinitions"\s*:\s*\[/;
/** Begins with `FROM image`, perhaps after comments and `ARG`. */
const DOCKERFILE =
  /^(?:[ \t]*(?:#.*|ARG[ \t]+\S+[ \t]*)?\r?\n)*FROM[ \t]+(?:--\S+[ \t]+)?[\w./:@${}-]+(?:[ \t]+[Aa][Ss][ \t]+\S+)?[ \t]*\r?(?:\n|$)/;
const TEMPLATE_JSON = /"AWSTemplateFormatVersion"\s*:|"Resources"\s*:\s*\{/;

/** By its shape. Null: it is none, such as a message that names a resource. */
export function snippetFormat(text: string): SnippetFormat | null {
  if (/^\s*\{/.test(text)) {
    const isManifest = /"apiVersion"\s*:/.test(text) && /"kind"\s*:/.test(text);
    return TEMPLATE_JSON.test(text) || TASK_JSON.test(text) || isManifest ? "json" : null;
  }
  if (TERRAFORM.test(text)) return "terraform";
  const isManifest = /^apiVersion[ \t]*:/m.test(text) && /^kind[ \t]*:/m.test(text);
  const isCompose = COMPOSE.test(text) && COMPOSE_SERVICE.test(text);
  if (TEMPLATE_YAML.test(text) || isManifest || isCompose) return "yaml";
  return DOCKERFILE.test(text) ? "dockerfile" : null;
}
