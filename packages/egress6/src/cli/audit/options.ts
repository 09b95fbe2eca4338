import { AUDIT_GOALS } from "@egress6/core/audit/goal";
import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { collect } from "../options.js";
import { AUDIT_OUTPUTS, type AuditOptions } from "./audit-options.js";

export const addAuditCommand: AddCommand = (program, context, end) => {
  program
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
    .addOption(new Option("--format <format>", "what to print").choices(AUDIT_OUTPUTS))
    .addHelpText(
      "after",
      `
Exit code: 0 nothing found · 1 findings at or above the threshold · 2 bad usage or input
           3 some files could not be read, the rest was audited

Examples:
  $ egress6 audit .
  $ egress6 audit infra --var-file prod.tfvars --goal no-nat --format json`,
    )
    .action(async (paths: readonly string[], options: AuditOptions) => {
      const { auditCommand } = await import("./command.js");
      end(await auditCommand(paths, options, context));
    });
};
