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
    {
      id: "plugin",
      title: "Python, with the plugin: it looks names up by itself, and falls back",
      fileName: "aws_clients.py",
      language: "python",
      comment: "#",
      isForSome: true,
      body: withPlugin,
    },
    {
      id: "no-code",
      title: "Environment of a program that stays as it is, with the plugin",
      fileName: "egress6.sh",
      language: "sh",
      comment: "#",
      isForSome: true,
      body: withVariable,
    },
  ],
};

/** botocore loads plugins from 1.39.9 on; docs/python.md. */
const VARIABLE = "export BOTOCORE_EXPERIMENTAL__PLUGINS=egress6=egress6_botocore\n";

function withVariable({ choice }: TargetContext): string {
  const reasons = clientSettings(choice).flatMap((client) => client.reasons);
  return reasons.length === 0 ? "" : `${commentLines("#", reasons)}${VARIABLE}`;
}

function withPlugin({ choice }: TargetContext): string {
  const clients = clientSettings(choice).map(
    ({ reasons, service: { cliName } }) => `
${commentLines("#", reasons)}${snakeVariable(cliName)} = session.client("${cliName}", region_name="${choice.region}")
`,
  );
  if (clients.length === 0) return "";
  return `import boto3
import egress6_botocore

session = egress6_botocore.install(boto3.Session())
${clients.join("")}`;
}

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
