import type { Catalog } from "@egress6/core/endpoint/catalog";
import {
  type DestinationsNamed,
  destinationsNamed,
} from "@egress6/core/identify/destinations-named";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";
import { loadPlanFacts } from "../adapter/fact-files/plan-facts.js";
import { readWorkloadPart } from "../adapter/workload-file/read-workload.js";
import type { CliContext } from "./context.js";
import { usageFault } from "./usage-fault.js";

/**
 * What the files of `--workload` call.
 * @throws Egress6Error WORKLOAD_UNREADABLE, WORKLOAD_INVALID, WORKLOAD_CONFLICT; USAGE: they name no destination
 */
export function destinationsOfFiles(paths: readonly string[], catalog: Catalog): DestinationsNamed {
  const { computeKinds } = loadPlanFacts(catalog);
  const part = readWorkloadPart(paths, { catalog, computeKinds });
  const named = destinationsNamed(part, catalog, loadIdentifyNames());
  const count = named.services.length + named.awsHosts.length + named.otherHosts.length;
  if (count > 0) return named;
  throw usageFault(
    `${paths.join(" + ")} names no service and no host${named.nameless === 0 ? "" : `, only ${addressesText(named.nameless)}`}. Add \`services\` or \`hosts\`.`,
  );
}

/** Says what of a workload a command cannot look at. */
export function noteLeftOut(
  { nameless }: DestinationsNamed,
  others: readonly string[],
  why: string,
  { stderr }: CliContext,
): void {
  if (others.length > 0) stderr.write(`Not included: ${shortList(others)}. ${why}\n`);
  if (nameless > 0) {
    stderr.write(`Not included: ${addressesText(nameless)}. Run \`egress6 plan\` to see them.\n`);
  }
}

const addressesText = (count: number): string =>
  count === 1 ? "1 destination without a name" : `${count} destinations without a name`;

const MOST_NAMES = 8;

function shortList(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
