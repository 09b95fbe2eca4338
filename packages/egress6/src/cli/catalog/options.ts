import { type Command, Option } from "commander";
import type { AddCommand } from "../add-command.js";
import type { CliContext } from "../context.js";
import { addForceOption } from "../options.js";
import type { TypedUpdate } from "./update.js";

export const addCatalogCommand: AddCommand = (program, context) => {
  const catalog = program
    .command("catalog")
    .description("the catalog of AWS endpoint names: what it holds, and rebuilding it");
  addShow(catalog, context);
  addUpdate(catalog, context);
};

function addShow(catalog: Command, context: CliContext): void {
  catalog
    .command("show")
    .summary("say which version of AWS's rules the catalog is of, and how much it holds")
    .description("Says which version of AWS's rules the catalog is of, and how much it holds.")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\nExample:\n  $ egress6 catalog show --json")
    .action(async ({ json }: { json?: true }) => {
      const { loadCatalog } = await import("../../adapter/botocore/load-catalog.js");
      const { summarizeCatalog, catalogSummaryText } = await import(
        "../../adapter/botocore/catalog-summary.js"
      );
      const summary = summarizeCatalog(loadCatalog());
      context.stdout.write(
        json ? `${JSON.stringify(summary, null, 2)}\n` : catalogSummaryText(summary),
      );
    });
}

function addUpdate(catalog: Command, context: CliContext): void {
  const update = catalog
    .command("update")
    .summary("rebuild the catalog from the newest rules that AWS publishes")
    .description(
      "Rebuilds the catalog from the newest rules that AWS publishes: those of botocore for all services, and for each service those of its client for JavaScript where that is newer. In a clone it also writes the list of endpoints that AWS CLI v1 carries (data/cli-v1-endpoints.json) and which rules were taken (data/rule-sources.json). Where there are no newer rules, it writes nothing.",
    )
    .option(
      "--source <newest|pypi|npm|dir>",
      "where botocore comes from: Python's registry (`pypi`), the AWS CLI v1 on npm (`npm`: of 2026-07-31, no longer updated by AWS), `newest` for the first of the two that can be reached, or the data folder of a botocore checkout or wheel",
      "newest",
    )
    .option("--package-version <version>", "with --source npm: which version to fetch", "latest")
    .addOption(
      new Option(
        "--clients <npm|none>",
        "where clients for JavaScript are looked for (default: npm; none with the folder of a botocore)",
      ).choices(["npm", "none"]),
    )
    .option("--rebuild", "also when there are no newer rules, as after a change of data/*.json")
    .option("--out <file>", "write the catalog here, instead of data/ of the clone");
  addForceOption(update, "--out")
    .addHelpText(
      "after",
      `
Examples:
  $ egress6 catalog update
  $ egress6 catalog update --source ~/botocore/botocore/data --out catalog.json`,
    )
    .action(async (options: TypedUpdate) => {
      const { runCatalogUpdate } = await import("./update.js");
      await runCatalogUpdate(options, context);
    });
}
