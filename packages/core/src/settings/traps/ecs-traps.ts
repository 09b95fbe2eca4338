import { isInEcs } from "./situation.js";
import type { Trap } from "./trap.js";

const PULLED_BY_ECS = ["ecr", "ecs", "logs", "secretsmanager", "ssm"];

/** What ECS itself calls for a task follows the subnet, not the settings of the container. */
export const ecsDualStackSubnet: Trap = ({ env, service }) => {
  if (service.cliName !== "ecs" && !(isInEcs(env) && PULLED_BY_ECS.includes(service.cliName))) {
    return null;
  }
  return {
    id: "ecs-dual-stack-subnet",
    severity: "caution",
    message:
      "In a dual-stack subnet the ECS agent, image pulls, secrets and log drivers still use IPv4; only IPv6-only subnets move them to dual-stack names. Settings in the container do not reach them.",
    remedy: "Use IPv6-only subnets, or keep a way out for IPv4.",
    place: null,
    source: "https://github.com/aws/containers-roadmap/issues/2641",
  };
};

/** The awslogs driver has an endpoint option, which ECS does not let through. */
export const awslogsEndpointOption: Trap = ({ env, service }) => {
  if (service.cliName !== "logs" || !isInEcs(env)) return null;
  return {
    id: "awslogs-endpoint-option",
    severity: "caution",
    message:
      "The awslogs driver of a task does not see this setting, and ECS task definitions reject its awslogs-endpoint option.",
    remedy:
      "Send logs with FireLens (Fluent Bit), which takes an endpoint, or use IPv6-only subnets.",
    place: null,
    source: "https://github.com/aws/containers-roadmap/issues/73",
  };
};
