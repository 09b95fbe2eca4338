import { camelVariable, compactName } from "../../choose/client-names.js";
import { javaClientName } from "../../read/service-identifiers.js";
import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";

export const kotlin: ConfigTarget = {
  id: "kotlin",
  title: "Kotlin",
  group: "code",
  powers: CLIENT_SETTINGS,
  forms: [
    {
      id: "kt",
      title: "Kotlin",
      fileName: "AwsClients.kt",
      language: "kotlin",
      comment: "//",
      body: clients,
    },
  ],
};

function clients({ choice }: TargetContext): string {
  const settings = clientSettings(choice);
  if (settings.length === 0) return "";
  const imports = [
    ...(settings.some(({ avoidsAccountName }) => avoidsAccountName)
      ? ["import aws.sdk.kotlin.runtime.config.endpoints.AccountIdEndpointMode\n"]
      : []),
    ...settings.map(
      ({ service: { serviceId } }) =>
        `import aws.sdk.kotlin.services.${compactName(serviceId)}.${javaClientName(serviceId)}Client\n`,
    ),
  ];
  const blocks = settings.map(({ service, reasons, isDualstack, avoidsAccountName }) => {
    const options = [
      `region = "${choice.region}"`,
      ...(isDualstack ? ["useDualStack = true"] : []),
      ...(avoidsAccountName ? ["accountIdEndpointMode = AccountIdEndpointMode.DISABLED"] : []),
    ];
    return `
${commentLines("//", reasons)}val ${camelVariable(service.cliName)} = ${javaClientName(service.serviceId)}Client {
${options.map((option) => `    ${option}\n`).join("")}}
`;
  });
  return `${imports.join("")}${blocks.join("")}`;
}
