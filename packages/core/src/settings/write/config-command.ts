import type { Service } from "../../endpoint/types.js";

/** The command that writes these settings: for plans, checks and the page. */
export function configCommand(
  services: readonly Service[],
  region: string,
  target: string,
): string {
  const list = services.map(({ cliName }) => cliName).join(",");
  return `egress6 config --service ${list} --region ${region} --for ${target}`;
}
