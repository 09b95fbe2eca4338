import type { AddCommand } from "../add-command.js";
import { addDbOption, addFilterOptions } from "../options.js";
import type { ChangesOptions } from "./command.js";

export const addChangesCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("changes")
    .summary("what changed, and when")
    .description(
      "Shows which endpoints became reachable over IPv6 or IPv4 and which stopped, newest day first. " +
        "A first observation is no change, and a loss counts once a second resolver has confirmed it.",
    )
    .option("--since <date>", "from then on: 2026-11-01, 2026-11-01T10:00Z (UTC) or 7d (days back)")
    .option("--json", "print one JSON document");
  addFilterOptions(command);
  addDbOption(command)
    .addHelpText(
      "after",
      `
Examples:
  $ egress6 changes --since 7d
  $ egress6 changes --since 2026-11-01 --service s3,sqs --region 'eu-*'
  $ egress6 changes --json | jq '.changes[] | select(.to == "no")'`,
    )
    .action(async (options: ChangesOptions) => {
      const { changesCommand } = await import("./command.js");
      end(changesCommand(options, context));
    });
};
