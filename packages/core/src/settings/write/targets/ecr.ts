import { choiceReason } from "../../choose/explain-choice.js";
import { isMet, type MetChoice, type SettingsChoice } from "../../choose/settings-choice.js";
import { environmentOf } from "../shared-settings.js";
import { type ConfigTarget, commentLines, jsonText, type TargetContext } from "../target.js";

export const ecr: ConfigTarget = {
  id: "ecr",
  title: "ECR image names",
  group: "infrastructure",
  powers: {
    dualstackSwitch: "all-clients",
    urlsFor: "all",
    calls: ["ecr", "ecr-public"],
    writesImageNames: true,
  },
  ownServices: ["ecr"],
  forms: [
    {
      id: "images",
      title: "Log in and pull",
      fileName: "ecr.sh",
      language: "sh",
      comment: "#",
      body: pullCommands,
    },
    {
      id: "credential-helper",
      title: "For amazon-ecr-credential-helper",
      fileName: "~/.docker/config.json",
      language: "json",
      comment: null,
      body: ({ choice }) => {
        const helpers = registries(choice).map(({ name }) => [
          withAccount(name.hostname, ACCOUNT),
          "ecr-login",
        ]);
        return helpers.length === 0
          ? jsonText({})
          : jsonText({ credHelpers: Object.fromEntries(helpers) });
      },
    },
  ],
};

/** As in AWS's documentation; people put in their own. */
const ACCOUNT = "111122223333";

function pullCommands(context: TargetContext): string {
  const { choice } = context;
  const variables = environmentOf(context);
  const privateOnes = privateRegistries(choice).map((registry) => {
    const api = choice.services.find(
      ({ service, part }) => service === registry.service && part === "api",
    );
    const login = `aws ecr get-login-password --region ${choice.region} |
  docker login --username AWS --password-stdin "$ECR_REGISTRY"\n`;
    return [
      commentLines("#", [choiceReason(registry)]),
      `ECR_REGISTRY="${withAccount(registry.name.hostname, "$AWS_ACCOUNT_ID")}"\n`,
      // Without the API there is no password to log in with.
      ...(api !== undefined && isMet(api)
        ? [
            ...variables.map(
              (each) => `${commentLines("#", each.reasons)}export ${each.name}=${each.value}\n`,
            ),
            login,
          ]
        : []),
      'docker pull "$ECR_REGISTRY/REPOSITORY:TAG"\n',
    ].join("");
  });
  const publicOnes = registries(choice)
    .filter(({ service }) => service.cliName === "ecr-public")
    .map(
      (registry) =>
        `${commentLines("#", [choiceReason(registry)])}docker pull ${registry.name.hostname}/ALIAS/REPOSITORY:TAG\n`,
    );
  return [...privateOnes, ...publicOnes].join("\n");
}

function privateRegistries(choice: SettingsChoice): readonly MetChoice[] {
  return registries(choice).filter(({ service }) => service.cliName === "ecr");
}

function registries({ services }: SettingsChoice): readonly MetChoice[] {
  return services.filter((each): each is MetChoice => each.part === "registry" && isMet(each));
}

function withAccount(hostname: string, account: string): string {
  return hostname.replace("{AccountId}", account);
}
