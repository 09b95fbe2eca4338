import type { ToolFacts } from "@egress6/core/facts/sdk-facts";

/** The command that writes the settings of a tool. */
export function toolCommand({ id }: Pick<ToolFacts, "id">): string {
  return `egress6 config --service SERVICES --region REGION --for ${id}`;
}
