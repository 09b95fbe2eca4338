import { isMet, type ServiceChoice } from "../../choose/settings-choice.js";
import { type ConfigTarget, jsonText, type TargetContext } from "../target.js";

/** The sections whose own client takes an endpoint. */
const SECTIONS: Readonly<Record<string, "logs" | "metrics" | "traces">> = {
  logs: "logs",
  cloudwatch: "metrics",
  xray: "traces",
};

const FILE = "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json";

export const cloudwatchAgent: ConfigTarget = {
  id: "cloudwatch-agent",
  title: "CloudWatch agent",
  group: "agents",
  powers: {
    dualstackSwitch: "all-clients",
    urlsFor: Object.keys(SECTIONS),
    calls: ["cloudwatch", "ec2", "logs", "ssm", "sts", "xray"],
  },
  ownServices: ["logs", "cloudwatch", "ec2", "sts"],
  forms: [
    {
      id: "json",
      title: "Agent configuration",
      fileName: FILE,
      language: "json",
      comment: null,
      body: agentConfiguration,
    },
    {
      id: "override",
      title: "Agent configuration, for agents that do not know use_dualstack_endpoint",
      fileName: FILE,
      language: "json",
      comment: null,
      isForSome: true,
      body: overrides,
      words: beyondOverrides,
    },
  ],
};

function agentConfiguration({ choice }: TargetContext): string {
  if (choice.isSwitchOn) return jsonText({ agent: { use_dualstack_endpoint: true } });
  return jsonText(overridesOf(choice.services.filter(({ means }) => means === "url")));
}

/** An endpoint for each section, also where the switch would do. */
function overrides({ choice }: TargetContext): string {
  return jsonText(overridesOf(choice.services.filter(({ means }) => means !== "nothing")));
}

function overridesOf(choices: readonly ServiceChoice[]) {
  return Object.fromEntries(
    choices.flatMap((each) => {
      const section = SECTIONS[each.service.cliName];
      return section !== undefined && isMet(each)
        ? [[section, { endpoint_override: each.name.hostname }] as const]
        : [];
    }),
  );
}

/** What no section's endpoint reaches. */
function beyondOverrides({ choice, occasional }: TargetContext): readonly string[] {
  const asked = choice.services
    .filter(({ service, means }) => SECTIONS[service.cliName] === undefined && means !== "nothing")
    .map(({ service }) => service.cliName);
  const others = occasional.flatMap(({ call, readiness }) =>
    SECTIONS[call.service] !== undefined || readiness?.byDefault?.ipv6 === "yes"
      ? []
      : [`${call.service} (${call.when})`],
  );
  const called = [...asked, ...others];
  return called.length === 0
    ? []
    : [
        `endpoint_override holds for its section alone. Such agents call these by their default names, over IPv4: ${called.join(", ")}.`,
      ];
}
