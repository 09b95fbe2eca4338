import { blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, nameInWords } from "../code-rule.js";
import type { Resource } from "../resource.js";
import { moduleFix } from "./module-fix.js";
import { onlyAnswers } from "./users-of-group.js";

/** A Terraform security group without any egress rule. */
export const e6302 = codeRule({
  id: "E6302",
  find: (context) => {
    const doesAnswerOnly = onlyAnswers(context);
    return byBlock(context.network.securityGroups).flatMap(
      ({ all, resource }): readonly CodeHit[] => {
        // The default group is emptied on purpose, so that nothing uses it.
        if (resource.type === "aws_default_security_group") return [];
        const [group] = all.filter(
          ({ withoutRules, egress }) => withoutRules === "nothing" && egress.length === 0,
        );
        if (group === undefined) return [];
        const what = nameInWords(resource);
        const about = { on: resource, attribute: ["egress"], fix: addEgress(resource) };
        // What never calls out needs no egress: databases, load balancers, endpoints, file systems.
        if (doesAnswerOnly(resource)) return [];
        if (group.mayHaveMore.is !== "no") {
          const missing =
            group.mayHaveMore.is === "unknown" ? group.mayHaveMore.missing : "rules made elsewhere";
          const message = { code: "E6302.review", args: { what, missing } } as const;
          return [{ ...about, kind: "review", message }];
        }
        return [{ ...about, kind: "fail", message: { code: "E6302", args: { what } } }];
      },
    );
  },
});

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
