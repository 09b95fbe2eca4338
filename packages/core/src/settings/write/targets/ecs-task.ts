import { environmentOf } from "../shared-settings.js";
import { type ConfigTarget, jsonText, SHARED_SETTINGS } from "../target.js";

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
    },
  ],
};
