/** How a snippet of infrastructure code is written. */
export type SnippetFormat = "terraform" | "yaml" | "json";

const TERRAFORM =
  /^[ \t]*(?:(?:resource|data)[ \t]+"?[\w-]+"?[ \t]+"?[\w-]+"?|module[ \t]+"?[\w-]+"?)[ \t]*\{/m;
const TEMPLATE_YAML = /^(?:AWSTemplateFormatVersion[ \t]*:|Resources[ \t]*:[ \t]*(?:#.*)?\r?$)/m;
const TEMPLATE_JSON = /"AWSTemplateFormatVersion"\s*:|"Resources"\s*:\s*\{/;

/** By its shape. Null: it is none, such as a message that names a resource. */
export function snippetFormat(text: string): SnippetFormat | null {
  if (/^\s*\{/.test(text)) {
    const isManifest = /"apiVersion"\s*:/.test(text) && /"kind"\s*:/.test(text);
    return TEMPLATE_JSON.test(text) || isManifest ? "json" : null;
  }
  if (TERRAFORM.test(text)) return "terraform";
  const isManifest = /^apiVersion[ \t]*:/m.test(text) && /^kind[ \t]*:/m.test(text);
  return TEMPLATE_YAML.test(text) || isManifest ? "yaml" : null;
}
