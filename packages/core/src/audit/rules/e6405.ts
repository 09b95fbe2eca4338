import type { CallCondition } from "../../facts/compute-kind.js";
import { fixText } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, relatedPlaces } from "../code-rule.js";
import { itemsOf, textOf } from "../value.js";
import {
  callsOverIpv4,
  computesOfTask,
  isCarried,
  isGiven,
  type Part,
  partsOf,
} from "./ecs-tasks.js";
import { caseOfPath, ipv4PathOf } from "./ipv4-path.js";

interface Use {
  readonly words: string;
  readonly when: CallCondition;
}

/** Secrets, registry credentials and environment files, which the platform fetches before a task starts. */
export const e6405 = codeRule({
  id: "E6405",
  find: (context) => {
    const { network, reading } = context;
    const tasks = reading.resources.filter(({ kind }) => kind === "ecs-task");
    return byBlock(tasks.map((resource) => ({ resource }))).flatMap(
      ({ resource }): readonly CodeHit[] => {
        const computes = computesOfTask(resource, network);
        const open = computes.filter(({ isIpv6Only }) => isIpv6Only.is !== "yes");
        if (computes.length > 0 && open.length === 0) return [];
        const [compute = null] = open;
        const uses = new Map(
          partsOf(resource)
            .flatMap(usesOf)
            .map((use) => [use.words, use]),
        );
        const blocked = [...uses.values()].flatMap((use) => {
          const call = callsOverIpv4(compute, use.when, context);
          return call === null || isCarried(compute, call.endpoints) ? [] : [{ use, call }];
        });
        if (blocked.length === 0) return [];
        const path = context.goal === "ipv6-only" ? "some" : ipv4PathOf(compute, context);
        return [
          {
            kind: "fail",
            ...caseOfPath(path),
            message: {
              code: "E6405",
              args: {
                what: resource.subject,
                path,
                uses: blocked.map(({ use }) => use.words),
                hosts: [...new Set(blocked.flatMap(({ call }) => call.hosts))],
              },
            },
            on: resource,
            attribute: ["secrets"],
            related: relatedPlaces(open.map((each) => each.resource)),
            fix: fixText(
              `Add interface endpoints (${[...new Set(blocked.flatMap(({ call }) => call.endpoints))].join(", ")}), or run the task in IPv6-only subnets, where ECS calls the dual-stack names.`,
            ),
          },
        ];
      },
    );
  },
});

function usesOf(part: Part): readonly Use[] {
  const secrets = (itemsOf(part.get("secrets")) ?? []).flatMap((each) => {
    const from =
      each.kind === "map" ? (each.entries["valueFrom"] ?? each.entries["value_from"]) : each;
    const text = textOf(from) ?? (from?.kind === "unknown" ? from.missing : "");
    return [
      /secretsmanager/i.test(text)
        ? ({ words: "secrets", when: "secrets-manager" } as const)
        : ({ words: "parameters", when: "parameter-store" } as const),
    ];
  });
  const credentials = isGiven(part.get("repositoryCredentials"))
    ? ([{ words: "registry credentials", when: "secrets-manager" }] as const)
    : [];
  const files = isGiven(part.get("environmentFiles"))
    ? ([{ words: "environment files", when: "s3-artifacts" }] as const)
    : [];
  return [...secrets, ...credentials, ...files];
}
