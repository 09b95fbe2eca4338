import { InvalidArgumentError, Option } from "commander";
import type { AddCommand } from "../add-command.js";
import {
  addDbOption,
  addForceOption,
  addRequiredOption,
  addResolverOptions,
  collect,
  commaList,
} from "../options.js";
import type { ConfigOptions } from "./command.js";

export const addConfigCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("config")
    .summary("ready-to-paste settings for exactly these services")
    .description(
      "Writes settings by which exactly these services are reached over IPv6 in a region, safe for the SDK " +
        "or tool named, each with what it rests on. Names that were not observed are never advised.",
    )
    .option("--service <names>", "the services: by any name, host, URL or ARN of each", commaList)
    .option("--region <id>", "the region (default: environment, then profile)")
    .option(
      "--workload <file>",
      "the services and region of a workload file, or of JSON of audit, survey or flows (repeatable)",
      collect,
    );
  addRequiredOption(
    command,
    new Option(
      "--for <target>",
      "what to write for, for example env, lambda:terraform or rclone",
    ).argParser(given),
    "egress6 config --service s3 --region eu-central-1 --for env",
  )
    .option("--sdk <name[@version]>", "for this version of an SDK, which may build other hostnames")
    .option("--live", "look at the names now; the store stays as it is")
    .option("--output <file>", "write to this file (atomic)")
    .option("--json", "print one JSON document: the choice, and the text");
  addForceOption(command, "--output");
  addResolverOptions(command);
  addDbOption(command)
    .addHelpText(
      "after",
      `
Targets
  settings        env, dotenv, aws-config, systemd, docker
  infrastructure  kubernetes, ecs-task, lambda, terraform-provider, ecr
  agents          cloudwatch-agent, ssm-agent, fluent-bit
  code            python, javascript, java, kotlin, go, rust, dotnet, ruby, php, cpp, swift, powershell
Also any tool of \`egress6 facts\`, by id, name or usual words: rclone, karpenter, "ssm agent", prometheus, hadoop …
Some have several forms: lambda:cloudformation, lambda:terraform, fluent-bit:conf, fluent-bit:firelens,
ecr:images, ecr:credential-helper, ecs-task:account-setting, cloudwatch-agent:override. Languages without comments, for example JSON, are explained on stderr.

Exit code: 0 all services are reached, also those that the tool calls by itself · 1 some are not, the text says why
and the workaround; where nothing can be set, nothing is written · 2 bad input

Examples:
  $ egress6 config --service logs,sqs --region eu-central-1 --for env
  $ egress6 config --service dynamodb --region us-east-1 --for python --live
  $ egress6 config --service s3,sts --region eu-west-1 --for lambda:terraform --output egress6.tf
  $ egress6 config --service ecr --region eu-west-1 --for env --sdk boto3@1.37.0
  $ egress6 config --region eu-central-1 --for ecr
  $ egress6 config --workload shop.yaml --for env --live
  $ egress6 config --service s3 --region eu-west-1 --for rclone`,
    )
    .action(async (options: ConfigOptions) => {
      const { configCommand } = await import("./command.js");
      end(await configCommand(options, context));
    });
};

function given(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Name a target, for example env.");
  return text;
}
