import type { Readiness } from "../../../verdict/readiness.js";
import { choiceReason } from "../../choose/explain-choice.js";
import { isMet, type MetChoice, type SettingsChoice } from "../../choose/settings-choice.js";
import { observedWords } from "../../resolve/evidence-words.js";
import {
  type ConfigTarget,
  commentLines,
  jsonText,
  sourceWords,
  type TargetContext,
} from "../target.js";

/** Output plugins by the service they write to, and what else they must be told. */
const OUTPUTS: Readonly<
  Record<string, { readonly plugin: string; readonly also: Readonly<Record<string, string>> }>
> = {
  logs: {
    plugin: "cloudwatch_logs",
    also: { log_group_name: "app", log_stream_prefix: "app-" },
  },
  kinesis: { plugin: "kinesis_streams", also: { stream: "app" } },
  firehose: { plugin: "kinesis_firehose", also: { delivery_stream: "app" } },
  s3: { plugin: "s3", also: { bucket: "app" } },
};

export const fluentBit: ConfigTarget = {
  id: "fluent-bit",
  title: "Fluent Bit",
  group: "agents",
  powers: {
    dualstackSwitch: "none",
    urlsFor: [...Object.keys(OUTPUTS), "sts"],
    calls: [...Object.keys(OUTPUTS), "sts"],
  },
  ownServices: ["logs", "sts"],
  forms: [
    {
      id: "conf",
      title: "Fluent Bit configuration",
      fileName: "fluent-bit.conf",
      language: "ini",
      comment: "#",
      body: configuration,
    },
    {
      id: "firelens",
      title: "FireLens: containers of an ECS task definition",
      fileName: "container-definitions.json",
      language: "json",
      comment: null,
      body: fireLensTask,
      words: routerImageWords,
    },
  ],
};

function configuration({ choice, fact }: TargetContext): string {
  return outputsOf(choice)
    .map(({ met, options }) => {
      const reasons = [...met.map(choiceReason), sourceWords(fact)];
      const lines = Object.entries(options).map(([key, value]) => `    ${key}  ${value}\n`);
      return `[OUTPUT]\n    Match  *\n${commentLines("#", reasons, "    ")}${lines.join("")}`;
    })
    .join("\n");
}

/** The router that takes the logs, and a container of one's own for each output: one has one log configuration. */
function fireLensTask(context: TargetContext): string {
  const outputs = outputsOf(context.choice);
  if (outputs.length === 0) return jsonText({});
  const registry = routerRegistry(context)?.ipv6Name?.hostname ?? "REGISTRY_WITH_AAAA";
  const router = {
    name: "log_router",
    image: `${registry}/${ROUTER_IMAGE}`,
    essential: true,
    firelensConfiguration: { type: "fluentbit" },
  };
  const own = outputs.map(({ options }) => ({
    name: outputs.length === 1 ? "app" : `app-${options["Name"]}`,
    image: "IMAGE",
    essential: true,
    logConfiguration: { logDriver: "awsfirelens", options },
    dependsOn: [{ containerName: router.name, condition: "START" }],
  }));
  return jsonText({ containerDefinitions: [router, ...own] });
}

/** Of AWS's own build of Fluent Bit. */
const ROUTER_IMAGE = "aws-observability/aws-for-fluent-bit:stable";

/** The public registry, which the target knows among the names that it calls. */
function routerRegistry({ occasional }: TargetContext): Readiness | null {
  return occasional.find(({ call }) => call.service === "ecr-public")?.readiness ?? null;
}

function routerImageWords(context: TargetContext): readonly string[] {
  if (outputsOf(context.choice).length === 0) return [];
  const readiness = routerRegistry(context);
  const name = readiness?.ipv6Name ?? null;
  if (name !== null) {
    return [`Image of the router: ${name.hostname} has AAAA, ${observedWords(name)}.`];
  }
  const names = [readiness?.byDefault, readiness?.byOptIn].flatMap((each) => each?.hostname ?? []);
  return [
    `Image of the router: ${names.join(" and ")} ${names.length === 1 ? "was" : "were"} not observed to have AAAA. Put the name of a registry that has it for REGISTRY_WITH_AAAA, such as a private one of ECR by its dual-stack name, or let the image be pulled over IPv4.`,
  ];
}

interface Output {
  readonly met: readonly MetChoice[];
  readonly options: Readonly<Record<string, string>>;
}

function outputsOf(choice: SettingsChoice): readonly Output[] {
  const sts = choice.services.find(
    (each): each is MetChoice => each.service.cliName === "sts" && isMet(each),
  );
  return choice.services.flatMap((each) => {
    const output = OUTPUTS[each.service.cliName];
    if (output === undefined || !isMet(each)) return [];
    const { plugin, also } = output;
    const options = {
      Name: plugin,
      region: choice.region,
      ...endpointOption("endpoint", each),
      ...(sts === undefined ? {} : endpointOption("sts_endpoint", sts)),
      // Names with A and AAAA may otherwise be called over IPv4.
      "net.dns.prefer_ipv6": "true",
      ...also,
    };
    return [{ met: sts === undefined ? [each] : [each, sts], options }];
  });
}

/** The host without a scheme, as documented; nothing for a default name. */
function endpointOption(key: string, { means, name }: MetChoice): Readonly<Record<string, string>> {
  return means === "url" ? { [key]: name.hostname } : {};
}
