import type { Command } from "commander";
import type { AddCommand } from "../add-command.js";
import type { CliContext } from "../context.js";
import { addForceOption } from "../options.js";

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

interface UpdateOptions {
  readonly source: string;
  readonly packageVersion: string;
  readonly out?: string;
  readonly force?: true;
}

function addUpdate(catalog: Command, context: CliContext): void {
  const update = catalog
    .command("update")
    .summary("rebuild the catalog from the rules that AWS publishes")
    .description(
      "Rebuilds the catalog from the rules that AWS publishes, and in a clone also the list of endpoints that AWS CLI v1 carries (data/cli-v1-endpoints.json).",
    )
    .option(
      "--source <npm|dir>",
      "`npm` to fetch them with your npm client, or the data folder of a botocore checkout or wheel",
      "npm",
    )
    .option("--package-version <version>", "with --source npm: which version to fetch", "latest")
    .option("--out <file>", "write the catalog here, instead of data/ of the clone");
  addForceOption(update, "--out")
    .addHelpText(
      "after",
      `
Examples:
  $ egress6 catalog update
  $ egress6 catalog update --source ~/botocore/botocore/data --out catalog.json`,
    )
    .action(async (options: UpdateOptions) => {
      const { source, packageVersion, out } = options;
      const { outputRules, refuseLoneForce } = await import("../output-rules.js");
      refuseLoneForce(out, options, "--out");
      const { updateCatalog } = await import("../../adapter/botocore/update-catalog.js");
      const { catalogChangesText, summarizeCatalog, catalogSummaryText } = await import(
        "../../adapter/botocore/catalog-summary.js"
      );
      const { before, after, files } = await updateCatalog(
        source,
        out,
        {
          packageVersion,
          signal: context.interrupt,
          onStep: (step) => context.stderr.write(`${step}\n`),
        },
        outputRules(options, context),
      );
      context.stdout.write(
        `${catalogSummaryText(summarizeCatalog(after))}${catalogChangesText(before, after)}${files.map((file) => `written to ${file}\n`).join("")}`,
      );
    });
}
