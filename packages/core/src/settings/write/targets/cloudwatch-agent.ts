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
      powers: { dualstackSwitch: "none" },
      body: overrides,
      words: beyondOverrides,
    },
  ],
};

function agentConfiguration(context: TargetContext): string {
  if (context.choice.isSwitchOn) return jsonText({ agent: { use_dualstack_endpoint: true } });
  return overrides(context);
}

function overrides({ choice }: TargetContext): string {
  const sections = choice.services.flatMap((each) => {
    const section = SECTIONS[each.service.cliName];
    return each.means === "url" && section !== undefined
      ? [[section, { endpoint_override: each.name.hostname }] as const]
      : [];
  });
  return jsonText(Object.fromEntries(sections));
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
