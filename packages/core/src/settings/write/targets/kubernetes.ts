import { environmentOf } from "../shared-settings.js";
import {
  type ConfigTarget,
  commentLines,
  SHARED_SETTINGS,
  sourceWords,
  type TargetContext,
} from "../target.js";
import { yamlMapping } from "./yaml-mapping.js";

export const kubernetes: ConfigTarget = {
  id: "kubernetes",
  title: "Kubernetes",
  group: "infrastructure",
  powers: SHARED_SETTINGS,
  forms: [
    {
      id: "config-map",
      title: "ConfigMap",
      fileName: "egress6-configmap.yaml",
      language: "yaml",
      comment: "#",
      body: configMap,
    },
  ],
};

function configMap(context: TargetContext): string {
  const variables = environmentOf(context);
  if (variables.length === 0) return "";
  const name = `egress6-${context.choice.region}`;
  const use = [
    "Each container takes it with",
    "  envFrom:",
    "    - configMapRef:",
    `        name: ${name}`,
    sourceWords(context.fact),
  ];
  return `${commentLines("#", use)}apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
data:
${yamlMapping(variables, "  ")}`;
}
