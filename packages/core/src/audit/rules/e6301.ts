import { addressKind } from "../../address/address-kind.js";
import { type AuditEdit, blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, nameInWords, placeInside } from "../code-rule.js";
import type { AuditRule, AuditSecurityGroup } from "../network.js";
import type { Resource } from "../resource.js";
import { moduleFix } from "./module-fix.js";
import { onlyAnswers } from "./users-of-group.js";

const ANY_IPV4 = "0.0.0.0/0";
const ANY_IPV6 = "::/0";

/** Security group lets IPv4 out to anywhere, and not IPv6. */
export const e6301 = codeRule({
  id: "E6301",
  find: (context) => {
    const doesAnswerOnly = onlyAnswers(context);
    return byBlock(context.network.securityGroups).flatMap(
      ({ all, resource }): readonly CodeHit[] => {
        const [group] = all.filter((each) => each.egress.length > 0);
        if (group === undefined) return [];
        return [
          ...uncovered(group, resource).map((hit) =>
            doesAnswerOnly(resource) ? { ...hit, when: "only-answers" as const } : hit,
          ),
          ...spelledOtherwise(group, resource),
        ];
      },
    );
  },
});

function uncovered(group: AuditSecurityGroup, resource: Resource): readonly CodeHit[] {
  const open4 = group.egress.filter(({ ipv4 }) => ipv4.includes(ANY_IPV4));
  const open6 = group.egress.filter(({ ipv6 }) => ipv6.includes(ANY_IPV6));
  const lacking = open4.filter((rule) => !open6.some((other) => overlaps(rule, other)));
  const what = nameInWords(resource);
  const about = { on: resource, attribute: ["egress", ANY_IPV6] };
  const [first] = lacking;
  if (first === undefined) return publicRangesOnly(group, resource, open6);
  const places = lacking.map((rule) => ({
    text: `${portsOf(rule)}: ${rule.ipv4.join(", ")}`,
    place: placeInside(rule.resource, rule.line),
  }));
  const fix = addRule(group, first, resource);
  const missing = group.egress.flatMap((rule) => rule.missing);
  if (missing[0] !== undefined || mayAllowMore(group)) {
    const hidden =
      missing[0] ??
      (group.mayHaveMore.is === "unknown" ? group.mayHaveMore.missing : "rules made elsewhere");
    const message = { code: "E6301.review", args: { what, missing: hidden } } as const;
    return [{ ...about, kind: "review", message, fix, evidence: places }];
  }
  const ports = [...new Set(lacking.map(portsOf))];
  return [
    {
      ...about,
      kind: "fail",
      message: { code: "E6301", args: { what, ports } },
      fix,
      evidence: places,
    },
  ];
}

/**
 * Whether rules that nobody knows may be of this group. That its id is passed on is no reason to think so: who lets
 * IPv4 out here lets IPv6 out here, too.
 */
function mayAllowMore({ mayHaveMore }: AuditSecurityGroup): boolean {
  if (mayHaveMore.is !== "unknown") return mayHaveMore.is === "yes";
  return !/^outputs?\./i.test(mayHaveMore.missing);
}

/** Single public addresses of others: nobody here knows their IPv6 ones. */
function publicRangesOnly(
  group: AuditSecurityGroup,
  resource: Resource,
  open6: readonly AuditRule[],
): readonly CodeHit[] {
  const isAnyOpen = open6.length > 0 || group.egress.some(({ ipv6 }) => ipv6.length > 0);
  const ranges = group.egress.flatMap(({ ipv4 }) => ipv4).filter((each) => isPublicRange(each));
  if (isAnyOpen || ranges.length === 0) return [];
  return [
    {
      kind: "review",
      message: { code: "E6301.public-ranges", args: { what: nameInWords(resource), ranges } },
      on: resource,
      attribute: ["egress", "ranges"],
      fix: null,
    },
  ];
}

function isPublicRange(cidr: string): boolean {
  // So short a prefix holds public addresses, whatever its first one is: 0.0.0.0/1.
  if (/\/[1-7]$/.test(cidr)) return true;
  return cidr !== ANY_IPV4 && addressKind(cidr.replace(/\/\d+$/, "")) === "internet";
}

function spelledOtherwise(group: AuditSecurityGroup, resource: Resource): readonly CodeHit[] {
  return group.egress.flatMap((rule) =>
    rule.written.slice(0, 1).map(
      (written): CodeHit => ({
        kind: "fail",
        when: "normalised",
        message: { code: "E6301.spelling", args: { what: nameInWords(resource), written } },
        on: resource,
        place: placeInside(rule.resource, rule.line),
        attribute: ["egress", "spelling", written],
        fix: fixFor(resource, "Write ::/0.", {
          hcl: [`-   ipv6_cidr_blocks = ["${written}"]`, '+   ipv6_cidr_blocks = ["::/0"]'],
          cloudformation: [`-   CidrIpv6: "${written}"`, '+   CidrIpv6: "::/0"'],
        }),
      }),
    ),
  );
}

