import type { AddCommand } from "../add-command.js";

export const addHelpCommand: AddCommand = (program, context, end) => {
  program
    .command("help")
    .summary("a command, or a topic of the documents: `help settings`, `help dual-stack`")
    .description(
      "Shows how a command is used, or what the documents say of a topic. Without a topic it lists all.",
    )
    .argument("[topic...]", "a command, a document, or words of a heading")
    .addHelpText(
      "after",
      "\nExamples:\n  $ egress6 help endpoint\n  $ egress6 help settings\n  $ egress6 help project file",
    )
    .action(async (words: readonly string[]) => {
      const { helpCommand } = await import("./command.js");
      end(helpCommand(words.join(" "), program, context));
    });
};
