import { snakeVariable } from "../../choose/client-names.js";
import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";
import { rubyModule } from "./ruby-modules.js";

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

function clients({ choice }: TargetContext): string {
  const settings = clientSettings(choice);
  if (settings.length === 0) return "";
  const gems = settings.map(
    ({ service }) => `require "aws-sdk-${rubyModule(service.serviceId).toLowerCase()}"\n`,
  );
  const blocks = settings.map((client) => {
    const options = [
      `region: "${choice.region}"`,
      ...(client.isDualstack ? ["use_dualstack_endpoint: true"] : []),
      ...(client.avoidsAccountName ? ['account_id_endpoint_mode: "disabled"'] : []),
    ];
    const { cliName, serviceId } = client.service;
    return `
${commentLines("#", client.reasons)}${snakeVariable(cliName)} = Aws::${rubyModule(serviceId)}::Client.new(${options.join(", ")})
`;
  });
  return `${gems.join("")}${blocks.join("")}`;
}
