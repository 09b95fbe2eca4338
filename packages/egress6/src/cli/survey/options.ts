import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { SURVEY_OUTPUTS, type SurveyOptions } from "./survey-options.js";

export const addSurveyCommand: AddCommand = (program, context, end) => {
  program
    .command("survey")
    .summary("find what an account has, who uses NAT and public IPv4, what blocks IPv6")
    .description(
      "Reads the network of an account from files: answers of the AWS CLI, AWS Config snapshots, Terraform states. " +
        "Reports what blocks IPv6 egress, who uses NAT gateways and public IPv4, and a workload for `egress6 plan`. " +
        "Opens no connection.",
    )
    .option("--from <path...>", "files and folders to read; of several accounts, name each")
    .option("--region <id>", "the region of files that do not say it")
    .option("--vpc <id>", "only this VPC")
    .option("--print-iam-policy", "print the IAM policy that lets the calls of a survey through")
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
Files to read are what these print, each into a file of its own; one folder a
region, or --region:
  $ aws ec2 describe-vpcs > vpcs.json           and in the same way subnets,
    route-tables, nat-gateways, vpc-endpoints, network-interfaces, addresses,
    security-groups, network-acls, egress-only-internet-gateways, flow-logs

Exit code: 0 nothing found · 1 findings · 2 bad usage or input
           3 something was denied or cut off, the rest is reported

Examples:
  $ egress6 survey --from answers/
  $ egress6 survey --from account-a/ --from account-b/ --format markdown
  $ egress6 survey --from answers/ --format json > survey.json
  $ egress6 survey --from config-snapshot.json.gz --emit workload > workload.json
  $ egress6 survey --print-iam-policy`,
    )
    .action(async (options: SurveyOptions) => {
      const { surveyCommand } = await import("./command.js");
      end(await surveyCommand(options, context));
    });
};
