import type { AuditContext } from "../code-rule.js";
import { idOf, type Resource, type ResourceKind } from "../resource.js";
import { referencesIn } from "../value.js";

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

/** Whether all that has the group is known, and none of it calls out by itself: a database, a load balancer. */
export function onlyAnswers(group: Resource, context: AuditContext): boolean {
  const users = usersOf(group, context);
  return users.length > 0 && !users.some(({ kind }) => SENDS.has(kind));
}
