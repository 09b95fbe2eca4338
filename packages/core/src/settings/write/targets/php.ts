import { camelVariable, compactName } from "../../choose/client-names.js";
import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";

export const php: ConfigTarget = {
  id: "php",
  title: "PHP",
  group: "code",
  powers: CLIENT_SETTINGS,
  forms: [
    {
      id: "php",
      title: "PHP",
      fileName: "aws-clients.php",
      language: "php",
      comment: "//",
      opening: "<?php",
      body: clients,
    },
  ],
};

function clients({ choice }: TargetContext): string {
  const settings = clientSettings(choice);
  if (settings.length === 0) return "";
  const blocks = settings.map(({ service, reasons, isDualstack, avoidsAccountName }) => {
    const options = [
      ...(isDualstack ? ["'use_dual_stack_endpoint' => true"] : []),
      ...(avoidsAccountName ? ["'account_id_endpoint_mode' => 'disabled'"] : []),
    ];
    return `
${commentLines("//", reasons)}$${camelVariable(service.cliName)} = $sdk->createClient('${compactName(service.serviceId)}', [
${options.map((option) => `    ${option},\n`).join("")}]);
`;
  });
  return `$sdk = new Aws\\Sdk(['region' => '${choice.region}']);
${blocks.join("")}`;
}
