import { Egress6Error } from "@egress6/core/errors";
import { addressTests } from "@egress6/core/survey/address-policies";
import {
  SURVEY_CALLS,
  type SurveyCall,
  type SurveyExtra,
  surveyCall,
} from "@egress6/core/survey/calls";
import { keptItems } from "@egress6/core/survey/kept-items";
import { templatesOf } from "@egress6/core/survey/launch-templates";
import { partitionOf } from "@egress6/core/survey/partition-of";
import {
  isRawObject,
  type RawObject,
  rawObject,
  rawObjects,
  rawText,
} from "@egress6/core/survey/raw";
import type { DeniedCall, SurveyAnswer, SurveyReading } from "@egress6/core/survey/survey-reading";
import type { Account, AccountFault, Clock } from "../ports.js";

export interface AskAccountOptions {
  readonly account: Account;
  /** `all`: those that the account has enabled. Empty: the one that the profile names. */
  readonly regions: readonly string[] | "all";
  readonly vpc: string | null;
  readonly extras: ReadonlySet<SurveyExtra>;
  readonly signal: AbortSignal;
  readonly now: Clock;
  readonly onProgress: (progress: AskProgress) => void;
}

interface AskProgress {
  readonly regions: number;
  readonly regionsDone: number;
  readonly calls: number;
}

/** What was asked, for people who see it in their logs. */
interface AskedCall {
  readonly action: string;
  readonly region: string;
  readonly requests: number;
  readonly milliseconds: number;
}

/** An answer as AWS gave it, without what is secret in it. */
interface AskedAnswer extends SurveyAnswer {
  /** All that the list holds: names, too. */
  readonly values: readonly unknown[];
}

export interface AskedAccount {
  readonly account: string | null;
  readonly answers: readonly AskedAnswer[];
  readonly denied: readonly DeniedCall[];
  readonly takenAt: string;
  readonly isCutOff: boolean;
  readonly calls: readonly AskedCall[];
  /** Regions that were to be read. */
  readonly regions: readonly string[];
  /** Enabled, and not read. */
  readonly otherRegions: readonly string[];
}

const REGIONS_AT_ONCE = 3;
const CALLS_AT_ONCE = 5;
/** Of one call: with a thousand items on each, more than any account has. */
const MOST_PAGES = 2000;

/** Lists that a big account cannot get in one piece. */
const PAGE_SIZES: ReadonlyMap<string, number> = new Map([
  ["ec2:DescribeNetworkInterfaces", 1000],
  ["ec2:DescribeInstances", 1000],
  ["ec2:DescribeSecurityGroups", 1000],
]);
const SERVICES_A_CALL = 10;
const TYPES_A_CALL = 100;
const METRICS_A_CALL = 500;
const BUCKETS_A_PAGE = 1000;
const KEYS_A_PAGE = 1000;
/** Not those that AWS wrote: nobody can change them. */
const OWN_POLICIES = ["User", "Role", "Group", "LocalManagedPolicy"];
const METRIC_DAYS = 30;
const DAY_MS = 86_400_000;

/** Asked in every region, and of nothing that another call has to say first. */
const INDEPENDENT = SURVEY_CALLS.filter(
  ({ action, scope, extra }) =>
    scope === "regional" &&
    extra === null &&
    ![
      "ec2:DescribeVpcs",
      "ec2:DescribeLaunchTemplateVersions",
      "ec2:DescribeVpcEndpointServices",
      "ec2:DescribeInstanceTypes",
      "ecs:ListServices",
      "ecs:DescribeServices",
      "ecs:DescribeTaskDefinition",
      "eks:DescribeCluster",
    ].includes(action),
);

/**
 * Reads an account: who it is, its regions, then each region with what depends on what. What is denied is named, and the
 * rest goes on; after an interruption there is what was read until then.
 * @throws Egress6Error SURVEY_REGION_MISSING, and those of `awsFault` where the first call has no credentials
 */
