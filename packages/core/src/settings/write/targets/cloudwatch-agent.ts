import { type ConfigTarget, jsonText, type TargetContext } from "../target.js";

/** The sections whose own client takes an endpoint. */
const SECTIONS: Readonly<Record<string, "logs" | "metrics">> = {
  logs: "logs",
  cloudwatch: "metrics",
};

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
      fileName: "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json",
      language: "json",
      comment: null,
      body: agentConfiguration,
    },
  ],
};

function agentConfiguration({ choice }: TargetContext): string {
  if (choice.isSwitchOn) return jsonText({ agent: { use_dualstack_endpoint: true } });
  const overrides = choice.services.flatMap((each) => {
    const section = SECTIONS[each.service.cliName];
    return each.means === "url" && section !== undefined
      ? [[section, { endpoint_override: each.name.hostname }] as const]
      : [];
  });
  return jsonText(Object.fromEntries(overrides));
}
