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

/** What is given a group, beside rules that speak of it; looked up once for all groups. */
function groupUsers({ reading }: AuditContext): ReadonlyMap<string, readonly Resource[]> {
  const users = new Map<string, Resource[]>();
  for (const each of reading.resources) {
    if (each.kind.startsWith("security-group")) continue;
    const named = Object.values(each.attributes).flatMap((value) =>
      referencesIn(value).map(({ address }) => idOf({ scope: each.scope, address })),
    );
    for (const id of new Set(named)) {
      const list = users.get(id);
      if (list === undefined) users.set(id, [each]);
      else list.push(each);
    }
  }
  return users;
}

/** Whether all that has the group is known, and none of it calls out by itself: a database, a load balancer. */
export function onlyAnswers(context: AuditContext): (group: Resource) => boolean {
  const all = groupUsers(context);
  return (group) => {
    const users = all.get(idOf(group)) ?? [];
    return users.length > 0 && !users.some(({ kind }) => SENDS.has(kind));
  };
}