export async function askAccount(options: AskAccountOptions): Promise<AskedAccount> {
  const { account, now } = options;
  const home =
    (options.regions === "all" ? undefined : options.regions[0]) ?? (await account.homeRegion());
  if (home === null) {
    throw new Egress6Error(
      "SURVEY_REGION_MISSING",
      "input",
      "No region is named. Give --region eu-west-1, or --all-regions, or set AWS_REGION.",
    );
  }
  const asking = new Asking(options, new Date(now()).toISOString());
  await asking.identify(home);
  const regions = await asking.chooseRegions(home);
  let regionsDone = 0;
  const progress = () =>
    options.onProgress({ regions: regions.length, regionsDone, calls: asking.requests });
  asking.onRequest = progress;
  await inParallel(regions, REGIONS_AT_ONCE, async (region) => {
    await new RegionAsking(asking, region, options).run();
    regionsDone++;
    progress();
  });
  if (options.extras.has("billing")) await asking.askCosts(home);
  if (options.extras.has("policies")) await asking.askPolicies(home);
  return asking.done(regions);
}

/** One after another in each of so many rows. */
async function inParallel<T>(
  items: readonly T[],
  rows: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const row = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: Math.min(rows, items.length) }, row));
}

interface Pages {
  readonly values: readonly unknown[];
  readonly isWhole: boolean;
}

class Asking {
  requests = 0;
  onRequest: () => void = () => {};
  readonly signal: AbortSignal;

  private readonly options: AskAccountOptions;
  private readonly takenAt: string;
  private readonly answers: AskedAnswer[] = [];
  private readonly denied: DeniedCall[] = [];
  private readonly calls = new Map<string, AskedCall>();
  private accountId: string | null = null;
  private enabled: readonly string[] = [];

  constructor(options: AskAccountOptions, takenAt: string) {
    this.options = options;
    this.signal = options.signal;
    this.takenAt = takenAt;
  }

  /** Who asks. Without credentials, nothing goes on. */
  async identify(home: string): Promise<void> {
    const action = "sts:GetCallerIdentity";
    const result = await this.page(action, home, {});
    if (result.is === "page") {
      this.accountId = rawText(result.page, "Account");
      const identity = { Account: this.accountId };
      this.keep(action, null, [identity], true);
      return;
    }
    if (result.error !== undefined) throw result.error;
    this.deny(action, null, result);
  }

  async chooseRegions(home: string): Promise<readonly string[]> {
    const action = "ec2:DescribeRegions";
    const found = await this.ask(action, home, {});
    this.enabled = (found ?? []).flatMap((each) =>
      rawText(each, "OptInStatus") === "not-opted-in" ? [] : (rawText(each, "RegionName") ?? []),
    );
    const { regions } = this.options;
    if (regions !== "all") return regions.length === 0 ? [home] : regions;
    return this.enabled.length === 0 ? [home] : this.enabled.toSorted();
  }

  /** What Cost Explorer says of the last thirty days. */
  async askCosts(home: string): Promise<void> {
    const end = this.takenAt.slice(0, 10);
    const start = new Date(Date.parse(end) - METRIC_DAYS * DAY_MS).toISOString().slice(0, 10);
    await this.ask("ce:GetCostAndUsage", home, {
      TimePeriod: { Start: start, End: end },
      Granularity: "MONTHLY",
      Metrics: ["UnblendedCost", "UsageQuantity"],
      GroupBy: [
        { Type: "DIMENSION", Key: "REGION" },
        { Type: "DIMENSION", Key: "USAGE_TYPE" },
      ],
      Filter: {
        Dimensions: { Key: "SERVICE", Values: ["EC2 - Other", "Amazon Virtual Private Cloud"] },
      },
    });
  }

