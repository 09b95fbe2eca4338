import { snakeVariable } from "../../choose/client-names.js";
import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";

export const python: ConfigTarget = {
  id: "python",
  title: "Python (Boto3)",
  group: "code",
  powers: CLIENT_SETTINGS,
  forms: [
    {
      id: "py",
      title: "Python",
      fileName: "aws_clients.py",
      language: "python",
      comment: "#",
      body: clients,
    },
  ],
};

function clients({ choice }: TargetContext): string {
  const blocks = clientSettings(choice).map((client) => {
    const options = [
      ...(client.isDualstack ? ["use_dualstack_endpoint=True"] : []),
      ...(client.avoidsAccountName ? ['account_id_endpoint_mode="disabled"'] : []),
    ];
    const { cliName } = client.service;
    return `
${commentLines("#", client.reasons)}${snakeVariable(cliName)} = boto3.client(
    "${cliName}",
    region_name="${choice.region}",
    config=Config(${options.join(", ")}),
)
`;
  });
  if (blocks.length === 0) return "";
  return `import boto3\nfrom botocore.config import Config\n${blocks.join("")}`;
}
