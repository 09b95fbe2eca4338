import type { ComputeKind } from "../../facts/compute-kind.js";
import type { AuditContext } from "../code-rule.js";
import type { AuditCompute, Network } from "../network.js";
import { idOf, type Resource } from "../resource.js";
import { type AuditValue, isAbsent, textOf, walkValue } from "../value.js";

/** What runs a task definition: its services, else nothing that files show. */
export function computesOfTask(task: Resource, { computes }: Network): readonly AuditCompute[] {
  const own = computes.filter(({ resource }) => idOf(resource) === idOf(task));
  const services = computes.filter(
    ({ taskDefinition }) => taskDefinition !== null && idOf(taskDefinition) === idOf(task),
  );
  return services.length > 0 ? services : own;
}

/** A map inside of a value, with its keys whatever their case. */
export interface Part {
  readonly path: readonly string[];
  readonly get: (name: string) => AuditValue | undefined;
}

/** All maps in a resource, JSON in texts included: container definitions are written as either. */
export function partsOf({ attributes }: Resource): readonly Part[] {
  const parts: Part[] = [];
  const visit = (value: AuditValue | undefined, at: readonly string[]) =>
    walkValue(value, (each, path) => {
      if (each.kind === "map") {
        const entries = new Map(
          Object.entries(each.entries).map(([key, entry]) => [plainKey(key), entry]),
        );
        parts.push({ path: [...at, ...path], get: (name) => entries.get(plainKey(name)) });
      }
      const inner = jsonIn(each);
      if (inner !== undefined) visit(inner, [...at, ...path]);
    });
  for (const [name, value] of Object.entries(attributes)) visit(value, [name]);
  return parts;
}

const plainKey = (key: string) => key.replace(/[-_]/g, "").toLowerCase();

function jsonIn(value: AuditValue): AuditValue | undefined {
  const text = textOf(value) ?? (value.kind === "unknown" ? value.pattern : null);
  if (text === null || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return fromJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function fromJson(json: unknown): AuditValue {
  if (Array.isArray(json)) return { kind: "list", items: json.map(fromJson) };
  if (typeof json === "object" && json !== null) {
    return {
      kind: "map",
      entries: Object.fromEntries(Object.entries(json).map(([key, each]) => [key, fromJson(each)])),
    };
  }
  const isPlain = typeof json === "string" || typeof json === "number" || typeof json === "boolean";
  return { kind: "known", value: isPlain ? json : null };
}

export const isGiven = (value: AuditValue | undefined): boolean => {
  if (value === undefined || isAbsent(value)) return false;
  return value.kind !== "list" || value.items.length > 0;
};

/** The kind of compute of a task where its subnets are dual-stack; null: not known. */
export function dualStackKind(
  compute: AuditCompute | null,
  { capability }: AuditContext,
): ComputeKind | null {
  const platform = compute?.platform ?? "ecs-fargate";
  return capability.computeKind(platform, "dual-stack");
}

/** Whether the platform itself makes that call over IPv4 where subnets are dual-stack. */
export function callsOverIpv4(
  compute: AuditCompute | null,
  when: ComputeKind["startupCalls"][number]["when"],
  context: AuditContext,
): { readonly hosts: readonly string[]; readonly endpoints: readonly string[] } | null {
  const call = dualStackKind(compute, context)?.startupCalls.find((each) => each.when === when);
  if (call === undefined || call.calls === "dualstack") return null;
  const { region } = context;
  if (region !== null && call.service !== null) {
    // Where its default name answers over IPv6, that is what it calls.
    const known = context.capability.service(call.service, region);
    if (known?.byDefault?.ipv6 === "yes") return null;
  }
  const hosts = call.hosts.map((each) => each.replaceAll("{Region}", region ?? "REGION"));
  return { hosts, endpoints: call.endpoints };
}

/** Whether interface or gateway endpoints of its VPC carry the call. */
export function isCarried(compute: AuditCompute | null, endpoints: readonly string[]): boolean {
  return compute?.endpointServices.some((each) => endpoints.includes(each)) ?? false;
}
