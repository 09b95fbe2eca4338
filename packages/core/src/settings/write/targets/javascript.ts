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
  ],
};

function clients({ choice }: TargetContext): string {
  const settings = clientSettings(choice);
  if (settings.length === 0) return "";
  const imports = settings.map(
    ({ service: { serviceId } }) =>
      `import { ${pascalName(serviceId)}Client } from ${JSON.stringify(`@aws-sdk/client-${hyphenName(serviceId)}`)};\n`,
  );
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
