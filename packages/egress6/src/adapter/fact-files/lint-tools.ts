import { labelOf } from "@egress6/core/endpoint/called-name";
import { additionalEndpointsIn, type Catalog } from "@egress6/core/endpoint/catalog";
import type { ToolFacts } from "@egress6/core/facts/sdk-facts";
import type { ToolCall, ToolWrites } from "@egress6/core/facts/tool-writes";
import type { ConfigTarget } from "@egress6/core/settings/write/target";

/** @returns one sentence for each thing wrong in what tools call and how they are told; empty when clean */
export function lintToolFacts(
  tools: readonly ToolFacts[],
  catalog: Catalog,
  targets: readonly Pick<ConfigTarget, "id" | "forms">[],
): readonly string[] {
  return tools.flatMap(({ id, calls = [], writes, setting }) =>
    [
      ...calls.flatMap((call) => wrongCall(catalog, call)),
      ...wrongWrites(calls, writes, targets),
      ...(setting === null && (writes?.by === "switch" || writes?.by === "url")
        ? ["no setting, yet a form for it"]
        : []),
    ].map((problem) => `${id}: ${problem}`),
  );
}

function wrongCall(catalog: Catalog, { service: cliName, name }: ToolCall): readonly string[] {
  const service = catalog.services.find((each) => each.cliName === cliName);
  if (service === undefined) return [`${cliName} is not a service of the catalog`];
  if (name === undefined) return [];
  const isKnown = catalog.partitions.some(({ homeRegion }) =>
    additionalEndpointsIn(catalog, service, homeRegion).some((each) => labelOf(each) === name),
  );
  return isKnown ? [] : [`${name} is no additional endpoint of ${cliName}`];
}

function wrongWrites(
  calls: readonly ToolCall[],
  writes: ToolWrites | undefined,
  targets: readonly Pick<ConfigTarget, "id" | "forms">[],
): readonly string[] {
  if (writes?.by === "target") {
    const target = targets.find(({ id }) => id === writes.target);
    if (target === undefined) return [`there is no target ${writes.target}`];
    const isForm = writes.form === undefined || target.forms.some(({ id }) => id === writes.form);
    return isForm ? [] : [`the target ${writes.target} has no form ${writes.form}`];
  }
  if (writes === undefined || writes.by === "environment") return [];
  const called = calls.map(({ service, name }) => name ?? service);
  return writes.forms
    .flatMap(({ blocks }) => blocks.flatMap((block) => block.for ?? []))
    .filter((each) => !called.includes(each))
    .map((each) => `a form is for ${each}, which is not among its calls`);
}
