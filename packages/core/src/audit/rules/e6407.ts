import { fixText } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, placeInside } from "../code-rule.js";
import { auditValueAt, isAbsent, itemsOf, textOf } from "../value.js";

/** An EKS cluster of the IPv4 family. */
export const e6407 = codeRule({
  id: "E6407",
  find: ({ reading }) =>
    byBlock(
      reading.resources
        .filter(({ kind }) => kind === "eks-cluster")
        .map((resource) => ({ resource })),
    ).flatMap(({ resource }): readonly CodeHit[] => {
      const { attributes, lines } = resource;
      const config = attributes["kubernetes_network_config"];
      const family = auditValueAt(config, "ip_family") ?? attributes["ip_family"];
      const what = resource.subject;
      const about = {
        on: resource,
        place: placeInside(
          resource,
          lines["kubernetes_network_config.ip_family"] ?? lines["ip_family"] ?? null,
        ),
        attribute: ["ip_family"],
        fix: fixText(
          "Nodes and the cluster can still send IPv6 from dual-stack subnets. Pods need a new cluster with ip_family ipv6.",
        ),
      };
      const hidden =
        family?.kind === "unknown" ? family : itemsOf(config) === null ? config : undefined;
      if (hidden?.kind === "unknown") {
        const args = { what, missing: hidden.missing };
        return [{ ...about, kind: "review", message: { code: "E6407.review", args } }];
      }
      if (!isAbsent(family) && textOf(family)?.toLowerCase() !== "ipv4") return [];
      return [{ ...about, kind: "fail", message: { code: "E6407", args: { what } } }];
    }),
});
