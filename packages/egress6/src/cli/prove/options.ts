import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { addForceOption } from "../options.js";
import { PROVE_FAIL_ON, type ProveOptions } from "./prove-options.js";

export const addProveCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("prove")
    .summary("compare before and after: what moved, what is left, what was saved")
    .description(
      "Compares two JSON documents of one command: survey, flows, audit, check or doctor. Says what moved, " +
        "what still goes over IPv4 and why, what was saved, and what got worse. What the second document does not " +
        "show is unknown, not moved.",
    )
    .argument("<file...>", "two documents: the one before, then the one after")
    .option("--plan <file>", "what `egress6 plan --json` promised: exit code 1 if it is not kept")
    .option("--design <id>", "with --plan: the design that was built (default: that of its steps)")
    .addOption(
      new Option(
        "--fail-on <what>",
        "exit with 1 when something got worse, or when anything is left",
      )
        .choices(PROVE_FAIL_ON)
        .default("worse"),
    )
    .option("--prices <file>", "prices that `egress6 prices` wrote, for surveys")
    .option("--json", "print one JSON document")
    .option("--markdown", "print Markdown, for a pull request or a ticket")
    .option("--output <file>", "write to this file (atomic)");
  addForceOption(command, "--output")
    .addHelpText(
      "after",
      `
Exit code: 0 nothing got worse, and promises are kept · 1 something got worse, a promise is not kept, or with
           --fail-on leak something is left · 2 bad input, or two documents that cannot be compared
           3 nothing got worse as far as is known, but a document is not complete

Examples:
  $ egress6 prove survey-before.json survey-after.json
  $ egress6 prove flows-november.json flows-december.json --plan plan.json
  $ egress6 prove audit-main.json audit-branch.json --markdown
  $ egress6 prove doctor-before.json doctor-after.json --json | jq .leaks`,
    )
    .action(async (files: string[], options: ProveOptions) => {
      const { proveCommand } = await import("./command.js");
      end(await proveCommand(files, options, context));
    });
};
