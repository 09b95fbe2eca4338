import { camelVariable } from "../../choose/client-names.js";
import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";

export const swift: ConfigTarget = {
  id: "swift",
  title: "Swift",
  group: "code",
  powers: CLIENT_SETTINGS,
  forms: [
    {
      id: "swift",
      title: "Swift",
      fileName: "AWSClients.swift",
      language: "swift",
      comment: "//",
      body: clients,
    },
  ],
};

function clients({ choice }: TargetContext): string {
  const settings = clientSettings(choice);
  if (settings.length === 0) return "";
  const imports = settings.map(({ service }) => `import AWS${moduleName(service.serviceId)}\n`);
  const functions = settings.map(({ service, reasons, isDualstack, avoidsAccountName }) => {
    const type = clientName(service.serviceId);
    const lines = [
      ...(isDualstack ? ["config.useDualStack = true"] : []),
      ...(avoidsAccountName ? ["config.accountIdEndpointMode = .disabled"] : []),
    ];
    return `
${commentLines("//", reasons)}func ${camelVariable(service.cliName)}() async throws -> ${type} {
    var config = try await ${type}.${type}Config(region: "${choice.region}")
${lines.map((line) => `    ${line}\n`).join("")}    return ${type}(config: config)
}
`;
  });
  return `${imports.join("")}${functions.join("")}`;
}

/** The service id without spaces, beginning with a capital: `Elastic Load Balancing v2` → `ElasticLoadBalancingv2`. */
function moduleName(serviceId: string): string {
  const name = serviceId.replace(/[^A-Za-z0-9]/g, "");
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/**
 * `ConfigClient` of the module `AWSConfigService`. Its configuration is a value, `ConfigClientConfig`; the class
 * `ConfigClientConfiguration` of before is deprecated.
 * @source https://github.com/awslabs/aws-sdk-swift/pull/2125
 */
function clientName(serviceId: string): string {
  return `${moduleName(serviceId).replace(/(?<=.)Service$/, "")}Client`;
}
