import { InvalidArgumentError, Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { addDbOption, addResolverOptions, collect } from "../options.js";
import type { FlowsOptions } from "./command.js";
import { FLOW_EMIT_FORMATS, FLOW_ENGINES } from "./flows-options.js";

export const addFlowsCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("flows")
    .summary("which bytes of NAT gateways can move to IPv6, by which change, and what that saves")
    .description(
      "Reads VPC flow logs and resolver query logs. Counts each byte of a NAT gateway once, and says which could " +
        "leave without it: by a gateway endpoint, over IPv6 as it is, or with a setting.",
    )
    .argument(
      "[paths...]",
      "flow logs: files, folders such as AWSLogs, patterns, or s3://BUCKET/PREFIX",
    )
    .option("--table <name>", "a table of flow logs in Athena: [catalog.]database.table")
    .addOption(
      new Option("--engine <name>", "what sums the records (default: by the input)").choices(
        FLOW_ENGINES,
      ),
    )
    .option(
      "--topology <file>",
      "the network: JSON of a survey, answers of `aws ec2 describe-…`, or written by hand (repeatable)",
      collect,
    )
    .option("--resolver-logs <path>", "Route 53 resolver query logs (repeatable)", collect)
    .option(
      "--format <fields>",
      "the LogFormat of files without a header, as describe-flow-logs shows it",
    )
    .option("--from <time>", "only records that start at or after this time", parseTime)
    .option("--to <time>", "only records that start before this time", parseTime)
    .option("--ip-ranges <file>", "AWS's ip-ranges.json, for addresses without a name")
    .option("--hosts <file>", "names of addresses, as in /etc/hosts")
    .option(
      "--prices <file>",
      "prices that `egress6 prices` wrote (default: those it keeps, over those shipped)",
    )
    .option(
      "--bill <file>",
      "what gateways carried, to compare with: CloudWatch metrics, or a cost and usage report (repeatable)",
      collect,
    )
    .option("--live", "look the names up now, besides what was observed before")
    .option(
      "--pairs <file>",
      "write every pair of source and destination, one JSON object per line",
    )
    .addOption(
      new Option("--emit <what>", "print this instead of the report").choices(FLOW_EMIT_FORMATS),
    )
    .option("--max-scan-gb <n>", "with Athena: do not scan more than this", parseGb)
    .option("--fail-on-movable", "exit with 1 when bytes could move")
    .option("--force", "with --pairs: replace the file if there is one")
    .addOption(new Option("--json", "print one JSON document").conflicts(["markdown", "emit"]))
    .addOption(new Option("--markdown", "print Markdown").conflicts("emit"));
  addResolverOptions(addDbOption(command))
    .addHelpText(
      "after",
      `
Logs of version 3 and later name the far end, so that bytes are counted exactly. Logs of version 2 need
--topology. Resolver query logs name the hosts: without them about half of the bytes stay unknown.

Exit code: 0 done · 1 with --fail-on-movable: bytes could move · 2 bad input · 3 stopped, results so far

Examples:
  $ egress6 flows AWSLogs/
  $ egress6 flows AWSLogs/ --topology survey.json --ip-ranges ip-ranges.json --live
  $ egress6 flows logs/*.gz --resolver-logs dns/ --json | jq '.actions'
  $ egress6 flows AWSLogs/ --emit workload > flows.json`,
    )
    .action(async (paths: readonly string[], options: FlowsOptions) => {
      const { flowsCommand } = await import("./command.js");
      end(await flowsCommand(paths, options, context));
    });
};

/** A day or an instant; of a day its beginning, in UTC. @returns seconds since the epoch */
function parseTime(text: string): number {
  const isTime =
    /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const at = isTime ? Date.parse(text) : Number.NaN;
  if (!Number.isFinite(at)) {
    throw new InvalidArgumentError(
      "It takes a day or a time, for example 2026-11-02 or 2026-11-02T08:00:00Z.",
    );
  }
  return Math.floor(at / 1000);
}

function parseGb(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError("It takes an amount of GB, for example 50.");
  }
  return value;
}
