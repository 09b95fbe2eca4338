import type { Service } from "../../../endpoint/types.js";
import { pascalName, snakeVariable } from "../../choose/client-names.js";
import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";

export const ruby: ConfigTarget = {
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

function clients({ choice, fact }: TargetContext): string {
  const settings = clientSettings(choice);
  if (settings.length === 0) return "";
  const moduleOf = ({ cliName, serviceId }: Service): string =>
    fact.serviceNames?.[cliName] ?? pascalName(serviceId);
  const gems = settings.map(
    ({ service }) => `require "aws-sdk-${moduleOf(service).toLowerCase()}"\n`,
  );
  const blocks = settings.map((client) => {
    const options = [
      `region: "${choice.region}"`,
      ...(client.isDualstack ? ["use_dualstack_endpoint: true"] : []),
      ...(client.avoidsAccountName ? ['account_id_endpoint_mode: "disabled"'] : []),
    ];
    return `
${commentLines("#", client.reasons)}${snakeVariable(client.service.cliName)} = Aws::${moduleOf(client.service)}::Client.new(${options.join(", ")})
`;
  });
  return `${gems.join("")}${blocks.join("")}`;
}
