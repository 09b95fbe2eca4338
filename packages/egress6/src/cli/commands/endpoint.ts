import { once } from "node:events";
import { Egress6Error } from "@egress6/core/errors";
import type { CliContext, ExitCode } from "../context.js";
import type { AddCommand } from "../run-cli.js";

interface EndpointOptions {
  readonly region?: string;
  readonly dualstack?: true;
  readonly fips?: true;
  readonly json?: true;
  readonly batch?: true;
  readonly rules?: string;
}

export const addEndpointCommand: AddCommand = (program, context, end) => {
  program
    .command("endpoint")
    .description("the endpoint that an AWS SDK uses for a service")
    .argument("[service]", "CLI name, service id or display name")
    .option("--region <id>", "the region (default: AWS_REGION, else AWS_DEFAULT_REGION)")
    .option("--dualstack", "with the dual-stack setting")
    .option("--fips", "with the FIPS setting")
    .option("--json", "print one JSON document")
    .option("--batch", 'resolve {"service","params"} lines of standard input with the full rules')
    .option("--rules <dir>", "with --batch: a botocore data folder, which has the full rules")
    .addHelpText(
      "after",
      `
Examples:
  $ egress6 endpoint s3 --region eu-central-1 --dualstack
  $ egress6 endpoint "CloudWatch Logs" --region us-east-1 --json
  $ echo '{"service":"s3","params":{"Region":"eu-west-1","Bucket":"my-bucket"}}' |
      egress6 endpoint --batch --rules ~/botocore/botocore/data`,
    )
    .action(async (service: string | undefined, options: EndpointOptions) => {
      checkUsage(service, options);
      end(
        options.batch
          ? await answerBatch(options.rules, context)
          : await answerOne(service ?? "", options, context),
      );
    });
};

function checkUsage(service: string | undefined, options: EndpointOptions): void {
  if (options.batch) {
    const extra = service ?? (["region", "dualstack", "fips"] as const).find((key) => options[key]);
    if (extra !== undefined) {
      throw usageError(
        `--batch takes service and parameters from standard input; leave out "${extra}".`,
      );
    }
    return;
  }
  if (options.rules !== undefined) throw usageError("--rules goes with --batch.");
  if (service === undefined || service.trim() === "") {
    throw usageError("Name a service, such as `egress6 endpoint s3 --region eu-central-1`.");
  }
}

function usageError(message: string): Egress6Error {
  return new Egress6Error("USAGE", "input", message);
}

async function answerOne(
  service: string,
  options: EndpointOptions,
  { env, stdout, stderr }: CliContext,
): Promise<ExitCode> {
  const [{ loadCatalog }, { answerEndpoint }, { settleEndpoint }] = await Promise.all([
    import("../../catalog/load-catalog.js"),
    import("@egress6/core/endpoint/answer-endpoint"),
    import("@egress6/core/endpoint/endpoint-settings"),
  ]);
  const catalog = loadCatalog();
  const answer = answerEndpoint(catalog, service, settleEndpoint(options, env));
  for (const warning of answer.warnings) stderr.write(`warning: ${warning}\n`);
  if (options.json) {
    stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  } else {
    const { endpointText } = await import("../../catalog/endpoint-text.js");
    stdout.write(endpointText(answer, `${catalog.rules.source} ${catalog.rules.version}`));
  }
  if (answer.url !== null) return 0;
  stderr.write(
    `egress6: AWS's rules build no ${answer.variant} name for ${answer.service} in ${answer.region}.\n`,
  );
  return 1;
}

async function answerBatch(rules: string | undefined, context: CliContext): Promise<ExitCode> {
  if (rules === undefined) {
    throw usageError(
      "--batch needs the full rules, which the shipped catalog does not hold: give the data folder of a botocore checkout or wheel with --rules DIR.",
    );
  }
  const { stdin, stdout, stderr } = context;
  const { openBotocoreFolder } = await import("../../catalog/botocore-folder.js");
  const { resolveBatch } = await import("../../catalog/resolve-batch.js");
  const { lines, badLines } = await resolveBatch(openBotocoreFolder(rules), stdin, async (text) => {
    if (!stdout.write(text)) await once(stdout, "drain");
  });
  if (badLines === 0) return 0;
  stderr.write(
    `egress6: ${badLines} of ${lines} lines could not be understood; their answers say why.\n`,
  );
  return 2;
}
