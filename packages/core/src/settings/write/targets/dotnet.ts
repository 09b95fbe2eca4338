import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";

export const dotnet: ConfigTarget = {
  id: "dotnet",
  title: ".NET",
  group: "code",
  powers: CLIENT_SETTINGS,
  forms: [
    {
      id: "cs",
      title: "C#",
      fileName: "OverIpv6.cs",
      language: "csharp",
      comment: "//",
      body: configuration,
    },
  ],
};

// .NET's class names follow no rule that could be derived from the service, so the clients' configurations
// are changed by their common base class.
function configuration({ choice }: TargetContext): string {
  const settings = clientSettings(choice);
  if (settings.length === 0) return "";
  const lines = [
    `            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName("${choice.region}");`,
    ...(settings.some(({ isDualstack }) => isDualstack)
      ? ["            config.UseDualstackEndpoint = true;"]
      : []),
    ...(settings.some(({ avoidsAccountName }) => avoidsAccountName)
      ? [
          "            config.AccountIdEndpointMode = Amazon.Runtime.AccountIdEndpointMode.DISABLED;",
        ]
      : []),
  ];
  const use = [
    "Use it for exactly these clients, such as",
    "new AmazonSQSClient(OverIpv6.Set(new AmazonSQSConfig()))",
    ...settings.flatMap(({ reasons }) => reasons),
  ];
  return `namespace Egress6
{
    public static class OverIpv6
    {
${commentLines("//", use, "        ")}        public static T Set<T>(T config) where T : Amazon.Runtime.ClientConfig
        {
${lines.join("\n")}
            return config;
        }
    }
}
`;
}
