import { camelVariable, hyphenName, pascalName } from "../../choose/client-names.js";
import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";

export const javascript: ConfigTarget = {
  id: "javascript",
  title: "JavaScript v3",
  group: "code",
  powers: CLIENT_SETTINGS,
  forms: [
    {
      id: "js",
      title: "JavaScript or TypeScript",
      fileName: "aws-clients.js",
      language: "javascript",
      comment: "//",
      body: clients,
    },
    {
      id: "plugin",
      title:
        "JavaScript or TypeScript, with the plugin: it looks names up by itself, and falls back",
      fileName: "aws-clients.js",
      language: "javascript",
      comment: "//",
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

/** docs/aws-sdk.md says what it does not reach. */
const VARIABLE = "export NODE_OPTIONS=--import=@egress6/aws-sdk/register\n";
const PLUGIN = "@egress6/aws-sdk";

function withVariable({ choice }: TargetContext): string {
  const reasons = clientSettings(choice).flatMap((client) => client.reasons);
  return reasons.length === 0 ? "" : `${commentLines("#", reasons)}${VARIABLE}`;
}

const importLine = (serviceId: string) =>
  `import { ${pascalName(serviceId)}Client } from ${JSON.stringify(`@aws-sdk/client-${hyphenName(serviceId)}`)};\n`;

function withPlugin({ choice }: TargetContext): string {
  const settings = clientSettings(choice);
  if (settings.length === 0) return "";
  const imports = settings.map(({ service }) => importLine(service.serviceId));
  const clients = settings.map(
    ({ reasons, service: { cliName, serviceId } }) => `
${commentLines("//", reasons)}export const ${camelVariable(cliName)} = ipv6(
  new ${pascalName(serviceId)}Client({ region: "${choice.region}" }),
);
`,
  );
  return `${imports.join("")}import { ipv6 } from ${JSON.stringify(PLUGIN)};\n${clients.join("")}`;
}

function clients({ choice }: TargetContext): string {
  const settings = clientSettings(choice);
  if (settings.length === 0) return "";
  const imports = settings.map(({ service: { serviceId } }) => importLine(serviceId));
  const blocks = settings.map(({ service, reasons, isDualstack, avoidsAccountName }) => {
    const isSqs = service.cliName === "sqs";
    const options = [
      `  region: "${choice.region}",`,
      ...(isDualstack ? ["  useDualstackEndpoint: true,"] : []),
      ...(isSqs ? ["  useQueueUrlAsEndpoint: false,"] : []),
      ...(avoidsAccountName ? ['  accountIdEndpointMode: "disabled",'] : []),
    ];
    const comments = isSqs
      ? [...reasons, "sqs: calls would otherwise go to the host of the queue's URL"]
      : reasons;
    return `
${commentLines("//", comments)}export const ${camelVariable(service.cliName)} = new ${pascalName(service.serviceId)}Client({
${options.join("\n")}
});
`;
  });
  return `${imports.join("")}${blocks.join("")}`;
}
