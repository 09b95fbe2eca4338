import { environmentOf } from "../shared-settings.js";
import {
  type ConfigTarget,
  commentLines,
  jsonText,
  SHARED_SETTINGS,
  type TargetContext,
} from "../target.js";

export const ecsTask: ConfigTarget = {
  id: "ecs-task",
  title: "ECS task definition",
  group: "infrastructure",
  powers: SHARED_SETTINGS,
  forms: [
    {
      id: "container",
      title: "Part of a container definition",
      fileName: "container-definition.json",
      language: "json",
      comment: null,
      body: (context) =>
        jsonText({
          environment: environmentOf(context).map(({ name, value }) => ({ name, value })),
        }),
      blank: [jsonText({ environment: [] }).trim()],
    },
    {
      id: "account-setting",
      title: "Whether tasks get an IPv6 address at all: the account setting dualStackIPv6",
      fileName: "account-setting.sh",
      language: "sh",
      comment: "#",
      isForSome: true,
      body: accountSetting,
    },
  ],
};

/** @source https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html */
function accountSetting({ choice }: TargetContext): string {
  const needed = [
    "Needed for tasks with the network mode awsvpc in subnets that have IPv6: without it they get no IPv6 address.",
    "Only the API and the CLI show and change it.",
  ];
  const look = `aws ecs list-account-settings --name dualStackIPv6 --effective-settings --region ${choice.region}\n`;
  const set = `aws ecs put-account-setting-default --name dualStackIPv6 --value enabled --region ${choice.region}\n`;
  return [
    commentLines("#", needed),
    look,
    commentLines("#", [
      "for all users and roles; for one of them alone: put-account-setting. New tasks have it.",
    ]),
    set,
  ].join("");
}