  /** Policies of identities and buckets: of them, only those that look at addresses are kept. */
  async askPolicies(home: string): Promise<void> {
    await this.ask("iam:GetAccountAuthorizationDetails", home, { Filter: OWN_POLICIES });
    const buckets = await this.ask("s3:ListBuckets", home, { MaxBuckets: `${BUCKETS_A_PAGE}` });
    if (buckets === null) return;
    await this.askEachPolicy(
      "s3:GetBucketPolicy",
      null,
      buckets.flatMap((each) => {
        const Bucket = rawText(each, "Name");
        const arn = `arn:${partitionOf(home)}:s3:::${Bucket}`;
        const region = rawText(each, "BucketRegion") ?? home;
        return Bucket === null ? [] : [{ arn, region, input: { Bucket } }];
      }),
    );
  }

  /** One policy a call. A fault is named once, with how many it concerns. */
  async askEachPolicy(
    action: string,
    place: string | null,
    asked: readonly { readonly arn: string; readonly region: string; readonly input: RawObject }[],
  ): Promise<void> {
    const kept: RawObject[] = [];
    const faults = new Map<string, { readonly fault: AccountFault; count: number }>();
    await inParallel(asked, CALLS_AT_ONCE, async ({ arn, region, input }) => {
      const result = await this.page(action, region, input);
      if (result.is === "fault") {
        const known = faults.get(result.kind) ?? { fault: result, count: 0 };
        known.count++;
        faults.set(result.kind, known);
        return;
      }
      const Policy = addressTests(result.page["Policy"]);
      if (Policy !== null) kept.push({ Arn: arn, PolicyName: null, Policy });
    });
    for (const { fault, count } of faults.values()) {
      const more = count > 1 ? `; the same for ${count - 1} more` : "";
      this.deny(action, place, { ...fault, reason: `${fault.reason}${more}` });
    }
    const failed = [...faults.values()].reduce((sum, { count }) => sum + count, 0);
    if (failed > 0 && failed === asked.length) return;
    const sorted = kept.toSorted((a, b) => compare(`${a["Arn"]}`, `${b["Arn"]}`));
    this.keep(action, place, sorted, failed === 0);
  }

  /** All pages of a call, as an answer. */
  async ask(action: string, region: string, input: RawObject): Promise<readonly unknown[] | null> {
    const found = await this.pages(action, region, input);
    if (found === null) return null;
    const place = surveyCall(action)?.scope === "global" ? null : region;
    this.keep(action, place, found.values, found.isWhole);
    return found.values;
  }

  /**
   * All pages of a call. What came before a fault is kept, and known not to be all.
   * @returns null where nothing came
   */
  async pages(action: string, region: string, input: RawObject): Promise<Pages | null> {
    const call = surveyCall(action);
    if (call === undefined) throw new Error(`${action} is no call of a survey`);
    const values: unknown[] = [];
    const place = call.scope === "global" ? null : region;
    let asked: RawObject = input;
    for (let page = 0; page < MOST_PAGES; page++) {
      const result = await this.page(action, region, asked);
      if (result.is === "fault") {
        this.deny(action, place, result);
        return page === 0 ? null : { values, isWhole: false };
      }
      for (const each of keptItems(call, result.page)) values.push(each);
      const token = rawText(result.page, call.pager?.answer ?? "");
      if (call.pager === null || token === null) return { values, isWhole: true };
      asked = { ...input, [call.pager.ask]: token };
    }
    const reason = `more than ${MOST_PAGES} pages`;
    this.deny(action, place, { is: "fault", kind: "unreachable", reason });
    return { values, isWhole: false };
  }

  /** What was asked in several calls, as one answer. */
  keep(action: string, region: string | null, values: readonly unknown[], isWhole: boolean): void {
    this.answers.push({
      action,
      region,
      account: this.accountId,
      items: values.filter(isRawObject),
      values,
      isWhole,
    });
  }

  deny(action: string, region: string | null, fault: AccountFault): void {
    if (fault.kind === "interrupted") return;
    const permission = surveyCall(action)?.permission ?? action;
    const isKnown = this.denied.some(
      (each) =>
        each.action === permission && each.region === region && each.reason === fault.reason,
    );
    if (isKnown) return;
    this.denied.push({ action: permission, region, account: this.accountId, reason: fault.reason });
  }

