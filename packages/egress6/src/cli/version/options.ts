import type { AddCommand } from "../add-command.js";
import { VERSION } from "../version.js";

export const addVersionCommand: AddCommand = (program, { stdout }, end) => {
  program
    .command("version")
    .summary("the versions of egress6 and of AWS's endpoint rules")
    .description("Prints the versions of egress6 and of AWS's endpoint rules.")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\nExamples:\n  $ egress6 version\n  $ egress6 version --json")
    .action(async ({ json }: { readonly json?: true }) => {
      const { loadCatalog } = await import("../../adapter/botocore/load-catalog.js");
      const { source, version, date } = loadCatalog().rules;
      const rules = { source, version, date };
      stdout.write(
        json
          ? `${JSON.stringify({ egress6: VERSION, rules }, null, 2)}\n`
          : `egress6 ${VERSION}\nendpoint rules of ${source} ${version}, ${date}\n`,
      );
      end(0);
    });
};
