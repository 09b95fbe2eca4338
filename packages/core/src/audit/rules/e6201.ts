import { fixText } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, relatedPlaces } from "../code-rule.js";
import type { AuditNatGateway } from "../network.js";
import { idOf, type Resource } from "../resource.js";

/** How many NAT gateways there are, and in how many zones. */
export const e6201 = codeRule({
  id: "E6201",
  find: ({ network }) => {
    const groups = new Map<string, { about: Resource; gateways: AuditNatGateway[] }>();
    for (const gateway of network.natGateways) {
      if (gateway.isPublic.is === "no") continue;
      const { vpc } = gateway;
      const about = vpc.kind === "vpc" ? vpc.vpc : gateway.resource;
      const key = vpc.kind === "vpc" ? idOf(about) : `${about.scope} ${about.subject}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { about, gateways: [gateway] });
      else group.gateways.push(gateway);
    }
    return [...groups.values()].map(({ about, gateways }): CodeHit => {
      const sure = gateways.filter(({ resource }) => resource.multiplicity.kind !== "unknown");
      const subnets = new Map(network.subnets.map((each) => [idOf(each.resource), each]));
      const zones = gateways.map(({ subnet }) => {
        const zone = subnet === null ? undefined : subnets.get(idOf(subnet))?.zone;
        if (zone?.kind === "known") return String(zone.value);
        // Of an instance of a block, each is taken to be in a zone of its own only if it is known.
        return null;
      });
      const [first] = byBlock(gateways);
      const on = first?.resource ?? about;
      const related = relatedPlaces(gateways.map((each) => each.resource)).slice(1);
      const base = {
        on,
        attribute: ["nat-gateways"],
        related,
        fix: fixText(
          "Move what has IPv6 off them first; `egress6 plan` says what that saves, and whether one NAT gateway or a NAT instance is enough for the rest.",
        ),
      };
      const unsure = gateways.find(({ resource }) => resource.multiplicity.kind === "unknown");
      if (sure.length === 0 && unsure?.resource.multiplicity.kind === "unknown") {
        const args = { what: about.subject, missing: unsure.resource.multiplicity.missing };
        return { ...base, kind: "review", message: { code: "E6201.review", args } };
      }
      const args = {
        what: about.kind === "nat-gateway" ? null : about.subject,
        count: sure.length,
        isAtLeast: unsure !== undefined,
        zones: zones.includes(null) ? null : new Set(zones).size,
      };
      return { ...base, kind: "fail", message: { code: "E6201", args } };
    });
  },
});
