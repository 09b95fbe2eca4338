import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { addDbOption, addResolverOptions } from "../options.js";
import type { FindOptions } from "./command.js";

export const addFindCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("find")
    .summary("what a host name, URL, ARN, error or any other text means, and what to set")
    .description(
      "Takes whatever you hold: host names, URLs, ARNs, error messages, names of services, resources, packages " +
        "and tools. Says what each is, whether IPv6 reaches it, and the one setting or change that helps.",
    )
    .argument("<text...>", "any text; - for standard input")
    .option("--region <id>", "the region of what names none (default: environment, then profile)")
    .option("--sdk <name[@version]>", "advice for this SDK: boto3, js-v3@3.700.0, go-v2 …")
    .option("--live", "look the names up now, besides what was observed before")
    .addOption(new Option("--json", "print one JSON array").conflicts("ndjson"))
    .addOption(new Option("--ndjson", "print one JSON object per line"));
  addResolverOptions(addDbOption(command))
    .addHelpText(
      "after",
      `
Each line of a text is an entry, and each item of a list on one line. Asks the network only with --live.

Exit code: 0 something was recognised · 1 nothing was · 2 bad usage, configuration or input

Examples:
  $ egress6 find logs.us-east-1.amazonaws.com
  $ egress6 find 'Could not connect to the endpoint URL: "https://sqs.eu-west-1.amazonaws.com/"' --live
  $ egress6 find "parameter store" aws_sns_topic com.amazonaws.us-east-1.ecr.api --region us-east-1
  $ tail -n 1000 app.log | egress6 find - --json`,
    )
    .action(async (texts: readonly string[], options: FindOptions) => {
      const { findCommand } = await import("./command.js");
      end(await findCommand(texts, options, context));
    });
};
