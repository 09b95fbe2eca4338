import { fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, relatedPlaces } from "../code-rule.js";
import { textOf } from "../value.js";
import { callsOverIpv4, computesOfTask, isCarried, partsOf } from "./ecs-tasks.js";
import { caseOfPath, ipv4PathOf } from "./ipv4-path.js";

/** The awslogs driver, which needs IPv4 or an interface endpoint in dual-stack subnets. */
export const e6403 = codeRule({
  id: "E6403",
  find: (context) => {
    const { network, reading } = context;
    const tasks = reading.resources.filter(({ kind }) => kind === "ecs-task");
    return byBlock(tasks.map((resource) => ({ resource }))).flatMap(
      ({ resource }): readonly CodeHit[] => {
        const parts = partsOf(resource).filter(
          (part) => textOf(part.get("logDriver"))?.toLowerCase() === "awslogs",
        );
        if (parts.length === 0) return [];
        const computes = computesOfTask(resource, network);
        const open = computes.filter(({ isIpv6Only }) => isIpv6Only.is !== "yes");
        if (computes.length > 0 && open.length === 0) return [];
        const [compute = null] = open;
        const call = callsOverIpv4(compute, "cloudwatch-logs", context);
        if (call === null || isCarried(compute, call.endpoints)) return [];
        const path = context.goal === "ipv6-only" ? "some" : ipv4PathOf(compute, context);
        const containers = parts.map((_, index) => `${index + 1}`);
        return [
          {
            kind: "fail",
            ...caseOfPath(path),
            message: {
              code: "E6403",
              args: {
                what: resource.subject,
                path,
                containers: [
                  containers.length === 1 ? "1 container" : `${containers.length} containers`,
                ],
                host: call.hosts.join(" or "),
              },
            },
            on: resource,
            attribute: ["log-driver"],
            related: relatedPlaces(open.map((each) => each.resource)),
            fix: fixFor(
              resource,
              "Add an interface endpoint for logs, run the task in IPv6-only subnets, or send logs through FireLens.",
              {
                hcl: [
                  '+ resource "aws_vpc_endpoint" "logs" {',
                  "+   vpc_id              = aws_vpc.VPC.id",
                  '+   service_name        = "com.amazonaws.REGION.logs"',
                  '+   vpc_endpoint_type   = "Interface"',
                  "+   private_dns_enabled = true",
                  "+ }",
                ],
                cloudformation: [
                  "+ LogsEndpoint:",
                  "+   Type: AWS::EC2::VPCEndpoint",
                  "+   Properties:",
                  "+     VpcEndpointType: Interface",
                  `+     ServiceName: !Sub com.amazonaws.\${AWS::Region}.logs`,
                  "+     PrivateDnsEnabled: true",
                ],
              },
            ),
          },
        ];
      },
    );
  },
});
