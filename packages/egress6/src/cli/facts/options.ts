import type { AddCommand } from "../add-command.js";
import type { FactsOptions } from "./command.js";

export const addFactsCommand: AddCommand = (program, context) => {
  program
    .command("facts")
    .summary("what is known of egress on AWS, with source and age")
    .description(
      "Shows what egress6 knows of egress on AWS: what held in May 2024, what holds now, who says so and when. " +
        "What is old, uncertain or contradicted is marked.",
    )
    .argument(
      "[topic]",
      "a fact (F13), kind of compute, egress option, tool or service, or usual words, a host or an error of one",
    )
    .option("--now <date>", "look at ages as of this day (default: today)")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Examples:
  $ egress6 facts
  $ egress6 facts fargate
  $ egress6 facts "regional nat"
  $ egress6 facts airflow
  $ egress6 facts nat64 --now 2028-01-01 --json`,
    )
    .action(async (topic: string | undefined, options: FactsOptions) => {
      const { factsCommand } = await import("./command.js");
      factsCommand(topic, options, context);
    });
};
