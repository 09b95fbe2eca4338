import { Egress6Error } from "../../errors.js";
import { nearest } from "../../identify/nearest.js";
import { printable } from "../../printable.js";
import type { ConfigTarget, TargetForm } from "./target.js";
import { awsConfig } from "./targets/aws-config.js";
import { cloudwatchAgent } from "./targets/cloudwatch-agent.js";
import { cpp } from "./targets/cpp.js";
import { docker } from "./targets/docker.js";
import { dotenv } from "./targets/dotenv.js";
import { dotnet } from "./targets/dotnet.js";
import { ecr } from "./targets/ecr.js";
import { ecsTask } from "./targets/ecs-task.js";
import { env } from "./targets/env.js";
import { fluentBit } from "./targets/fluent-bit.js";
import { go } from "./targets/go.js";
import { java } from "./targets/java.js";
import { javascript } from "./targets/javascript.js";
import { kotlin } from "./targets/kotlin.js";
import { kubernetes } from "./targets/kubernetes.js";
import { lambda } from "./targets/lambda.js";
import { php } from "./targets/php.js";
import { powershell } from "./targets/powershell.js";
import { python } from "./targets/python.js";
import { ruby } from "./targets/ruby.js";
import { rust } from "./targets/rust.js";
import { ssmAgent } from "./targets/ssm-agent.js";
import { swift } from "./targets/swift.js";
import { systemd } from "./targets/systemd.js";
import { terraformProvider } from "./targets/terraform-provider.js";

/** All that settings are written for, in the order in which they are offered. */
export const TARGETS: readonly ConfigTarget[] = [
  env,
  dotenv,
  awsConfig,
  systemd,
  docker,
  kubernetes,
  ecsTask,
  lambda,
  terraformProvider,
  ecr,
  cloudwatchAgent,
  ssmAgent,
  fluentBit,
  python,
  javascript,
  java,
  kotlin,
  go,
  rust,
  dotnet,
  ruby,
  php,
  cpp,
  swift,
  powershell,
];

/** A target, and the one of its forms that is asked for; null: all of them. */
export interface TargetChoice {
  readonly target: ConfigTarget;
  readonly form: TargetForm | null;
}

/**
 * Reads `TARGET` or `TARGET:FORM`, such as `lambda` or `lambda:terraform`.
 * @throws Egress6Error TARGET_UNKNOWN naming the nearest
 */
export function findTarget(text: string): TargetChoice {
  const [name = "", formId] = text.trim().toLowerCase().split(":");
  const target = TARGETS.find(({ id }) => id === name);
  if (target === undefined) {
    const near = nearest(name, TARGETS, ({ id, title }) => [id, title.toLowerCase()], 3);
    throw unknown(
      `There is no target "${printable(text)}". Nearest: ${ids(near)}. All: ${ids(TARGETS)}.`,
    );
  }
  if (formId === undefined) return { target, form: null };
  const form = target.forms.find(({ id }) => id === formId);
  if (form === undefined) {
    throw unknown(
      `The target ${target.id} has no form "${printable(formId)}". It has: ${ids(target.forms)}.`,
    );
  }
  return { target, form };
}

function ids(list: readonly { readonly id: string }[]): string {
  return list.map(({ id }) => id).join(", ");
}

function unknown(message: string): Egress6Error {
  return new Egress6Error("TARGET_UNKNOWN", "input", message);
}
