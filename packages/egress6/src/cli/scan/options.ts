import type { AddCommand } from "../add-command.js";
import { addDbOption, addFilterOptions, addResolverOptions } from "../options.js";
import type { ScanOptions } from "./command.js";

export const addScanCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("scan")
    .summary("observe the endpoints of the catalog over DNS")
    .description(
      "Asks DNS for the IPv4 and IPv6 addresses of every endpoint name that AWS's rules build, and of the " +
        "third-party hosts start-ups depend on, and stores what is found. An interrupted scan " +
        "resumes if you run the same command within a day.",
    );
  addFilterOptions(command);
  addResolverOptions(command);
  addDbOption(command)
    .option("--json", "print the summary as one JSON document")
    .option(
      "--trust-clock",
      "this machine's clock is right: date what the store holds from the future to now",
    )
    .addHelpText(
      "after",
      `
Every resolver is vetted with questions whose answers are known. Nothing that a lying one says counts. Of
one that cannot be vetted, as in a closed network, addresses count and their absence does not, unless you say
--trust-resolver.

Names that seem to have lost IPv4 or IPv6 are asked again through the other resolvers: a loss counts only when
a second one confirms it, so give two of different operators. When improbably many names change at once, no
change is recorded; a scan at least an hour later records or drops them.

Exit code: 0 finished (names may have stayed unknown) · 2 bad input · 3 not finished, resolvers that lie or
cannot be vetted, or changes that are held; what was observed is kept

Examples:
  $ egress6 scan
  $ egress6 scan --service ec2,s3,"CloudWatch Logs" --region 'eu-*'
  $ egress6 scan --resolver 1.1.1.1 --resolver '[2606:4700:4700::1111]:53' --rate 200
  $ egress6 scan --partition aws-cn --variant dualstack --json`,
    )
    .action(async (options: ScanOptions) => {
      const { scanCommand } = await import("./command.js");
      end(await scanCommand(options, context));
    });
};
