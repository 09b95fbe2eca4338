import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { addDbOption, addFilterOptions, addForceOption } from "../options.js";
import type { ExportOptions } from "./command.js";
import { EXPORT_FORMATS } from "./export-formats.js";

export const addExportCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("export")
    .summary("export the data (json, csv, sqlite, text, atom)")
    .description(
      "Writes what the store knows about the endpoints of the catalog. What was never observed is `unknown`. " +
        "The JSON has a schema: egress6/export.schema.json.",
    )
    .addOption(
      new Option("--format <format>", "what to write; atom is a feed of the changes")
        .choices(EXPORT_FORMATS)
        .default("json"),
    )
    .option("--json", "as --format json")
    .option("--out <file>", "write to this file (atomic) (default: standard output)");
  addForceOption(command, "--out");
  addFilterOptions(command);
  addDbOption(command)
    .addHelpText(
      "after",
      `
Examples:
  $ egress6 export --format csv --out endpoints.csv
  $ egress6 export --format csv --out endpoints.csv --force    # again, in its place
  $ egress6 export --format text --service s3,sqs --region 'eu-*'
  $ egress6 export --format sqlite --out endpoints.sqlite
  $ sqlite3 endpoints.sqlite "SELECT cell, count(*) FROM endpoints WHERE variant = 'default' GROUP BY cell"
  $ egress6 export --region eu-central-1 | jq '.endpoints[] | select(.cell == "ipv4") | .service'
  $ egress6 export --format atom --out changes.atom`,
    )
    .action(async (options: ExportOptions) => {
      const { exportCommand } = await import("./command.js");
      end(await exportCommand(options, context));
    });
};
