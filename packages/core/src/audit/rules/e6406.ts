import { compareVersions } from "../../facts/version-interval.js";
import { fixText } from "../audit-fix.js";
import { type CodeHit, codeRule, placeInside } from "../code-rule.js";
import type { Resource } from "../resource.js";
import { type AuditValue, isAbsent, isTrue, textOf } from "../value.js";
import { type Part, partsOf } from "./ecs-tasks.js";

/** How each agent says that it uses dual-stack names, and in which files. */
interface AgentReader {
  /** In `data/tools.json`. */
  readonly id: string;
  readonly isFor: (resource: Resource) => boolean;
  /** `yes` it does; `not-needed`: it calls nothing that this is about. */
  readonly uses: (
    parts: readonly Part[],
    resource: Resource,
  ) => "yes" | "no" | "unknown" | "not-needed";
  readonly patch: (resource: Resource) => readonly string[];
}

/** Agents that have a setting of their own. */
export const e6406 = codeRule({
  id: "E6406",
  find: ({ reading, capability, region }) =>
    reading.resources.flatMap((resource): readonly CodeHit[] => {
      if (resource.kind !== "agent-config") return [];
      const reader = AGENTS.find(({ isFor }) => isFor(resource));
      const facts = reader === undefined ? null : capability.agent(reader.id);
      if (reader === undefined || facts === null) return [];
      const parts = partsOf(resource);
      const what = resource.place.file ?? resource.subject;
      const setting = facts.setting ?? "its dual-stack setting";
      const about = {
        on: resource,
        attribute: [reader.id],
        evidence: [{ text: `${facts.name}: ${facts.source} (${facts.date})`, place: null }],
      };
      const version = textOf(resource.attributes["version"]);
      if (version !== null && facts.since !== null && compareVersions(version, facts.since) < 0) {
        const args = { agent: facts.name, version, since: facts.since, what };
        const fix = fixText(`Update it to ${facts.since} or later.`);
        return [{ ...about, kind: "fail", message: { code: "E6406.version", args }, fix }];
      }
      const uses = reader.uses(parts, resource);
      if (uses === "yes" || uses === "not-needed") return [];
      const since = facts.since === null ? "" : ` It needs version ${facts.since} or later.`;
      const fix = fixText(
        `Set it.${since} \`egress6 config --for ${reader.id}\` writes it with the names that were checked.`,
        reader.patch(resource).map((each) => each.replaceAll("REGION", region ?? "REGION")),
      );
      if (uses === "unknown") {
        const args = { agent: facts.name, setting, what, missing: "its value" };
        return [{ ...about, kind: "review", message: { code: "E6406.review", args }, fix }];
      }
      const args = { agent: facts.name, setting, what };
      return [
        {
          ...about,
          kind: "fail",
          place: placeInside(resource, resource.place.line),
          message: { code: "E6406", args },
          fix,
        },
      ];
    }),
});

function settingIn(parts: readonly Part[], name: string): "yes" | "no" | "unknown" {
  const values = parts.flatMap((part): readonly AuditValue[] => {
    const value = part.get(name);
    return value === undefined || isAbsent(value) ? [] : [value];
  });
  const answers = values.map(isTrue);
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

const isType =
  (...types: readonly string[]) =>
  ({ type }: Resource) =>
    types.includes(type);

const OUTPUTS = /^(cloudwatch(_logs)?|kinesis(_streams|_firehose)?|firehose|s3|opensearch|es)$/i;
const EXPORTERS = /^(awsxray|awsemf|awscloudwatchlogs)(\/|$)/i;

/** Outputs and exporters are resources of their own. */
const hasEndpoint = ({ attributes }: Resource) => {
  const endpoint = attributes["endpoint"];
  return endpoint !== undefined && !isAbsent(endpoint) ? "yes" : "no";
};

const nameOfExporter = ({ address }: Resource) => address.replace(/^exporters\./, "");

const AGENTS: readonly AgentReader[] = [
  {
    id: "cloudwatch-agent",
    isFor: isType("cloudwatch-agent"),
    uses: (parts) => settingIn(parts, "use_dualstack_endpoint"),
    patch: () => ['  "agent": {', '+   "use_dualstack_endpoint": true', "  }"],
  },
  {
    id: "ssm-agent",
    isFor: isType("ssm-agent"),
    uses: (parts) => settingIn(parts, "UseDualStackEndpoint"),
    patch: () => ['  "Agent": {', '+   "UseDualStackEndpoint": true', "  }"],
  },
  {
    id: "fluent-bit",
    isFor: isType("fluent-bit"),
    uses: (_, resource) =>
      OUTPUTS.test(textOf(resource.attributes["name"]) ?? "")
        ? hasEndpoint(resource)
        : "not-needed",
    patch: ({ attributes }) => [
      "  [OUTPUT]",
      `      Name     ${textOf(attributes["name"]) ?? "cloudwatch_logs"}`,
      "+     endpoint DUALSTACK_HOST",
      "+     net.dns.prefer_ipv6 on",
    ],
  },
  {
    id: "otel-awsxray",
    isFor: isType("otel-collector"),
    uses: (_, resource) =>
      EXPORTERS.test(nameOfExporter(resource)) ? hasEndpoint(resource) : "not-needed",
    patch: (resource) => [
      "  exporters:",
      `    ${nameOfExporter(resource)}:`,
      "+     endpoint: https://DUALSTACK_HOST",
    ],
  },
];
