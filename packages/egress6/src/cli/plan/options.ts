import { NETWORK_PARTS } from "@egress6/core/network/network-parts";
import { EVIDENCE_SOURCES } from "@egress6/core/workload/evidence";
import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { addDbOption, addForceOption, addResolverOptions } from "../options.js";
import type { PlanOptions } from "./command.js";
import { EMIT_FORMATS } from "./emit-formats.js";

export const addPlanCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("plan")
    .summary("compare egress designs for a workload, with prices")
    .description(
      "Reads what must be reached from where, and compares egress designs: IPv6 first, public IPv4, NAT, " +
        "PrivateLink, central egress. Each is the cheapest network of its design that reaches everything.",
    )
    .argument("<file...>", "the workload, YAML or JSON; several files are merged")
    .addOption(
      new Option(
        "--prefer <source>",
        "with several files: whose word counts where they contradict each other",
      ).choices(EVIDENCE_SOURCES),
    )
    .option(
      "--prices <file>",
      "prices that `egress6 prices` wrote (default: those it keeps, over those shipped)",
    )
    .option("--verbose", "on a terminal: also what the answer rests on (bill, routes, assumptions)")
    .option("--json", "print one JSON document (schema: egress6/plan.schema.json)")
    .option("--markdown", "print Markdown")
    .addOption(
      new Option("--emit <format>", "write the VPC of a design instead of the comparison").choices(
        EMIT_FORMATS,
      ),
    )
    .addOption(
      new Option(
        "--only <part>",
        "with --emit: just this part of the design, in the VPC that exists",
      ).choices(NETWORK_PARTS),
    )
    .option("--steps", "print the steps from what exists to a design, in order, with the way back")
    .option(
      "--design <id>",
      "with --emit and --steps: the design (default: the best; of --steps, the best managed)",
    )
    .option("--output <file>", "write to this file (atomic)")
    .option("--live", "look the names up now; the store stays as it is");
  addForceOption(command, "--output");
  addResolverOptions(command);
  addDbOption(command)
    .addHelpText(
      "after",
      `
A workload:
  name: shop
  region: us-east-1
  azs: 2
  compute:
    - kind: ecs-fargate       # also ec2-nitro, ecs-ec2, eks-ipv4, eks-ipv6, lambda, codebuild …
      subnets: dual-stack     # ipv4, dual-stack or ipv6-only
      count: 4
  services:
    - { service: sqs, gbPerMonth: 5 }
  hosts:
    - { host: api.stripe.com, gbPerMonth: 2 }
  constraints:
    mustBePrivate: true       # also noIpv6, mustBeManaged, stableEgressAddresses …

docs/plan.md explains every key; examples/ has whole workloads.

Exit code: 0 a design works · 1 none does, or a host was left out, the text says which · 2 bad input

Examples:
  $ egress6 plan shop.yaml
  $ egress6 plan audit.json survey.json flows.json constraints.yaml
  $ egress6 plan shop.yaml --live --markdown --output plan.md
  $ egress6 plan shop.yaml --json | jq '.designs[0].usdPerMonth'
  $ egress6 plan shop.yaml --steps --output steps.md
  $ egress6 plan shop.yaml --emit terraform --design ipv6-nat-zonal --output vpc.tf
  $ egress6 plan shop.yaml --emit terraform --design nat-instance --only nat-instances`,
    )
    .action(async (files: string[], options: PlanOptions) => {
      const { planCommand } = await import("./command.js");
      end(await planCommand(files, options, context));
    });
};
