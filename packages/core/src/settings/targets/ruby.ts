import { pascalName, snakeVariable } from "../client-names.js";
import { type ClientSettings, clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type Target, type TargetContext } from "../target.js";
import { commentLines } from "../text-parts.js";

export const ruby: Target = {
  id: "ruby",
  title: "Ruby",
  group: "code",
  powers: CLIENT_SETTINGS,
  forms: [
    {
      id: "rb",
      title: "Ruby",
      fileName: "aws_clients.rb",
      language: "ruby",
      comment: "#",
      body: clients,
    },
  ],
};

/** Modules that are not named after the service id. */
const RENAMED: Readonly<Record<string, string>> = { SFN: "States" };

function moduleName({ service: { serviceId } }: ClientSettings): string {
  return RENAMED[serviceId] ?? pascalName(serviceId);
}

function clients({ choice }: TargetContext): string {
  const settings = clientSettings(choice);
  if (settings.length === 0) return "";
  const gems = settings.map((client) => `require "aws-sdk-${moduleName(client).toLowerCase()}"\n`);
  const blocks = settings.map((client) => {
    const options = [
      `region: "${choice.region}"`,
      ...(client.isDualstack ? ["use_dualstack_endpoint: true"] : []),
      ...(client.avoidsAccountName ? ['account_id_endpoint_mode: "disabled"'] : []),
    ];
    const { cliName } = client.service;
    return `
${commentLines("#", client.because)}${snakeVariable(cliName)} = Aws::${moduleName(client)}::Client.new(${options.join(", ")})
`;
  });
  return `${gems.join("")}${blocks.join("")}`;
}