  async page(action: string, region: string, input: RawObject) {
    if (this.signal.aborted) return INTERRUPTED;
    const { now, account } = this.options;
    const started = now();
    this.requests++;
    this.onRequest();
    const result = await account.call(action, region, input, this.signal);
    const key = `${action} ${region}`;
    const before = this.calls.get(key);
    this.calls.set(key, {
      action,
      region,
      requests: (before?.requests ?? 0) + 1,
      milliseconds: (before?.milliseconds ?? 0) + now() - started,
    });
    return result;
  }

  done(regions: readonly string[]): AskedAccount {
    const account = this.accountId ?? ownerIn(this.answers);
    const sorted = <T extends { readonly action: string; readonly region: string | null }>(
      items: readonly T[],
    ) => items.toSorted((a, b) => compare(placeOf(a), placeOf(b)));
    return {
      account,
      answers: sorted(this.answers).map((each) => ({ ...each, account })),
      denied: sorted(this.denied).map((each) => ({ ...each, account })),
      takenAt: this.takenAt,
      isCutOff: this.signal.aborted,
      calls: sorted([...this.calls.values()]),
      regions,
      otherRegions: this.enabled.filter((each) => !regions.includes(each)),
    };
  }
}

const INTERRUPTED: AccountFault = { is: "fault", kind: "interrupted", reason: "interrupted" };

const placeOf = ({ action, region }: { readonly action: string; readonly region: string | null }) =>
  `${region ?? ""} ${action}`;
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** Where nobody says who asks: the owner of security groups, which are not shared as subnets are. */
function ownerIn(answers: readonly SurveyAnswer[]): string | null {
  const groups = answers.find(({ action }) => action === "ec2:DescribeSecurityGroups")?.items ?? [];
  return groups.map((each) => rawText(each, "OwnerId")).find((each) => each !== null) ?? null;
}

/** One region: the VPCs first, since a region that is not enabled refuses them; then all else. */
class RegionAsking {
  private readonly asking: Asking;
  private readonly region: string;
  private readonly options: AskAccountOptions;

  constructor(asking: Asking, region: string, options: AskAccountOptions) {
    this.asking = asking;
    this.region = region;
    this.options = options;
  }

  async run(): Promise<void> {
    if (!(await this.isEnabled())) return;
    const found = new Map<string, readonly unknown[]>();
    await inParallel(INDEPENDENT, CALLS_AT_ONCE, async (call) => {
      const values = await this.ask(call.action, this.inputOf(call));
      if (values !== null) found.set(call.action, values);
    });
    const objects = (action: string): readonly RawObject[] =>
      (found.get(action) ?? []).filter(isRawObject);
    const texts = (action: string): readonly string[] =>
      (found.get(action) ?? []).filter((each) => typeof each === "string");
    const later: (() => Promise<unknown>)[] = [
      () => this.askTypesAndTemplates(objects, (action) => found.has(action)),
      () => this.askEndpointServices(objects("ec2:DescribeVpcEndpoints")),
      ...(found.has("ecs:ListClusters") ? [() => this.askServices(texts("ecs:ListClusters"))] : []),
      ...(found.has("eks:ListClusters") ? [() => this.askClusters(texts("eks:ListClusters"))] : []),
      ...(this.options.extras.has("metrics")
        ? [() => this.askMetrics(objects("ec2:DescribeNatGateways"))]
        : []),
      ...(this.options.extras.has("policies") ? [() => this.askKeys()] : []),
    ];
    await inParallel(later, CALLS_AT_ONCE, async (each) => {
      await each();
    });
  }

  private ask(action: string, input: RawObject) {
    return this.asking.ask(action, this.region, input);
  }

  private pages(action: string, input: RawObject) {
    return this.asking.pages(action, this.region, input);
  }

  private inputOf({ action, vpcFilter }: SurveyCall): RawObject {
    const { vpc } = this.options;
    const size = PAGE_SIZES.get(action);
    return {
      ...(size === undefined ? {} : { MaxResults: size }),
      ...(vpc === null || vpcFilter === null
        ? {}
        : { [vpcFilter.parameter]: [{ Name: vpcFilter.name, Values: [vpc] }] }),
      ...(action === "ecs:ListAccountSettings" ? { effectiveSettings: true } : {}),
    };
  }

