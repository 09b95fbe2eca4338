import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { SURVEY_OUTPUTS, type SurveyOptions } from "./survey-options.js";

export const addSurveyCommand: AddCommand = (program, context, end) => {
  program
    .command("survey")
    .summary("find what an account has, who uses NAT and public IPv4, what blocks IPv6")
    .description(
      "Reads the network of an account: with your credentials, by calls that only describe, get and list; or from files, " +
        "without any connection. Reports what blocks IPv6 egress, who uses NAT gateways and public IPv4, and a workload for " +
        "`egress6 plan`.",
    )
    .option(
      "--from <path...>",
      "read these files and folders instead of AWS; of several accounts, name each",
    )
    .option("--profile <name>", "the profile of the AWS configuration to use")
    .option(
      "--region <ids>",
      "regions, with commas between; with --from, that of files that do not say it",
    )
    .option("--all-regions", "all regions that the account has enabled")
    .option("--vpc <id>", "only this VPC")
    .option("--metrics", "also the bytes of each NAT gateway, from CloudWatch, which bills them")
    .option(
      "--billing",
      "also what Cost Explorer says of NAT and public IPv4, which bills each request",
    )
    .option(
      "--policies",
      "also policies of identities, buckets and keys that let in IPv4 addresses only",
    )
    .option("--save <dir>", "keep the answers in a new folder, without secrets, for --from")
    .option("--verbose", "say which calls were made, and how long they took")
    .option("--print-iam-policy", "print the IAM policy that lets the calls of these flags through")
    .addOption(
      new Option("--format <format>", "what to print").choices(SURVEY_OUTPUTS).default("text"),
    )
    .addOption(
      new Option(
        "--emit <what>",
        "print this instead of the report: a workload for `egress6 plan`",
      ).choices(["workload"]),
    )
    .addHelpText(
      "after",
      `
Without --from, credentials are found as the AWS SDK finds them: environment,
profile, SSO, role. Files to read are a folder of --save, an AWS Config snapshot,
a Terraform state, or what commands such as this print, one folder a region:
  $ aws ec2 describe-vpcs > eu-west-1/vpcs.json

Exit code: 0 nothing found · 1 findings · 2 bad usage or input
           3 something was denied, cut off or did not answer; the rest is
             reported

Examples:
  $ egress6 survey --region eu-west-1
  $ egress6 survey --profile audit --all-regions --save answers/
  $ egress6 survey --from answers/ --format json > survey.json
  $ egress6 survey --from account-a/ --from account-b/ --format markdown
  $ egress6 survey --from config-snapshot.json.gz --emit workload > workload.json
  $ egress6 survey --print-iam-policy --metrics`,
    )
    .action(async (options: SurveyOptions) => {
      const { surveyCommand } = await import("./command.js");
      end(await surveyCommand(options, context));
    });
};
