import { camelVariable } from "../../choose/client-names.js";
import { javaClientName } from "../../read/service-identifiers.js";
import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";

export const java: ConfigTarget = {
  id: "java",
  title: "Java 2.x",
  group: "code",
  powers: CLIENT_SETTINGS,
  forms: [
    {
      id: "java",
      title: "Java",
      fileName: "AwsClients.java",
      language: "java",
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
      ? ["import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;\n"]
      : []),
    "import software.amazon.awssdk.regions.Region;\n",
    ...settings.map(({ service: { serviceId } }) => {
      const name = javaClientName(serviceId);
      return `import software.amazon.awssdk.services.${name.toLowerCase()}.${name}Client;\n`;
    }),
  ];
  const fields = settings.map(({ service, reasons, isDualstack, avoidsAccountName }) => {
    const type = `${javaClientName(service.serviceId)}Client`;
    const calls = [
      `.region(Region.of("${choice.region}"))`,
      ...(isDualstack ? [".dualstackEnabled(true)"] : []),
      ...(avoidsAccountName ? [".accountIdEndpointMode(AccountIdEndpointMode.DISABLED)"] : []),
      ".build();",
    ];
    return `
${commentLines("//", reasons, "    ")}    static final ${type} ${camelVariable(service.cliName)} = ${type}.builder()
${calls.map((call) => `            ${call}\n`).join("")}`;
  });
  return `${imports.join("")}\nfinal class AwsClients {${fields.join("")}}\n`;
}
