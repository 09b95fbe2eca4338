import { type Command, Option } from "commander";
import type { AddCommand } from "../add-command.js";
import type { CliContext } from "../context.js";
import { addRequiredOption, commaList } from "../options.js";
import {
  type CoverageOptions,
  type ImportOptions,
  type ShowOptions,
  UPDATE_WAYS,
  type UpdateOptions,
} from "./prices-options.js";

export const addPricesCommand: AddCommand = (program, context) => {
  const prices = program
    .command("prices")
    .description("what egress costs: AWS's own price list, and the prices shipped with egress6");
  addShow(prices, context);
  addCoverage(prices, context);
  addUpdate(prices, context);
  addImport(prices, context);
};

function addShow(prices: Command, context: CliContext): void {
  prices
    .command("show")
    .summary("show the prices that are known, with date, certainty and source")
    .description("Shows the prices that are known, with date, certainty and source.")
    .option(
      "--region <regions...>",
      "only of these regions, for example us-east-1,eu-west-1",
      commaList,
    )
    .option(
      "--prices <file>",
      "count with this file (default: EGRESS6_PRICES, else the platform's data folder)",
    )
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Examples:
  $ egress6 prices show
  $ egress6 prices show --region us-east-1
  $ egress6 prices show --region eu-west-1 --json`,
    )
    .action(async (options: ShowOptions) => {
      const { showPricesCommand } = await import("./show-command.js");
      showPricesCommand(options, context);
    });
}

function addCoverage(prices: Command, context: CliContext): void {
  prices
    .command("coverage")
    .summary("show which prices each region has, how old they are, and what is missing")
    .description(
      "Shows region by price: what is known, what is older than a year, what is inferred, and what is missing. " +
        "No region counts with the price of another.",
    )
    .option("--region <regions...>", "only these regions, with the date of each price", commaList)
    .option(
      "--prices <file>",
      "look at this file (default: EGRESS6_PRICES, else the platform's data folder)",
    )
    .option("--now <date>", "look at ages as of this day (default: today)")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Examples:
  $ egress6 prices coverage
  $ egress6 prices coverage --region eu-central-1
  $ egress6 prices coverage --json`,
    )
    .action(async (options: CoverageOptions) => {
      const { showCoverage } = await import("./coverage-command.js");
      showCoverage(options, context);
    });
}

function addUpdate(prices: Command, context: CliContext): void {
  const update = prices
    .command("update")
    .summary("read AWS's price list")
    .description(
      "Reads the current offers of AmazonVPC, AWSDataTransfer and AmazonEC2 in these regions from AWS's " +
        "price list: no account needed, some 450 MB for each region, read as they come. With --via query-api it asks the " +
        "Price List Query API instead: some twenty small requests for each region, with your AWS credentials " +
        "(IAM action pricing:GetProducts) and the package @aws-sdk/client-pricing.",
    );
  addRequiredOption(
    update,
    new Option("--region <regions...>", "of these regions").argParser(commaList),
    "egress6 prices update --region eu-west-1",
  );
  addOut(update)
    .addOption(
      new Option("--via <way>", "the public files, or small requests with your credentials")
        .choices(UPDATE_WAYS)
        .default("bulk"),
    )
    .option("--profile <name>", "with --via query-api: the AWS profile whose credentials to use")
    .option(
      "--url <url>",
      "another server with the same files (default: EGRESS6_PRICE_LIST_URL, else AWS)",
    )
    .addHelpText(
      "after",
      `
Examples:
  $ egress6 prices update --region eu-west-1
  $ egress6 prices update --region eu-west-1 --via query-api
  $ egress6 prices update --region eu-west-1,eu-central-1 --out prices.json`,
    )
    .action(async (options: UpdateOptions) => {
      const { updatePrices } = await import("./import-command.js");
      await updatePrices(options, context);
    });
}

function addImport(prices: Command, context: CliContext): void {
  addOut(
    prices
      .command("import")
      .summary("read offer files of AWS's price list")
      .description(
        "Reads offer files of AWS's price list that were fetched before: JSON or CSV, gzip or not, of any size.",
      )
      .argument(
        "<files...>",
        "index.json or index.csv, of AmazonEC2, AmazonVPC or AWSDataTransfer",
      ),
  )
    .addHelpText(
      "after",
      `
Examples:
  $ egress6 prices import AmazonVPC.json AmazonEC2.csv.gz
  $ egress6 prices import index.json --out prices.json`,
    )
    .action(async (files: readonly string[], options: ImportOptions) => {
      const { importPrices } = await import("./import-command.js");
      await importPrices(files, options, context);
    });
}

function addOut(command: Command): Command {
  return command.option(
    "--out <file>",
    "keep them here, over those already there (default: EGRESS6_PRICES, else the platform's data folder)",
  );
}
