import { snakeVariable, strippedName } from "../../choose/client-names.js";
import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";

export const rust: ConfigTarget = {
  id: "rust",
  title: "Rust",
  group: "code",
  powers: CLIENT_SETTINGS,
  forms: [
    {
      id: "rs",
      title: "Rust",
      fileName: "aws_clients.rs",
      language: "rust",
      comment: "//",
      body: clients,
    },
  ],
};

function clients({ choice }: TargetContext): string {
  const functions = clientSettings(choice).map(
    ({ service, reasons, isDualstack, avoidsAccountName }) => {
      const crate = `aws_sdk_${strippedName(service.serviceId)}`;
      const calls = [
        `.region(${crate}::config::Region::new("${choice.region}"))`,
        ...(isDualstack ? [".use_dual_stack(true)"] : []),
        ...(avoidsAccountName
          ? [
              `.account_id_endpoint_mode(aws_types::endpoint_config::AccountIdEndpointMode::Disabled)`,
            ]
          : []),
        ".build();",
      ];
      return `${commentLines("//", reasons)}pub fn ${snakeVariable(service.cliName)}(shared: &aws_config::SdkConfig) -> ${crate}::Client {
    let config = ${crate}::config::Builder::from(shared)
${calls.map((call) => `        ${call}\n`).join("")}    ${crate}::Client::from_conf(config)
}
`;
    },
  );
  return functions.join("\n");
}
