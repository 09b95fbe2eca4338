import { AUDIT_GOALS } from "@egress6/core/audit/goal";
import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { addDbOption, addResolverOptions, collect } from "../options.js";
import { AUDIT_OUTPUTS, type AuditOptions, FAIL_ON } from "./audit-options.js";

export const addAuditCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("audit")
    .summary("find what blocks IPv6 egress in code and configuration")
    .description(
      "Reads Terraform, CloudFormation, SAM, CDK output, Kubernetes manifests, Compose files, ECS task definitions, " +
        "Dockerfiles, agent configuration and source code. Reports what blocks IPv6 egress and how to fix it. " +
        "Works offline.",
    )
    .argument("[paths...]", "files and folders to read")
    .option("--plan <file>", "also read this plan of `terraform show -json` (repeatable)", collect)
    .addOption(
      new Option("--goal <goal>", "what you want to reach")
        .choices(AUDIT_GOALS)
        .default("dual-stack"),
    )
    .option("--region <id>", "the region where the files do not say one")
    .option("--var-file <file>", "values of Terraform variables (repeatable)", collect)
    .option("--params <file>", "values of CloudFormation parameters (repeatable)", collect)
    .addOption(
      new Option("--format <format>", "what to print").choices(AUDIT_OUTPUTS).default("text"),
    )
    .addOption(
      new Option(
        "--emit <what>",
        "print this instead of the report: a workload for `egress6 plan`",
      ).choices(["workload"]),
    )
    .option("--json", "as --format json: one JSON document")
    .option("--output <file>", "write to this file, and not to standard output")
    .addOption(
      new Option("--fail-on <level>", "exit with 1 at this level or above")
        .choices(FAIL_ON)
        .default("error"),
    )
    .option("--new-since <ref>", "report only what this commit, tag or branch of Git does not have")
    .option("--baseline <file>", "leave out what this file lists")
    .option("--write-baseline <file>", "list what is found in this file, and end with 0")
    .option("--explain <rule>", "say what a rule looks for, why, and how to fix it")
    .option("--fix", "add what can be added safely; the changes are shown as a diff first")
    .option("--dry-run", "with --fix: show the diff, change nothing")
    .option("--live", "look at the hostnames now, besides what was observed before");
  addResolverOptions(addDbOption(command))
    .addHelpText(
      "after",
      `
Suppress a finding with a comment on or above the block, with a reason:
  # egress6:ignore E6301 until=2027-01-31 internal only

Exit code: 0 nothing found · 1 findings at or above the threshold · 2 bad usage or input
           3 some files could not be read, the rest was audited

Examples:
  $ egress6 audit .
  $ egress6 audit infra --var-file prod.tfvars --goal no-nat --format json
  $ egress6 audit . --new-since origin/main --format sarif --output egress6.sarif
  $ egress6 audit . --fix --dry-run
  $ egress6 audit . --region eu-west-1 --emit workload > workload.json
  $ egress6 audit --explain E6301`,
    )
    .action(async (paths: readonly string[], options: AuditOptions) => {
      const { auditCommand } = await import("./command.js");
      end(await auditCommand(paths, options, context));
    });
};
