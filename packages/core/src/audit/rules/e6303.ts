import { blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, relatedPlaces } from "../code-rule.js";
import type { AuditAclEntry, AuditNetworkAcl } from "../network.js";
import { idOf, type Resource } from "../resource.js";
import { subnetsById } from "./private-subnets.js";

type Direction = "egress" | "ingress";

/** A custom network ACL that lets IPv4 through, on subnets with IPv6. */
export const e6303 = codeRule({
  id: "E6303",
  find: ({ network }) => {
    const subnets = subnetsById(network);
    return byBlock(network.networkAcls).flatMap(({ all, resource }): readonly CodeHit[] => {
      const found = all.flatMap((acl) => {
        const ipv6 = acl.subnets.filter((each) => subnets.get(idOf(each))?.ipv6.is === "yes");
        const directions = lackingDirections(acl);
        return ipv6.length > 0 && directions.length > 0 ? [{ acl, ipv6, directions }] : [];
      });
      const [first] = found;
      if (first === undefined) return [];
      const { acl, directions } = first;
      const what = resource.subject;
      const about = {
        on: resource,
        attribute: ["ipv6-entries"],
        related: relatedPlaces(found.flatMap((each) => each.ipv6)),
        fix: addEntries(resource, directions),
      };
      if (acl.mayHaveMore.is !== "no") {
        const missing =
          acl.mayHaveMore.is === "unknown" ? acl.mayHaveMore.missing : "entries made elsewhere";
        const message = { code: "E6303.review", args: { what, missing } } as const;
        return [{ ...about, kind: "review", message }];
      }
      const words = directions.map((each) =>
        each === "egress" ? "out to port 443" : "in to ephemeral ports",
      );
      return [
        { ...about, kind: "fail", message: { code: "E6303", args: { what, directions: words } } },
      ];
    });
  },
});

/** Where HTTPS out, and its replies in, pass over IPv4 and not over IPv6. */
function lackingDirections({ entries }: AuditNetworkAcl): readonly Direction[] {
  const directions: readonly Direction[] = ["egress", "ingress"];
  return directions.filter(
    (direction) =>
      isAllowed(entries, direction, "ipv4") === "yes" &&
      isAllowed(entries, direction, "ipv6") === "no",
  );
}

function isAllowed(
  entries: readonly AuditAclEntry[],
  direction: Direction,
  family: "ipv4" | "ipv6",
): "yes" | "no" | "unknown" {
  const there = entries.filter(
    (each) => each.direction === direction || each.direction === "unknown",
  );
  const any = family === "ipv4" ? "0.0.0.0/0" : "::/0";
  const matching = there.filter(
    (each) =>
      each.family === family &&
      (each.cidr === any || each.cidr === null) &&
      isForTcp(each, direction),
  );
  if (matching.some(({ isAllow, direction: at }) => isAllow.is === "yes" && at === direction)) {
    return "yes";
  }
  // Of an entry that nobody knows, nothing is said.
  const isDoubtful = there.some(
    (each) =>
      each.family === "unknown" ||
      (each.family === family && (each.isAllow.is === "unknown" || each.direction === "unknown")),
  );
  return isDoubtful ? "unknown" : "no";
}

function isForTcp({ protocol, fromPort, toPort }: AuditAclEntry, direction: Direction): boolean {
  const name = protocol?.toLowerCase() ?? "-1";
  if (name === "-1" || name === "all") return true;
  if (name !== "tcp" && name !== "6") return false;
  const [least, most] = direction === "egress" ? [443, 443] : [EPHEMERAL, EPHEMERAL];
  return (fromPort ?? 0) <= least && (toPort ?? 65_535) >= most;
}

/** In the range that Linux, Windows and NAT gateways have in common. */
const EPHEMERAL = 50_000;

function addEntries(acl: Resource, directions: readonly Direction[]) {
  const name = blockName(acl);
  const ports: Readonly<Record<Direction, readonly [number, number]>> = {
    egress: [443, 443],
    ingress: [1024, 65_535],
  };
  return fixFor(acl, "Add the same entries for ::/0. Replies need theirs, too.", {
    hcl: directions.flatMap((direction) => [
      `+ resource "aws_network_acl_rule" "${name}_ipv6_${direction}" {`,
      `+   network_acl_id  = ${acl.type}.${name}.id`,
      "+   rule_number     = 106",
      `+   egress          = ${direction === "egress"}`,
      '+   protocol        = "tcp"',
      '+   rule_action     = "allow"',
      '+   ipv6_cidr_block = "::/0"',
      `+   from_port       = ${ports[direction][0]}`,
      `+   to_port         = ${ports[direction][1]}`,
      "+ }",
    ]),
    cloudformation: directions.flatMap((direction) => [
      `+ ${name}Ipv6${direction === "egress" ? "Out" : "In"}:`,
      "+   Type: AWS::EC2::NetworkAclEntry",
      "+   Properties:",
      `+     NetworkAclId: !Ref ${acl.subject}`,
      "+     RuleNumber: 106",
      `+     Egress: ${direction === "egress"}`,
      "+     Protocol: 6",
      "+     RuleAction: allow",
      '+     Ipv6CidrBlock: "::/0"',
      `+     PortRange: { From: ${ports[direction][0]}, To: ${ports[direction][1]} }`,
    ]),
  });
}
