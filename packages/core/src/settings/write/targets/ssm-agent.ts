import { type ConfigTarget, jsonText } from "../target.js";

export const ssmAgent: ConfigTarget = {
  id: "ssm-agent",
  title: "SSM Agent",
  group: "agents",
  powers: {
    dualstackSwitch: "all-clients",
    urlsFor: [],
    calls: ["kms", "logs", "s3", "ssm"],
  },
  ownServices: ["ssm"],
  forms: [
    {
      id: "json",
      title: "Agent configuration",
      fileName: "/etc/amazon/ssm/amazon-ssm-agent.json",
      language: "json",
      comment: null,
      body: ({ choice }) =>
        jsonText(
          choice.isSwitchOn ? { Agent: { Region: choice.region, UseDualStackEndpoint: true } } : {},
        ),
    },
  ],
};
