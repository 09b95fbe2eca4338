import { fixText } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, relatedPlaces } from "../code-rule.js";
import { isGiven } from "./ecs-tasks.js";
import { caseOfPath, ipv4PathOf } from "./ipv4-path.js";

/** Compute in a VPC that sends IPv4 only, whatever its subnets are. */
export const e6409 = codeRule({
  id: "E6409",
  find: (context) =>
    byBlock(context.network.computes).flatMap(
      ({ first: compute, resource }): readonly CodeHit[] => {
        const { platform, isInVpc, subnets } = compute;
        // A block that attaches it says so, whatever its subnets are.
        const isAttached =
          isInVpc.is === "yes" ||
          (isInVpc.is === "unknown" && isGiven(resource.attributes["vpc_config"]));
        // Of EKS, its family decides, and that rule says so.
        if (platform === null || !isAttached || platform.startsWith("eks-")) return [];
        const kind = context.capability.computeKind(platform, "dual-stack");
        if (kind === null || kind.sendsIpv6 !== "no") return [];
        const path = ipv4PathOf(compute, context);
        return [
          {
            kind: "fail",
            ...caseOfPath(path),
            message: {
              code: "E6409",
              args: { what: resource.subject, platform: kind.name, path, asOf: kind.asOf },
            },
            on: resource,
            attribute: ["platform"],
            related: relatedPlaces(subnets.map((each) => each.resource)),
            evidence: kind.sources.map((text) => ({ text, place: null })),
            fix: fixText(
              "Keep an IPv4 path or interface endpoints for it, or move the work to compute that sends IPv6, such as Lambda or ECS.",
            ),
          },
        ];
      },
    ),
});
