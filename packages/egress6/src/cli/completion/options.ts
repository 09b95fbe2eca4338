import { Argument } from "commander";
import type { AddCommand } from "../add-command.js";
import { SHELLS, type Shell } from "./shells.js";

export const addCompletionCommand: AddCommand = (program, context, end) => {
  program
    .command("completion")
    .summary("completion of commands, options and their values for a shell")
    .description(
      "Prints a script by which a shell completes commands, options, services, regions, targets of `config`, " +
        "designs of `plan` and names of SDKs. The script holds all these words: completing starts no egress6.",
    )
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText(
      "after",
      `
Install it for new shells of yours:
  bash  echo 'source <(egress6 completion bash)' >> ~/.bashrc
  zsh   echo 'source <(egress6 completion zsh)' >> ~/.zshrc        # after the line with compinit
  fish  egress6 completion fish > ~/.config/fish/completions/egress6.fish
Bash 3.2, as macOS has it, cannot source that way; there:
  egress6 completion bash > ~/.egress6-completion.bash
  echo 'source ~/.egress6-completion.bash' >> ~/.bashrc

A script kept in a file knows the words of the version that wrote it: write it anew after an update.

Examples:
  $ egress6 completion bash
  $ egress6 completion zsh > _egress6`,
    )
    .action(async (shell: Shell) => {
      const { completionCommand } = await import("./command.js");
      completionCommand(shell, program, context);
      end(0);
    });
};
