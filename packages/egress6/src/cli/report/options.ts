import { EVIDENCE_SOURCES } from "@egress6/core/workload/evidence";
import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { addDbOption, addForceOption, addRequiredOption, addResolverOptions } from "../options.js";
import type { ReportOptions } from "./report-options.js";

export const addReportCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("report")
    .summary("one page for a team: where you are, what blocks, the plan, the steps")
    .description(
      "Writes one self-contained page from what `plan` takes: workload files, and JSON of audit, survey and flows. " +
        "It has the costs, what blocks IPv6, the designs, the steps and the evidence of each figure, with dates. " +
        "The page prints well, and needs no script and no network.",
    )
    .argument("<file...>", "as of `egress6 plan`");
  addRequiredOption(
    command,
    new Option("--out <file>", "the page: HTML, or Markdown where the name ends in .md"),
    "egress6 report shop.yaml --out report.html",
  )
    .option("--design <id>", "steps to this design (default: the best managed)")
    .addOption(
      new Option(
        "--prefer <source>",
        "whose word counts where the files contradict each other",
      ).choices(EVIDENCE_SOURCES),
    )
    .option("--prices <file>", "prices that `egress6 prices` wrote")
    .option("--live", "look the names up now; the store stays as it is");
  addForceOption(command, "--out");
  addResolverOptions(command);
  addDbOption(command)
    .addHelpText(
      "after",
      `
Exit code: 0 written · 2 bad input

Examples:
  $ egress6 report audit.json survey.json flows.json --out report.html
  $ egress6 report shop.yaml --live --out report.md`,
    )
    .action(async (files: string[], options: ReportOptions) => {
      const { reportCommand } = await import("./command.js");
      end(await reportCommand(files, options, context));
    });
};
