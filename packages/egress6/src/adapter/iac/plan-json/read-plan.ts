import { isPlan, resourcesOfPlan } from "@egress6/core/audit/plan/plan-resources";
import type { Resource } from "@egress6/core/audit/resource";
import { Egress6Error } from "@egress6/core/errors";
import type { TextFile } from "@egress6/core/hcl/project";

/**
 * The resources of a file that `terraform show -json` wrote.
 * @throws Egress6Error AUDIT_INPUT
 */
export function readPlanFile({ path, text }: TextFile): readonly Resource[] {
  const json = parsed(path, text);
  if (!isPlan(json)) {
    throw notAPlan(path, "it is JSON, but no plan");
  }
  return resourcesOfPlan(json, `plan:${path}`);
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw notAPlan(path, "it is not JSON", cause);
  }
}

const notAPlan = (path: string, reason: string, cause?: unknown): Egress6Error =>
  new Egress6Error(
    "AUDIT_INPUT",
    "input",
    `${path} is not a plan of Terraform: ${reason}. Write one: \`terraform show -json plan.out > plan.json\`.`,
    { cause },
  );

/**
 * Puts what plans know into the resources of the files beside: same address, the file's place, the plan's values.
 * What only a plan has is kept as it is.
 */
export function mergePlans(
  resources: readonly Resource[],
  planned: readonly Resource[],
): readonly Resource[] {
  if (planned.length === 0) return resources;
  const byAddress = new Map(planned.map((each) => [each.address, each]));
  const scopes = new Map<string, number>();
  for (const { format, scope, address } of resources) {
    if (format === "terraform" && byAddress.has(address))
      scopes.set(scope, (scopes.get(scope) ?? 0) + 1);
  }
  const [best] = [...scopes].sort(([, a], [, b]) => b - a);
  if (best === undefined) return [...resources, ...planned];
  const [scope] = best;
  const merged = new Set<string>();
  const calls = new Map(
    resources
      .filter((each) => each.scope === scope && each.fromModule !== null)
      .map((each) => [each.subject, each]),
  );
  const blocks = new Map(
    resources.filter((each) => each.scope === scope).map((each) => [each.subject, each]),
  );
  const joined = resources.flatMap((each): readonly Resource[] => {
    if (each.scope !== scope || each.format !== "terraform") return [each];
    const plan = byAddress.get(each.address);
    if (plan === undefined) {
      // The plan knows what a module makes, and how many there are of a block.
      const isReplaced = each.fromModule !== null || each.multiplicity.kind === "unknown";
      return isReplaced && hasUnder(planned, each) ? [] : [each];
    }
    merged.add(each.address);
    return [
      {
        ...each,
        attributes: { ...each.attributes, ...known(plan) },
        multiplicity: plan.multiplicity,
      },
    ];
  });
  const rest = planned
    .filter(({ address }) => !merged.has(address))
    .map((each) => {
      const beside = blocks.get(each.subject) ?? calls.get(moduleOf(each.address));
      return {
        ...each,
        scope,
        ...(beside === undefined
          ? {}
          : { place: beside.place, endLine: beside.endLine, lines: beside.lines }),
      };
    });
  return [...joined, ...rest];
}

const moduleOf = (address: string): string => /^module\.[\w-]+/.exec(address)?.[0] ?? "";

function hasUnder(planned: readonly Resource[], { subject }: Resource): boolean {
  return planned.some(
    ({ address, subject: block }) =>
      block === subject || address.startsWith(`${subject}.`) || address.startsWith(`${subject}[`),
  );
}

function known({ attributes }: Resource): Resource["attributes"] {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value.kind !== "unknown"),
  );
}
