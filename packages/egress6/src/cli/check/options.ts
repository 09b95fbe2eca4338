import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { addDbOption, addResolverOptions, collect, commaList } from "../options.js";
import { CHECK_FORMATS, type CheckOptions } from "./check-options.js";

export const addCheckCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("check")
    .summary("which of your services work without IPv4, and by which means")
    .description(
      "Says for a list of services what works over IPv6 and by which setting, what does not and the workaround, " +
        "and what the dual-stack setting would break. With --aws-config or --env-file, looks through " +
        "an existing configuration for every trap, too.",
    )
    .argument("[services...]", "as --service", commaList)
    .option("--service <names>", "the services: by any name, host, URL or ARN of each", commaList)
    .option(
      "--names <file>",
      "a file of services, one a line, # for comments; - for standard input",
    )
    .option("--region <ids>", "the regions (default: environment, then profile)", commaList)
    .option(
      "--workload <file>",
      "the services of a workload file, or of JSON of audit, survey or flows (repeatable)",
      collect,
    )
    .option("--aws-config <file>", "look through this AWS config file")
    .option("--env-file <file>", "look through these variables, as dotenv and Docker have them")
    .option("--dotenv <file>", "as --env-file, for which Node.js itself looks first")
    .option("--profile <name>", "with --aws-config: this profile (default: all of them)")
    .option(
      "--sdk <name[@version]>",
      "for this SDK: its hostnames, and how it reads the configuration",
    )
    .option(
      "--discovered <[service=]host>",
      "the host that a service hands out for calls (endpoint discovery; repeatable)",
      collect,
    )
    .option("--api", "the APIs of databases, caches and the like are called, not only connected to")
    .option("--live", "look at the names now, besides what was observed before")
    .addOption(
      new Option("--format <format>", "what to print; sarif is for code scanning").choices(
        CHECK_FORMATS,
      ),
    )
    .option("--json", "as --format json: one JSON document")
    .option("--markdown", "as --format markdown, for an issue or a pull request");
  addResolverOptions(addDbOption(command))
    .addHelpText(
      "after",
      `
Hosts are judged in the region that they name. What is not recognised is named, and the rest is judged.

Exit code: 0 all services work over IPv6 · 1 something needs IPv4 or was not recognised, or the
           configuration walks into a trap
           2 bad usage, configuration or input · 3 nothing is known to need IPv4, but not all was observed,
           or only the API of a service does whose data stays in the VPC (--api: it is called, which is 1)

Examples:
  $ egress6 check --service s3,sqs,logs --region eu-central-1
  $ egress6 check s3 "CloudWatch Logs" --region eu-central-1,us-east-1 --live --markdown
  $ grep -rhoE 'boto3.client\\("[a-z0-9-]+' src | cut -d'"' -f2 | sort -u | egress6 check --names - --region eu-west-1
  $ egress6 check --workload shop.yaml --workload flows.json --live
  $ egress6 check --service s3 --aws-config ~/.aws/config --env-file .env --json
  $ egress6 check --aws-config .aws/config --region eu-west-1 --format sarif > egress6.sarif`,
    )
    .action(async (services: readonly string[], options: CheckOptions) => {
      const { checkCommand } = await import("./command.js");
      end(await checkCommand(services, options, context));
    });
};
