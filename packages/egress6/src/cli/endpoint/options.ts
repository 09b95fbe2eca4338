import { once } from "node:events";
import type { BatchResolver } from "../../adapter/botocore/resolve-batch.js";
import type { AddCommand } from "../add-command.js";
import type { CliContext, ExitCode } from "../context.js";
import { addDbOption, addResolverOptions, collect } from "../options.js";
import { usageFault } from "../usage-fault.js";
import type { EndpointOptions } from "./endpoint-options.js";

export const addEndpointCommand: AddCommand = (program, context, end) => {
  const command = program
    .command("endpoint")
    .summary("the endpoint that an AWS SDK uses for a service, why, and whether IPv6 reaches it")
    .description(
      "Says which endpoint an AWS SDK uses for a service, why, and whether IPv6 reaches it.",
    )
    .argument("[service]", "the service by any of its names, or a host, URL or ARN of it")
    .option("--region <id>", "the region (default: environment, then profile)")
    .option("--dualstack", "with the dual-stack setting, as in code")
    .option("--fips", "with the FIPS setting, as in code")
    .option("--endpoint-url <url>", "with this endpoint URL, as in code")
    .option("--ignore-configured-endpoint-urls", "drop URLs of environment and files, as in code")
    .option("--profile <name>", "the profile (default: AWS_PROFILE, else AWS_DEFAULT_PROFILE)")
    .option("--sdk <name[@version]>", "as this SDK does: boto3, js-v3@3.700.0, go-v2, cli-v2 …")
    .option(
      "--param <name=value>",
      "a parameter of AWS's rules, for example Bucket=b (repeatable)",
      collect,
    )
    .option(
      "--discovered <host>",
      "the host that the service hands out for calls, from its describe-endpoints",
      collect,
    )
    .option("--explain", "show every place that was read, as `aws --debug` does")
    .option("--verbose", "list the hostnames for some uses, too")
    .option("--live", "look the names up now, besides what was observed before")
    .option("--json", "print one JSON document")
    .option("--batch", 'resolve {"service","params"} lines of standard input')
    .option(
      "--rules <dir>",
      "with --batch or --param: a botocore data folder, which has the full rules",
    );
  addResolverOptions(addDbOption(command))
    .addHelpText(
      "after",
      `
Reads AWS's variables, ~/.aws/config (AWS_CONFIG_FILE) and ~/.aws/credentials as SDKs do; secrets in
them are passed over. Asks the network only with --live.

Examples:
  $ egress6 endpoint s3 --region eu-central-1 --dualstack
  $ egress6 endpoint "CloudWatch Logs" --region us-east-1 --json
  $ egress6 endpoint sqs --profile prod --sdk js-v3 --explain
  $ egress6 endpoint ecr --region eu-west-1 --dualstack --sdk boto3@1.37.0
  $ egress6 endpoint timestream-query --region eu-west-1 --live \\
      --discovered query-cell1.timestream.eu-west-1.amazonaws.com
  $ egress6 endpoint s3 --region eu-west-1 --param Bucket=my-bucket --live
  $ echo '{"service":"s3","params":{"Region":"eu-west-1","Bucket":"my-bucket"}}' |
      egress6 endpoint --batch --rules ~/botocore/botocore/data

With --sdk NAME@VERSION the answer is the hostname that this version builds, or that it is not known.

Exit code: 0 SDKs build such a hostname, whatever DNS says of it · 1 they build none
           2 bad usage, configuration or input · 3 it is not known which hostname that version of the SDK builds`,
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

const NOT_WITH_BATCH = [
  "region",
  "dualstack",
  "fips",
  "endpointUrl",
  "ignoreConfiguredEndpointUrls",
  "profile",
  "sdk",
  "param",
  "discovered",
  "explain",
  "live",
] as const;

function checkUsage(service: string | undefined, options: EndpointOptions): void {
  if (options.batch) {
    const flag = NOT_WITH_BATCH.find((key) => options[key]);
    const extra =
      service ?? flag?.replace(/^|[A-Z]/g, (at) => (at === "" ? "--" : `-${at.toLowerCase()}`));
    if (extra !== undefined) {
      throw usageFault(
        `--batch takes service and parameters from standard input; leave out "${extra}".`,
      );
    }
    return;
  }
  if (options.rules !== undefined && options.param === undefined) {
    throw usageFault("--rules goes with --batch or --param.");
  }
  if (options.live === undefined && options.resolver !== undefined) {
    throw usageFault("--resolver goes with --live: without it, nobody is asked.");
  }
  if (service === undefined || service.trim() === "") {
    throw usageFault("Name a service, for example `egress6 endpoint s3 --region eu-central-1`.");
  }
}

async function answerOne(
  service: string,
  options: EndpointOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { endpointCommand } = await import("./command.js");
  return endpointCommand(service, options, context);
}

async function answerBatch(rules: string | undefined, context: CliContext): Promise<ExitCode> {
  const { stdin, stdout, stderr } = context;
  const { resolveBatch } = await import("../../adapter/botocore/resolve-batch.js");
  const resolver = await (rules === undefined ? fromCatalog() : fromRules(rules));
  const { lines, badLines } = await resolveBatch(resolver, stdin, async (text) => {
    if (!stdout.write(text)) await once(stdout, "drain");
  });
  if (badLines === 0) return 0;
  stderr.write(
    `egress6: ${badLines} of ${lines} lines could not be understood; their answers say why.\n`,
  );
  return 2;
}

async function fromCatalog(): Promise<BatchResolver> {
  const [{ catalogResolver }, { loadCatalog }] = await Promise.all([
    import("../../adapter/botocore/catalog-resolver.js"),
    import("../../adapter/botocore/load-catalog.js"),
  ]);
  return catalogResolver(loadCatalog());
}

async function fromRules(folder: string): Promise<BatchResolver> {
  const [{ rulesResolver }, { openBotocoreFolder }] = await Promise.all([
    import("../../adapter/botocore/rules-resolver.js"),
    import("../../adapter/botocore/botocore-folder.js"),
  ]);
  return rulesResolver(openBotocoreFolder(folder));
}
