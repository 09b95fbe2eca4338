import { Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { addResolverOptions } from "../options.js";
import type { LookupOptions } from "./command.js";

export const addLookupCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("lookup")
    .summary("A and AAAA outcomes of any names")
    .description(
      "Asks DNS for the IPv4 and IPv6 addresses of names, and says how each question ended: " +
        "never just yes or no. Results come in the order of the names.",
    )
    .argument("[name...]", "names to look up")
    .option("--names <file>", "a file with one name per line, # for comments; - for stdin")
    .addOption(new Option("--json", "print one JSON array").conflicts("ndjson"))
    .addOption(new Option("--ndjson", "print one JSON object per line, as soon as it is final"))
    .addHelpText(
      "after",
      `
Exit code: 0 every name was asked for, though outcomes may be unknown · 2 bad usage, or entries that are
           no names: the others were asked for · 3 no resolver answers, or stopped: what was done is printed

Examples:
  $ egress6 lookup s3.us-east-1.amazonaws.com s3.dualstack.us-east-1.amazonaws.com
  $ egress6 lookup --names hosts.txt --ndjson --resolver 1.1.1.1 --rate 200`,
    );
  addResolverOptions(command).action(async (names: readonly string[], options: LookupOptions) => {
    const { lookupCommand } = await import("./command.js");
    end(await lookupCommand(names, options, context));
  });
};