  private async isEnabled(): Promise<boolean> {
    const call = surveyCall("ec2:DescribeVpcs");
    if (call === undefined) return false;
    const first = await this.asking.page(call.action, this.region, this.inputOf(call));
    if (first.is === "fault" && first.kind === "not-enabled") {
      const reason = `the region is not enabled (${first.reason})`;
      this.asking.deny(call.action, this.region, { ...first, reason });
      return false;
    }
    if (first.is === "fault") {
      this.asking.deny(call.action, this.region, first);
      return first.kind !== "interrupted" && first.kind !== "credentials";
    }
    await this.rest(call, first.page);
    return true;
  }

  /** The pages after the first. */
  private async rest(call: SurveyCall, first: RawObject): Promise<void> {
    const values = keptItems(call, first);
    const token = rawText(first, call.pager?.answer ?? "");
    if (token === null) {
      this.asking.keep(call.action, this.region, values, true);
      return;
    }
    const input = { ...this.inputOf(call), [call.pager?.ask ?? ""]: token };
    const more = await this.pages(call.action, input);
    const all = [...values, ...(more?.values ?? [])];
    this.asking.keep(call.action, this.region, all, more?.isWhole ?? false);
  }

  /** Many calls of one action, as one answer; what was denied is named. */
  private async askEach(action: string, inputs: readonly RawObject[], isKnown: boolean) {
    const all: unknown[] = [];
    let isWhole = true;
    await inParallel(inputs, CALLS_AT_ONCE, async (input) => {
      const found = await this.pages(action, input);
      isWhole &&= found?.isWhole ?? false;
      all.push(...(found?.values ?? []));
    });
    // Nothing came of anything that was asked: that is no empty list.
    if (!isWhole && all.length === 0) return [];
    if (inputs.length > 0 || isKnown) {
      const sorted = all.toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
      this.asking.keep(action, this.region, sorted, isWhole);
    }
    return all.filter(isRawObject);
  }

  private async askServices(clusters: readonly string[]): Promise<void> {
    const inputs: RawObject[] = [];
    let isWhole = true;
    await inParallel(clusters, CALLS_AT_ONCE, async (cluster) => {
      const found = await this.pages("ecs:ListServices", { cluster });
      isWhole &&= found?.isWhole ?? false;
      const services = (found?.values ?? []).filter((each) => typeof each === "string");
      for (let at = 0; at < services.length; at += SERVICES_A_CALL) {
        inputs.push({ services: services.slice(at, at + SERVICES_A_CALL), cluster });
      }
    });
    const found = await this.askEach("ecs:DescribeServices", inputs, isWhole);
    const tasks = [...new Set(found.flatMap((each) => rawText(each, "taskDefinition") ?? []))];
    await this.askEach(
      "ecs:DescribeTaskDefinition",
      tasks.toSorted().map((taskDefinition) => ({ taskDefinition })),
      isWhole,
    );
  }

  private async askClusters(names: readonly string[]): Promise<void> {
    await this.askEach(
      "eks:DescribeCluster",
      names.map((name) => ({ name })),
      true,
    );
  }

