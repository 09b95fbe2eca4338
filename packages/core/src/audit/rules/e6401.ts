import { type AuditEdit, blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, placeInside, relatedPlaces } from "../code-rule.js";
import type { AuditCompute } from "../network.js";
import type { Resource } from "../resource.js";
import { type AuditValue, auditValueAt, isAbsent, isTrue, textOf } from "../value.js";
import { moduleFix } from "./module-fix.js";

const SETTING = "ipv6_allowed_for_dual_stack";

/** A Lambda function in a VPC that does not allow IPv6. */
export const e6401 = codeRule({
  id: "E6401",
  find: ({ network, reading }) => [
    ...byBlock(
      network.computes.filter(({ resource }) => resource.kind === "lambda-function"),
    ).flatMap(({ all }) => {
      const hits = all.flatMap(hitOf);
      return hits.slice(0, 1);
    }),
    ...byBlock(
      reading.resources
        .filter(({ kind }) => kind === "lambda-network-connector")
        .map((resource) => ({ resource })),
    ).flatMap(({ resource }) => connectorHit(resource)),
  ],
});

function vpcConfig({ attributes }: Resource): AuditValue | undefined {
  return attributes["vpc_config"];
}

function allowsIpv6(resource: Resource): "yes" | "no" | "unknown" {
  const inside = auditValueAt(vpcConfig(resource), SETTING);
  const value = inside ?? resource.attributes[SETTING];
  return isAbsent(value) ? "no" : isTrue(value);
}

function hitOf(compute: AuditCompute): readonly CodeHit[] {
  const { resource, isInVpc, subnets, knowsSubnets, hasIpv6Subnets } = compute;
  if (isInVpc.is === "no") return [];
  const what = resource.subject;
  const allows = allowsIpv6(resource);
  if (allows === "yes") return [];
  const isDualStack = hasIpv6Subnets.is === "yes" && knowsSubnets.is === "yes";
  const about = {
    on: resource,
    place: placeInside(resource, resource.lines["vpc_config"] ?? null),
    attribute: ["vpc_config", SETTING],
    related: relatedPlaces(subnets.map((each) => each.resource)),
    fix: allow(resource, isDualStack),
  };
  const review = (missing: string, code: "E6401.review" | "E6401.unknown"): readonly CodeHit[] => [
    { ...about, kind: "review", message: { code, args: { what, missing } } },
  ];
  if (allows === "unknown") {
    const value = auditValueAt(vpcConfig(resource), SETTING) ?? resource.attributes[SETTING];
    return review(value?.kind === "unknown" ? value.missing : SETTING, "E6401.unknown");
  }
  if (isInVpc.is === "unknown") return review(isInVpc.missing, "E6401.review");
  const doubt = [knowsSubnets, hasIpv6Subnets].find(({ is }) => is === "unknown");
  if (doubt?.is === "unknown") return review(doubt.missing, "E6401.review");
  const args = { what, needsSubnets: hasIpv6Subnets.is !== "yes" };
  return [{ ...about, kind: "fail", message: { code: "E6401", args } }];
}

function connectorHit(resource: Resource): readonly CodeHit[] {
  const protocol =
    textOf(resource.attributes["network_protocol"]) ??
    textOf(auditValueAt(resource.attributes["configuration"], "network_protocol"));
  if (protocol?.toLowerCase() !== "ipv4") return [];
  return [
    {
      kind: "fail",
      message: { code: "E6401.connector", args: { what: resource.subject } },
      on: resource,
      attribute: ["network_protocol"],
      fix: fixFor(resource, "Let the connector send both families.", {
        cloudformation: ["-   NetworkProtocol: IPv4", "+   NetworkProtocol: DualStack"],
        hcl: ['-   network_protocol = "IPv4"', '+   network_protocol = "DualStack"'],
      }),
    },
  ];
}

function allow(resource: Resource, isDualStack: boolean) {
  const text = `Allow IPv6. All of its subnets must be dual-stack${isDualStack ? ", and they are" : " before that"}.`;
  const line = `${SETTING} = true`;
  return (
    moduleFix(resource, text, "lambda") ??
    fixFor(
      resource,
      text,
      {
        hcl: [
          `  resource "${resource.type}" "${blockName(resource)}" {`,
          "    vpc_config {",
          `+     ${line}`,
          "    }",
          "  }",
        ],
        cloudformation: [
          `  ${resource.subject}:`,
          "    Properties:",
          "      VpcConfig:",
          "+       Ipv6AllowedForDualStack: true",
        ],
      },
      isDualStack ? editOf(resource) : null,
    )
  );
}

/** The first line of `vpc_config`: what it has comes after it. */
function editOf(resource: Resource): AuditEdit | null {
  const { format, place, fromModule, lines } = resource;
  const at = lines["vpc_config"];
  const own = Object.keys(lines).some((path) => path.endsWith(SETTING));
  if (place.file === null || at === undefined || fromModule !== null || own) return null;
  if (format === "terraform" && place.file.endsWith(".tf")) {
    return {
      file: place.file,
      before: at + 1,
      indentOf: at,
      further: 2,
      lines: [`${SETTING} = true`],
    };
  }
  if (format !== "cloudformation" || !/\.(ya?ml|template)$/.test(place.file)) return null;
  return {
    file: place.file,
    before: at + 1,
    indentOf: at,
    further: 2,
    lines: ["Ipv6AllowedForDualStack: true"],
  };
}
