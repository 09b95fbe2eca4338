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

export const lambda: ConfigTarget = {
  id: "lambda",
  title: "Lambda function",
  group: "infrastructure",
  powers: SHARED_SETTINGS,
  forms: [
    {
      id: "cloudformation",
      title: "CloudFormation: into Properties of the AWS::Lambda::Function",
      fileName: "template.yaml",
      language: "yaml",
      comment: "#",
      body: cloudFormation,
    },
    {
      id: "terraform",
      title: "Terraform: into the aws_lambda_function",
      fileName: "main.tf",
      language: "hcl",
      comment: "#",
      body: terraform,
    },
  ],
};

function cloudFormation(context: TargetContext): string {
  const variables = environmentOf(context);
  const environment =
    variables.length === 0 ? "" : `Environment:\n  Variables:\n${yamlMapping(variables, "    ")}`;
  return hasEgress(context)
    ? `${environment}VpcConfig:\n${commentLines("#", egressReasons(context), "  ")}  Ipv6AllowedForDualStack: true\n`
    : environment;
}

function terraform(context: TargetContext): string {
  const lines = environmentOf(context).map(
    ({ name, value, reasons }) => `${commentLines("#", reasons, "    ")}    ${name} = "${value}"\n`,
  );
  const environment =
    lines.length === 0 ? "" : `environment {\n  variables = {\n${lines.join("")}  }\n}\n`;
  return hasEgress(context)
    ? `${environment}vpc_config {\n${commentLines("#", egressReasons(context), "  ")}  ipv6_allowed_for_dual_stack = true\n}\n`
    : environment;
}

function hasEgress({ choice }: TargetContext): boolean {
  return choice.services.some(isMet);
}

function egressReasons({ fact }: TargetContext): readonly string[] {
  return [
    "beside the subnets and security groups of a function in a VPC: it has IPv6 egress only with this",
    sourceWords(fact),
  ];
}
