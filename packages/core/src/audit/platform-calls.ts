import type { CallCondition, ComputeKind, SubnetKind } from "../facts/compute-kind.js";
import type { AuditCompute, Network } from "./network.js";
import type { Call } from "./reading.js";
import { serviceCall } from "./source/found-calls.js";
import { containersOf, shownText } from "./source/resource-calls.js";
import { auditValueAt, isAbsent, itemsOf, textOf } from "./value.js";

/** What platforms call by themselves, such as ECS the registry of its images: by `data/compute-kinds.json`. */
export function platformCalls(
  { computes }: Network,
  kinds: readonly ComputeKind[],
): readonly Call[] {
  return computes.flatMap((compute) => {
    const kind = kinds.find(
      ({ platform, subnets }) => platform === compute.platform && subnets === subnetKindOf(compute),
    );
    const { resource } = compute;
    return (kind?.startupCalls ?? []).flatMap(({ service, when }) => {
      if (service === null || !isUsed(compute, when)) return [];
      const { scope, address: caller, place } = resource;
      return [
        serviceCall(service, place, { caller, scope, callerKind: "compute" }, "platform", {
          confidence: when === "always" ? "high" : "medium",
        }),
      ];
    });
  });
}

/** As far as its subnets are known; where they are not, dual-stack is what a plan would make of it. */
export function subnetKindOf({ isInVpc, isIpv6Only, hasIpv6Subnets }: AuditCompute): SubnetKind {
  if (isInVpc.is === "no") return "none";
  if (isIpv6Only.is === "yes") return "ipv6-only";
  return hasIpv6Subnets.is === "no" ? "ipv4" : "dual-stack";
}

/** Whether the files show that it uses what makes the call. */
function isUsed({ resource, taskDefinition }: AuditCompute, when: CallCondition): boolean {
  if (when === "always") return true;
  const containers = containersOf(taskDefinition?.attributes["container_definitions"]);
  const image = shownText(resource.attributes["image_uri"]);
  const secrets = containers.flatMap((each) => itemsOf(auditValueAt(each, "secrets")) ?? []);
  const sources = secrets.map((each) => shownText(auditValueAt(each, "valueFrom")) ?? "");
  switch (when) {
    case "ecr-image":
      return (
        /\.dkr[.-]ecr[.-]/.test(image ?? "") ||
        containers.some((each) =>
          /\.dkr[.-]ecr[.-]/.test(shownText(auditValueAt(each, "image")) ?? ""),
        )
      );
    case "cloudwatch-logs":
      return containers.some(
        (each) => textOf(auditValueAt(each, "logConfiguration", "logDriver")) === "awslogs",
      );
    case "secrets-manager":
      return (
        sources.some((each) => each.includes(":secretsmanager:")) ||
        containers.some((each) => {
          const credentials = auditValueAt(each, "repositoryCredentials");
          return credentials !== undefined && !isAbsent(credentials);
        })
      );
    case "parameter-store":
      return sources.some((each) => each.includes(":ssm:") || each.startsWith("/"));
    case "exec":
      return textOf(resource.attributes["enable_execute_command"]) === "true";
    default:
      return false;
  }
}
