import { type ClientSettings, clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";

export const cpp: ConfigTarget = {
  id: "cpp",
  title: "C++",
  group: "code",
  powers: CLIENT_SETTINGS,
  forms: [
    {
      id: "cpp",
      title: "C++",
      fileName: "over_ipv6.h",
      language: "cpp",
      comment: "//",
      body: configuration,
    },
  ],
};

function configuration({ choice }: TargetContext): string {
  const settings = clientSettings(choice);
  const [special] = settings.filter(({ avoidsAccountName }) => avoidsAccountName);
  const ordinary = settings.filter((each) => each !== special);
  const includes = [
    ...(ordinary.length > 0 ? ["#include <aws/core/client/ClientConfiguration.h>\n"] : []),
    ...(special ? ["#include <aws/dynamodb/DynamoDBClientConfiguration.h>\n"] : []),
  ];
  const functions = [
    ...(ordinary.length > 0 ? [ordinaryFunction(choice.region, ordinary)] : []),
    ...(special ? [dynamodbFunction(choice.region, special)] : []),
  ];
  return [includes.join(""), ...functions].filter((part) => part !== "").join("\n");
}

// Clients of all services take this configuration.
function ordinaryFunction(region: string, settings: readonly ClientSettings[]): string {
  const use = [
    "Give it to exactly these clients, such as",
    "Aws::SQS::SQSClient client(OverIpv6());",
    ...settings.flatMap(({ reasons }) => reasons),
  ];
  return `${commentLines("//", use)}inline Aws::Client::ClientConfiguration OverIpv6() {
  Aws::Client::ClientConfiguration config;
  config.region = "${region}";
  config.useDualStack = true;
  return config;
}
`;
}

// Only DynamoDB's own configuration says what becomes of account-based endpoints.
function dynamodbFunction(region: string, { reasons, isDualstack }: ClientSettings): string {
  const use = ["Aws::DynamoDB::DynamoDBClient client(DynamoDBOverIpv6());", ...reasons];
  return `${commentLines("//", use)}inline Aws::DynamoDB::DynamoDBClientConfiguration DynamoDBOverIpv6() {
  Aws::DynamoDB::DynamoDBClientConfiguration config;
  config.region = "${region}";
${isDualstack ? "  config.useDualStack = true;\n" : ""}  config.accountIdEndpointMode = "disabled";
  return config;
}
`;
}