  /** The versions of launch templates that groups use, and the types of what runs or may run. */
  private async askTypesAndTemplates(
    objects: (action: string) => readonly RawObject[],
    isRead: (action: string) => boolean,
  ): Promise<void> {
    const groups = objects("autoscaling:DescribeAutoScalingGroups");
    const used = new Map<string, Set<string>>();
    const use = (id: string | null, version: string) => {
      if (id !== null) used.set(id, (used.get(id) ?? new Set()).add(version));
    };
    for (const each of objects("ec2:DescribeLaunchTemplates")) {
      use(rawText(each, "LaunchTemplateId"), "$Default");
    }
    for (const group of groups) {
      for (const each of templatesOf(group)) {
        use(rawText(each, "LaunchTemplateId"), rawText(each, "Version") ?? "$Default");
      }
    }
    const versions = await this.askEach(
      "ec2:DescribeLaunchTemplateVersions",
      [...used].toSorted().map(([LaunchTemplateId, wanted]) => ({
        LaunchTemplateId,
        Versions: [...wanted].toSorted(),
      })),
      isRead("ec2:DescribeLaunchTemplates"),
    );
    const types = new Set([
      ...objects("ec2:DescribeInstances")
        .flatMap((each) => rawObjects(each, "Instances"))
        .flatMap((each) => rawText(each, "InstanceType") ?? []),
      ...groups
        .flatMap((each) => rawObjects(each, "Instances"))
        .flatMap((each) => rawText(each, "InstanceType") ?? []),
      ...versions.flatMap((each) => {
        return rawText(rawObject(each, "LaunchTemplateData"), "InstanceType") ?? [];
      }),
    ]);
    await this.askEach(
      "ec2:DescribeInstanceTypes",
      chunks([...types].toSorted(), TYPES_A_CALL).map((InstanceTypes) => ({ InstanceTypes })),
      isRead("ec2:DescribeInstances"),
    );
  }

  /** Policies of keys. */
  private async askKeys(): Promise<void> {
    const keys = await this.ask("kms:ListKeys", { Limit: KEYS_A_PAGE });
    if (keys === null) return;
    await this.asking.askEachPolicy(
      "kms:GetKeyPolicy",
      this.region,
      keys.flatMap((each) => {
        const KeyId = rawText(each, "KeyId");
        const arn = rawText(each, "KeyArn");
        const input = { KeyId, PolicyName: "default" };
        return KeyId === null ? [] : [{ arn: arn ?? KeyId, region: this.region, input }];
      }),
    );
  }

  /** Only where an endpoint has IPv4 alone does it matter what its service offers. */
  private async askEndpointServices(endpoints: readonly RawObject[]): Promise<void> {
    const names = new Set(
      endpoints.flatMap((each) =>
        rawText(each, "VpcEndpointType") === "Interface" &&
        (rawText(each, "IpAddressType") ?? "ipv4") === "ipv4"
          ? (rawText(each, "ServiceName") ?? [])
          : [],
      ),
    );
    if (names.size === 0) return;
    await this.ask("ec2:DescribeVpcEndpointServices", { ServiceNames: [...names].toSorted() });
  }

  /** Bytes of the last thirty days, by NAT gateway. */
  private async askMetrics(gateways: readonly RawObject[]): Promise<void> {
    const end = Math.floor(this.options.now() / DAY_MS) * DAY_MS;
    const queries = gateways
      .flatMap((each) => rawText(each, "NatGatewayId") ?? [])
      .toSorted()
      .flatMap((id) => NAT_METRICS.map((name) => ({ id, name })))
      .map(({ id, name }, index) => ({
        Id: `m${index}`,
        Label: `${id} ${name}`,
        MetricStat: {
          Metric: {
            Namespace: "AWS/NATGateway",
            MetricName: name,
            Dimensions: [{ Name: "NatGatewayId", Value: id }],
          },
          Period: DAY_MS / 1000,
          Stat: "Sum",
        },
        ReturnData: true,
      }));
    if (queries.length === 0) return;
    await this.askEach(
      "cloudwatch:GetMetricData",
      chunks(queries, METRICS_A_CALL).map((MetricDataQueries) => ({
        MetricDataQueries,
        StartTime: (end - METRIC_DAYS * DAY_MS) / 1000,
        EndTime: end / 1000,
      })),
      true,
    );
  }
}

const NAT_METRICS = [
  "BytesOutToDestination",
  "BytesInFromDestination",
  "BytesOutToSource",
  "BytesInFromSource",
];

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

/** As a reading that a report is made of. */
export const readingOf = ({ answers, denied, takenAt, isCutOff }: AskedAccount): SurveyReading => ({
  answers,
  denied,
  takenAt,
  isCutOff,
  files: [],
  skipped: [],
});
