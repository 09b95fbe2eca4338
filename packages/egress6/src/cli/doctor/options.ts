import { InvalidArgumentError, Option } from "commander";
import type { AddCommand } from "../add-command.js";
import { collect, commaList } from "../options.js";
import type { DoctorOptions } from "./doctor-options.js";

const LONGEST_TIMEOUT_S = 60;

export const addDoctorCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("doctor")
    .summary("find out why IPv6 egress fails on this host")
    .description(
      "Looks at this host's addresses, routes, resolvers, DNS64, metadata service and settings, then tries " +
        "DNS, TCP and TLS to each endpoint over IPv6 and IPv4. Reports the first broken link and how " +
        "to fix it. Reads no credentials, and sends no request to the endpoints that it connects to.",
    );
  command
    .option("--service <names>", "these services: id, CLI name or display name", commaList)
    .option("--region <id>", "the region of the services (default: AWS_REGION, AWS_DEFAULT_REGION)")
    .option(
      "--workload <file>",
      "services and hosts of a workload file, or of JSON of audit, survey or flows (repeatable)",
      collect,
    )
    .option("--from-config", "also the services that have an endpoint URL in the environment")
    .option("--host <name[:port]>", "also this host, of AWS or outside (repeatable)", collect)
    .option(
      "--resolver <host[:port]>",
      "ask this resolver (repeatable; default: the system's)",
      collect,
    )
    .option(
      "--trust-resolver",
      'count the "no" of a resolver that cannot be vetted, as in a closed network',
    )
    .addOption(
      new Option("--timeout <seconds>", "longest wait for each answer, connection and handshake")
        .default(5)
        .argParser(parseTimeout),
    )
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Without --service, --host, --workload and --from-config it tries what nearly every workload needs, and some
hosts that builds fetch from, these for information only.

Exit code: 0 all that is needed is reachable over IPv6, perhaps with a setting · 1 something is not ·
2 bad input · 3 not enough was seen to say, or stopped

Examples:
  $ egress6 doctor --region eu-central-1
  $ egress6 doctor --service s3,sqs,"CloudWatch Logs" --region eu-central-1
  $ egress6 doctor --workload shop.yaml
  $ egress6 doctor --host github.com --host registry-1.docker.io
  $ egress6 doctor --service logs --region us-east-1 --json | jq .verdict`,
    )
    .action(async (options: DoctorOptions) => {
      const { doctorCommand } = await import("./command.js");
      end(await doctorCommand(options, context));
    });
};

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= LONGEST_TIMEOUT_S)) {
    throw new InvalidArgumentError(`Give seconds, more than 0 and at most ${LONGEST_TIMEOUT_S}.`);
  }
  return seconds;
}
