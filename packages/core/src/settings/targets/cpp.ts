import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type Target, type TargetContext } from "../target.js";
import { commentLines } from "../text-parts.js";

export const cpp: Target = {
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

// Clients of all services take this configuration; C++ knows no account-based endpoints.
function configuration({ choice }: TargetContext): string {
  const settings = clientSettings(choice).filter(({ isDualstack }) => isDualstack);
  if (settings.length === 0) return "";
  const use = [
    "Give it to exactly these clients, such as",
    "Aws::SQS::SQSClient client(OverIpv6());",
    ...settings.flatMap(({ because }) => because),
  ];
  return `#include <aws/core/client/ClientConfiguration.h>

${commentLines("//", use)}inline Aws::Client::ClientConfiguration OverIpv6() {
  Aws::Client::ClientConfiguration config;
  config.region = "${choice.region}";
  config.useDualStack = true;
  return config;
}
`;
}
