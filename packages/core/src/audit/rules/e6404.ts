import { fixText } from "../audit-fix.js";
import { type AuditContext, type CodeHit, codeRule, placeOfCall } from "../code-rule.js";
import type { AuditCompute } from "../network.js";
import type { Call } from "../reading.js";
import { computesOfTask, isCarried } from "./ecs-tasks.js";
import { caseOfPath, ipv4PathOf } from "./ipv4-path.js";
import { computeOf } from "./service-calls.js";

const REGISTRIES: ReadonlySet<string> = new Set(["ecr", "ecr-public"]);

/** An image by the IPv4 name of an ECR registry. */
export const e6404 = codeRule({
  id: "E6404",
  find: (context) => {
    const found = new Map<string, { hit: CodeHit; places: ReturnType<typeof placeOfCall>[] }>();
    for (const call of context.reading.calls) {
      const hit = hitOf(call, context);
      if (hit === null) continue;
      const key = JSON.stringify([call.caller, call.scope, hit.attribute, call.place.file]);
      const before = found.get(key);
      if (before === undefined) found.set(key, { hit, places: [] });
      else before.places.push(placeOfCall(call));
    }
    return [...found.values()].map(({ hit, places }) => ({ ...hit, related: places }));
  },
});

function hitOf(call: Call, context: AuditContext): CodeHit | null {
  const { image, host } = call;
  if (image === null || host === null) return null;
  const known = context.capability.host(host.replaceAll("{}", "111122223333"));
  const { endpoint } = known;
  if (endpoint === null || !REGISTRIES.has(endpoint.service)) return null;
  // The dual-stack name of a registry has no other beside it.
  if (/dualstack/.test(endpoint.variant ?? "") || known.ipv6 === "yes") return null;
  const compute = computeThatPulls(call, context);
  if (isCarried(compute, ["ecr.dkr"])) return null;
  const isBuild = call.callerKind === "build" || call.callerKind === "script";
  const path = isBuild ? "build" : ipv4PathOf(compute, context);
  const other = endpoint.dualstack?.hostname ?? null;
  const shown = other === null ? null : sameAccount(other, host);
  return {
    kind: "fail",
    ...caseOfPath(path),
    message: {
      code: "E6404",
      args: { what: call.caller ?? (isBuild ? "The build" : "A container"), image, host, path },
    },
    on: compute?.resource ?? null,
    place: placeOfCall(call),
    attribute: ["image", image.replace(/[:@][^/]*$/, "")],
    fix: fixText(
      shown === null
        ? "Pull it through a registry that answers over IPv6, or keep an IPv4 path or an interface endpoint."
        : `Use the dual-stack name of the registry, or keep an interface endpoint. Credential helpers match on the name: amazon-ecr-credential-helper from 0.10.0.`,
      shown === null ? [] : [`- ${image}`, `+ ${image.replace(host, shown)}`],
    ),
  };
}

function sameAccount(dualstack: string, host: string): string {
  const [account = ""] = host.split(".");
  return dualstack.replace(/^(\{\w+\}|111122223333)/, account);
}

function computeThatPulls(call: Call, { network, reading }: AuditContext): AuditCompute | null {
  const direct = computeOf(call, network);
  if (direct !== null || call.caller === null) return direct;
  const task = reading.resources.find(
    ({ kind, address, subject, scope }) =>
      kind === "ecs-task" &&
      (address === call.caller || subject === call.caller) &&
      (call.scope === null || scope === call.scope),
  );
  return task === undefined ? null : (computesOfTask(task, network)[0] ?? null);
}
