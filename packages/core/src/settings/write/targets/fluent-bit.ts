import { choiceReason } from "../../choose/explain-choice.js";
import { isMet, type MetChoice, type SettingsChoice } from "../../choose/settings-choice.js";
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
      title: "FireLens: logConfiguration of a container in an ECS task definition",
      fileName: "log-configuration.json",
      language: "json",
      comment: null,
      body: logConfigurations,
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

function logConfigurations({ choice }: TargetContext): string {
  const [first, ...rest] = outputsOf(choice).map(({ options }) => ({
    logConfiguration: { logDriver: "awsfirelens", options },
  }));
  // A container has one log configuration.
  return jsonText(first === undefined ? {} : rest.length === 0 ? first : [first, ...rest]);
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
