import { fixText } from "../audit-fix.js";
import { type CodeHit, codeRule, placeOfCall, placeOfResource } from "../code-rule.js";
import { idOf } from "../resource.js";
import { computeOf } from "./service-calls.js";

/** An image by ECR's dual-stack name, in a VPC with interface endpoints of ECR, which do not carry it. */
export const e6211 = codeRule({
  id: "E6211",
  find: ({ network, reading, capability }) =>
    reading.calls.flatMap((call): readonly CodeHit[] => {
      const { host, image } = call;
      if (image === null || host === null) return [];
      const { endpoint } = capability.host(host);
      if (endpoint?.service !== "ecr" || !/dualstack/.test(endpoint.variant ?? "")) return [];
      const compute = computeOf(call, network);
      const link = compute?.vpc;
      const vpc =
        link?.kind === "vpc"
          ? network.vpcs.find(({ resource }) => idOf(resource) === idOf(link.vpc))
          : network.vpcs.length === 1 && call.callerKind === "compute"
            ? network.vpcs[0]
            : undefined;
      const found = vpc?.endpoints.find(
        ({ type, service }) => type === "interface" && service?.startsWith("ecr.") === true,
      );
      if (found === undefined) return [];
      return [
        {
          kind: "fail",
          message: {
            code: "E6211",
            args: {
              what: call.caller ?? "A container",
              image,
              endpoint: found.resource.subject,
            },
          },
          on: compute?.resource ?? null,
          place: placeOfCall(call),
          attribute: ["image", image.replace(/[:@].*$/, "")],
          related: [placeOfResource(found.resource)],
          fix: fixText(
            "Choose one: remove the interface endpoints of ECR, or pull by the IPv4 name of the registry through them.",
          ),
        },
      ];
    }),
});
