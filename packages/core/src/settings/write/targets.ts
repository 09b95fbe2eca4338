import type { ConfigTarget } from "./target.js";
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