function isAllProtocols({ protocol }: AuditRule): boolean {
  return protocol === null || protocol === "-1" || protocol.toLowerCase() === "all";
}

function overlaps(one: AuditRule, other: AuditRule): boolean {
  if (isAllProtocols(one) || isAllProtocols(other)) return true;
  if (one.protocol?.toLowerCase() !== other.protocol?.toLowerCase()) return false;
  const from = (rule: AuditRule) => rule.fromPort ?? 0;
  const to = (rule: AuditRule) => rule.toPort ?? 65_535;
  return from(one) <= to(other) && from(other) <= to(one);
}

function portsOf(rule: AuditRule): string {
  if (isAllProtocols(rule)) return "all traffic";
  const { protocol, fromPort, toPort } = rule;
  const name = protocol ?? "";
  if (fromPort === null || toPort === null || (fromPort <= 0 && toPort >= 65_535)) return name;
  return fromPort === toPort ? `${name} ${fromPort}` : `${name} ${fromPort} to ${toPort}`;
}

function addRule(_group: AuditSecurityGroup, rule: AuditRule, resource: Resource) {
  const text = "Let the same ports out to ::/0.";
  const protocol = isAllProtocols(rule) ? "-1" : (rule.protocol ?? "-1");
  const from = isAllProtocols(rule) ? 0 : (rule.fromPort ?? 0);
  const to = isAllProtocols(rule) ? 0 : (rule.toPort ?? 65_535);
  const isInline = rule.resource.kind === "security-group";
  const name = blockName(resource);
  const inline = [
    "egress {",
    `  from_port        = ${from}`,
    `  to_port          = ${to}`,
    `  protocol         = "${protocol}"`,
    '  ipv6_cidr_blocks = ["::/0"]',
    "}",
  ];
  const isNew = rule.resource.type === "aws_vpc_security_group_egress_rule";
  const block = isNew
    ? [
        `resource "aws_vpc_security_group_egress_rule" "${blockName(rule.resource)}_ipv6" {`,
        `  security_group_id = ${resource.type}.${name}.id`,
        `  ip_protocol       = "${protocol}"`,
        ...(isAllProtocols(rule)
          ? []
          : [`  from_port         = ${from}`, `  to_port           = ${to}`]),
        '  cidr_ipv6         = "::/0"',
        "}",
      ]
    : [
        `resource "aws_security_group_rule" "${blockName(rule.resource)}_ipv6" {`,
        '  type              = "egress"',
        `  security_group_id = ${resource.type}.${name}.id`,
        `  from_port         = ${from}`,
        `  to_port           = ${to}`,
        `  protocol          = "${protocol}"`,
        '  ipv6_cidr_blocks  = ["::/0"]',
        "}",
      ];
  const cfnItem = [
    `- IpProtocol: "${protocol}"`,
    ...(isAllProtocols(rule) ? [] : [`  FromPort: ${from}`, `  ToPort: ${to}`]),
    '  CidrIpv6: "::/0"',
  ];
  return (
    moduleFix(resource, text, "egress-ipv6") ??
    fixFor(
      resource,
      text,
      {
        hcl: isInline
          ? [
              `  resource "${resource.type}" "${name}" {`,
              ...inline.map((each) => `+   ${each}`),
              "  }",
            ]
          : block.map((each) => `+ ${each}`),
        cloudformation: ["  SecurityGroupEgress:", ...cfnItem.map((each) => `+   ${each}`)],
        cdk: ["+ group.addEgressRule(ec2.Peer.anyIpv6(), ec2.Port.allTraffic());"],
      },
      editOf(rule, isInline, isInline ? inline : block, cfnItem),
    )
  );
}

function editOf(
  { resource, line }: AuditRule,
  isInline: boolean,
  hcl: readonly string[],
  cfnItem: readonly string[],
): AuditEdit | null {
  const { format, place, endLine, fromModule, multiplicity } = resource;
  const { file } = place;
  if (file === null || fromModule !== null) return null;
  if (format === "terraform" && file.endsWith(".tf") && endLine !== null) {
    if (isInline) {
      return endLine === place.line
        ? null
        : { file, before: endLine, indentOf: endLine, further: 2, lines: hcl };
    }
    // A copy of one of several instances would need their `for_each`, too.
    if (multiplicity.kind !== "one") return null;
    return { file, before: endLine + 1, indentOf: endLine, further: 0, lines: ["", ...hcl] };
  }
  if (
    format === "cloudformation" &&
    isInline &&
    line !== null &&
    /\.(ya?ml|template)$/.test(file)
  ) {
    return { file, before: line, indentOf: line, further: 0, lines: cfnItem };
  }
  return null;
}
