import type { EndpointDiscovery } from "@egress6/core/endpoint/types";
import { Egress6Error } from "@egress6/core/errors";
import { z } from "zod";

const model = z.object({
  metadata: z.object({
    serviceId: z.string(),
    serviceFullName: z.string(),
    endpointPrefix: z.string(),
    signingName: z.string().optional(),
  }),
  operations: z.record(
    z.string(),
    z.object({
      endpoint: z.object({ hostPrefix: z.string().optional() }).optional(),
      endpointdiscovery: z.object({ required: z.boolean().optional() }).optional(),
      staticContextParams: z
        .record(z.string(), z.object({ value: z.union([z.string(), z.boolean()]) }))
        .optional(),
    }),
  ),
});

/** Operations that share a name other than the service's own. */
export interface OperationGroup {
  /** Sorted. */
  readonly operations: readonly string[];
  readonly hostPrefix: string;
  readonly parameters: Readonly<Record<string, string | boolean>>;
}

/** What the catalog needs of an API model. */
export interface ServiceModel {
  readonly serviceId: string;
  readonly displayName: string;
  /** What requests are signed for, unless the endpoint rules say otherwise. */
  readonly signingName: string;
  readonly endpointDiscovery: EndpointDiscovery;
  readonly groups: readonly OperationGroup[];
}

/** @throws Egress6Error CATALOG_SOURCE_INVALID */
export function parseServiceModel(json: unknown, service: string): ServiceModel {
  const parsed = model.safeParse(json);
  if (!parsed.success) {
    throw new Egress6Error(
      "CATALOG_SOURCE_INVALID",
      "input",
      `The API model of ${service} (service-2.json) is not one: ${z.prettifyError(parsed.error)}`,
    );
  }
  const { metadata, operations } = parsed.data;
  const list = Object.entries(operations);
  const discoveries = list.flatMap(([, { endpointdiscovery }]) => endpointdiscovery ?? []);
  return {
    serviceId: metadata.serviceId,
    displayName: metadata.serviceFullName,
    signingName: metadata.signingName ?? metadata.endpointPrefix,
    endpointDiscovery: discoveries.some(({ required }) => required)
      ? "required"
      : discoveries.length > 0
        ? "optional"
        : "none",
    groups: groupOperations(
      list.map(([name, { endpoint, staticContextParams }]) => ({
        name,
        hostPrefix: endpoint?.hostPrefix ?? "",
        parameters: Object.fromEntries(
          Object.entries(staticContextParams ?? {}).map(([key, { value }]) => [key, value]),
        ),
      })),
    ),
  };
}

interface Operation {
  readonly name: string;
  readonly hostPrefix: string;
  readonly parameters: OperationGroup["parameters"];
}

function groupOperations(operations: readonly Operation[]): readonly OperationGroup[] {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const key = JSON.stringify([operation.hostPrefix, operation.parameters]);
    groups.set(key, [...(groups.get(key) ?? []), operation]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, members]) => {
      const [first] = members;
      if (first === undefined) return [];
      if (first.hostPrefix === "" && Object.keys(first.parameters).length === 0) return [];
      return [
        {
          operations: members.map(({ name }) => name).sort(),
          hostPrefix: first.hostPrefix,
          parameters: first.parameters,
        },
      ];
    });
}
