import type { Catalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error } from "@egress6/core/errors";
import type { SdkFacts } from "@egress6/core/facts/sdk-facts";
import { type BilledPeriod, flowCoverage } from "@egress6/core/flow/billed-bytes";
import { FlowClassifier } from "@egress6/core/flow/classify-flow";
import { FcaAccount } from "@egress6/core/flow/fca-policy";
import type { ByteClass } from "@egress6/core/flow/flow-class";
import type { FlowGroup } from "@egress6/core/flow/flow-group";
import { FlowNames } from "@egress6/core/flow/flow-names";
import type { FlowNetwork } from "@egress6/core/flow/flow-network";
import { FlowAccount } from "@egress6/core/flow/flow-report";
import { flowWorkload } from "@egress6/core/flow/flow-workload";
import type { IpRange } from "@egress6/core/flow/ip-range";
import { HostJudge, namesOfFlowHosts } from "@egress6/core/flow/judge-host";
import type { PrefixTable } from "@egress6/core/flow/prefix-table";
import type { EntryFacts } from "@egress6/core/identify/judge-identified";
import type { IdentifyNames } from "@egress6/core/identify/names";
import type { PriceBook } from "@egress6/core/price/price-book";
import type {
  FindSupport,
  FlowReduction,
  FlowResult,
  Observed,
  ResolverLogTallies,
} from "../ports.js";

export interface FlowsRequest {
  readonly catalog: Catalog;
  readonly identifyNames: IdentifyNames;
  readonly facts: EntryFacts;
  readonly sdks: readonly SdkFacts[];
  readonly prices: PriceBook;
  readonly network: FlowNetwork;
  /** Of ip-ranges.json; null: not given. */
  readonly ranges: PrefixTable<IpRange> | null;
  readonly engine: string;
  /** Copies of files that are read once. */
  readonly copies: readonly string[];
  /** Of the names of the files, where the logs do not say. */
  readonly region: string | null;
  /** What gateways carried by a bill or metrics; empty: not given. */
  readonly billed: readonly BilledPeriod[];
  readonly reduce: () => Promise<FlowReduction>;
  /** @param window milliseconds since the epoch; null: there are no records */
  readonly readNames: (
    names: FlowNames,
    window: { readonly from: number; readonly to: number } | null,
  ) => Promise<ResolverLogTallies>;
  readonly findSupport: FindSupport;
  /** Whether addresses without a name are told apart, for what is emitted. */
  readonly keepsAddresses: boolean;
  /** Whether finding support asks DNS: then only for names that carry bytes. */
  readonly isLive: boolean;
  readonly isInterrupted: () => boolean;
  /** Told of every pair, in order. */
  readonly onPair?: (
    group: FlowGroup,
    nat: string,
    flowClass: ByteClass,
    name: string | null,
  ) => void;
}

/**
 * Says which bytes of NAT gateways could go another way, by which change, and what that saves.
 * @throws Egress6Error of the readers, and what finding support throws
 */
export async function runFlows(request: FlowsRequest): Promise<FlowResult> {
  const { catalog, identifyNames, network, ranges } = request;
  const reduction = await request.reduce();
  try {
    const { window } = reduction.tallies;
    const names = new FlowNames();
    const resolver = await request.readNames(
      names,
      window.from === null || window.to === null
        ? null
        : { from: 1000 * window.from, to: 1000 * window.to },
    );
    const hosts = request.isLive ? hostsOfGroups(reduction, names) : names.hosts();
    const wanted = new Set([...hosts, ...names.called]);
    const observed = await observe(request, namesOfFlowHosts(wanted, catalog, identifyNames));
    for (const host of names.called) names.addOfCall(host, observed.addresses?.get(host) ?? []);
    const judge = new HostJudge({
      question: { catalog, observed: observed.support, sdk: null, sdks: request.sdks },
      identifyNames,
      facts: request.facts,
      names,
    });
    const classifier = new FlowClassifier(names, ranges, judge);
    const account = new FlowAccount({
      network,
      logged: reduction.nats,
      region: reduction.tallies.region ?? request.region,
      keepsAddresses: request.keepsAddresses,
    });
    const fca = request.keepsAddresses ? new FcaAccount() : null;
    for (const group of reduction.groups()) {
      const flow = classifier.classify(group, account.regionOf(group.nat));
      account.add(group, flow);
      fca?.add(group, flow);
      request.onPair?.(
        group,
        account.nameOf(group.nat),
        flow.class,
        flow.verdicts.map(({ host }) => host).join(" ") || null,
      );
    }
    const report = account.report(
      reduction.tallies,
      reduction.modes,
      reduction.notCounted(),
      request.prices,
      resolver.queries > 0 || names.hosts().size > 0,
    );
    return {
      report,
      engine: request.engine,
      isComplete: !request.isInterrupted() && observed.isComplete,
      copies: request.copies,
      resolver,
      coverage: flowCoverage(request.billed, window, report.bytes),
      fcaPolicy: fca?.policy() ?? null,
      workload: flowWorkload(report, catalog, identifyNames),
      witnesses: observed.witnesses,
    };
  } finally {
    reduction.close();
  }
}

/** Names of destinations that bytes went to. */
function hostsOfGroups(reduction: FlowReduction, names: FlowNames): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { src, dst } of reduction.groups()) {
    for (const host of names.namesOf(src, dst)?.hosts ?? []) hosts.add(host);
  }
  return hosts;
}

/** What was found out before it was stopped still counts. */
async function observe(
  { findSupport }: FlowsRequest,
  names: readonly string[],
): Promise<Observed & { readonly isComplete: boolean }> {
  if (names.length === 0) return { support: new Map(), witnesses: [], isComplete: true };
  try {
    return { ...(await findSupport(names)), isComplete: true };
  } catch (error) {
    if (!(error instanceof Egress6Error) || error.code !== "INTERRUPTED") throw error;
    return { support: new Map(), witnesses: [], isComplete: false };
  }
}
