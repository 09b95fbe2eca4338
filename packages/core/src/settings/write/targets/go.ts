import { camelVariable, compactName } from "../../choose/client-names.js";
import { clientSettings } from "../client-settings.js";
import { CLIENT_SETTINGS, type ConfigTarget, commentLines, type TargetContext } from "../target.js";

export const go: ConfigTarget = {
  id: "go",
  title: "Go v2",
  group: "code",
  powers: CLIENT_SETTINGS,
  forms: [
    {
      id: "go",
      title: "Go",
      fileName: "aws_clients.go",
      language: "go",
      comment: "//",
      body: clients,
    },
  ],
};

// A client made from a bare aws.Config would ignore the rest of the environment.
function clients({ choice }: TargetContext): string {
  const settings = clientSettings(choice);
  if (settings.length === 0) return "";
  const packages = settings.map(({ service }) => compactName(service.serviceId));
  const imports = [
    "context",
    "",
    "github.com/aws/aws-sdk-go-v2/aws",
    "github.com/aws/aws-sdk-go-v2/config",
    ...packages.map((name) => `github.com/aws/aws-sdk-go-v2/service/${name}`).sort(),
  ].map((path) => (path === "" ? "\n" : `\t"${path}"\n`));
  const fields = settings.map(
    ({ service }, index) => `\t${fieldName(service.cliName)} *${packages[index]}.Client\n`,
  );
  const blocks = settings.map(({ service, reasons, isDualstack, avoidsAccountName }, index) => {
    const options = [
      ...(isDualstack
        ? ["o.EndpointOptions.UseDualStackEndpoint = aws.DualStackEndpointStateEnabled"]
        : []),
      ...(avoidsAccountName ? ["o.AccountIDEndpointMode = aws.AccountIDEndpointModeDisabled"] : []),
    ];
    return `${commentLines("//", reasons, "\t")}\tclients.${fieldName(service.cliName)} = ${packages[index]}.NewFromConfig(cfg, func(o *${packages[index]}.Options) {
${options.map((option) => `\t\t${option}\n`).join("")}\t})
`;
  });
  return `package awsclients

import (
${imports.join("")})

type Clients struct {
${fields.join("")}}

func New(ctx context.Context) (*Clients, error) {
	cfg, err := config.LoadDefaultConfig(ctx, config.WithRegion("${choice.region}"))
	if err != nil {
		return nil, err
	}
	clients := &Clients{}
${blocks.join("")}	return clients, nil
}
`;
}

/** Exported, as Go has it: `CognitoIdpClient`. */
function fieldName(cliName: string): string {
  const name = camelVariable(cliName);
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
