import { blockName, fixFor } from "../audit-fix.js";
import type { AuditContext } from "../code-rule.js";
import { byBlock, type CodeHit, codeRule } from "../code-rule.js";
import { idOf, type Resource, type ResourceKind } from "../resource.js";
import { referencesIn } from "../value.js";
import { moduleFix } from "./module-fix.js";

/** A Terraform security group without any egress rule. */
export const e6302 = codeRule({
  id: "E6302",
  find: (context) =>
    byBlock(context.network.securityGroups).flatMap(({ all, resource }): readonly CodeHit[] => {
      const [group] = all.filter(
        ({ withoutRules, egress }) => withoutRules === "nothing" && egress.length === 0,
      );
      if (group === undefined) return [];
      const what = resource.subject;
      const about = { on: resource, attribute: ["egress"], fix: addEgress(resource) };
      const users = usersOf(resource, context);
      // What never calls out needs no egress: databases, load balancer listeners, endpoints, file systems.
      if (users.length > 0 && !users.some(({ kind }) => SENDS.has(kind))) return [];
      if (group.mayHaveMore.is !== "no") {
        const missing =
          group.mayHaveMore.is === "unknown" ? group.mayHaveMore.missing : "rules made elsewhere";
        const message = { code: "E6302.review", args: { what, missing } } as const;
        return [{ ...about, kind: "review", message }];
      }
      return [{ ...about, kind: "fail", message: { code: "E6302", args: { what } } }];
    }),
});

/** Kinds of resources that call out by themselves. */
const SENDS: ReadonlySet<ResourceKind> = new Set([
  "instance",
  "launch-template",
  "launch-configuration",
  "auto-scaling-group",
  "lambda-function",
  "lambda-network-connector",
  "ecs-service",
  "eks-cluster",
  "eks-node-group",
  "eks-fargate-profile",
  "app-runner-connector",
  "codebuild-project",
  "platform",
  "module-call",
]);

/** What is given the group, beside rules that speak of it. */
function usersOf(group: Resource, { reading }: AuditContext): readonly Resource[] {
  return reading.resources.filter((each) => {
    if (each.scope !== group.scope || idOf(each) === idOf(group)) return false;
    if (/^security-group/.test(each.kind)) return false;
    return Object.values(each.attributes).some((value) =>
      referencesIn(value).some(({ address }) => address === group.address),
    );
  });
}

function addEgress(group: Resource) {
  const text = "Add egress for both families. Terraform removes the rule that AWS adds by default.";
  const name = blockName(group);
  return (
    moduleFix(group, text, "egress-ipv6") ??
    fixFor(group, text, {
      hcl: [
        `  resource "${group.type}" "${name}" {`,
        "+   egress {",
        "+     from_port        = 0",
        "+     to_port          = 0",
        '+     protocol         = "-1"',
        '+     cidr_blocks      = ["0.0.0.0/0"]',
        '+     ipv6_cidr_blocks = ["::/0"]',
        "+   }",
        "  }",
      ],
    })
  );
}
