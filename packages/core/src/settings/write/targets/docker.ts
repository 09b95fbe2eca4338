import { isMet } from "../../choose/settings-choice.js";
import { environmentOf } from "../shared-settings.js";
import {
  type ConfigTarget,
  commentLines,
  SHARED_SETTINGS,
  sourceWords,
  type TargetContext,
} from "../target.js";
import { yamlMapping } from "./yaml-mapping.js";

export const docker: ConfigTarget = {
  id: "docker",
  title: "Docker Compose",
  group: "settings",
  powers: SHARED_SETTINGS,
  forms: [
    {
      id: "compose",
      title: "Compose file",
      fileName: "compose.override.yaml",
      language: "yaml",
      comment: "#",
      body: composeText,
    },
  ],
};

function composeText(context: TargetContext): string {
  const variables = environmentOf(context);
  const environment =
    variables.length === 0
      ? ""
      : `services:\n  # the name of your service\n  app:\n    environment:\n${yamlMapping(variables, "      ")}`;
  if (!context.choice.services.some(isMet)) return environment;
  const reasons = [
    "containers reach IPv6 only through a network that has it",
    sourceWords(context.fact),
  ];
  return `${environment}networks:\n  default:\n${commentLines("#", reasons, "    ")}    enable_ipv6: true\n`;
}
