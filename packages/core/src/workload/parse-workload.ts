import { type Catalog, partitionOfRegion } from "../endpoint/catalog.js";
import { nearestRegions } from "../endpoint/filter.js";
import type { Service } from "../endpoint/types.js";
import {
  CALL_CONDITIONS,
  type CallCondition,
  type ComputeKind,
  defaultKind,
} from "../facts/compute-kind.js";
import { findService } from "../identify/find-service.js";
import { nearest } from "../identify/nearest.js";
import { parseName } from "../observation/parse-name.js";
import type { Exact } from "../price/exact.js";
import { printable } from "../printable.js";
import type { Support } from "../verdict/support.js";
import {
  type Constraints,
  type ExistingNetwork,
  GATEWAY_SERVICES,
  type HostTraffic,
  REDUNDANCIES,
  type ServiceTraffic,
  type Workload,
  type WorkloadCompute,
} from "./workload.js";
import { ProblemList, type WorkloadPath, type WorkloadProblem } from "./workload-problems.js";
import { said, WorkloadReader } from "./workload-reader.js";

/** What a workload file may name. */
export interface WorkloadNames {
  readonly catalog: Catalog;
  readonly computeKinds: readonly ComputeKind[];
}

export type WorkloadResult =
  | { readonly workload: Workload }
  /** In the order of the file's parts. `isAll`: there are no others. */
  | { readonly problems: readonly WorkloadProblem[]; readonly isAll: boolean };

/** An exabyte a month: more is a slip of the hand. */
const MOST_GB = 1_000_000_000;
const MOST_ZONES = 6;
const MOST_PAIRS = 200_000;

/**
 * Reads the content of a workload file: what its YAML or JSON says, as plain values.
 * `data/schema/workload.schema.json` says the same for editors.
 */
export function parseWorkload(document: unknown, names: WorkloadNames): WorkloadResult {
  const problems = new ProblemList();
  const workload = new WorkloadParser(names, problems).parse(document);
  if (problems.problems.length === 0) return { workload };
  return { problems: problems.problems, isAll: !problems.isFull };
}

class WorkloadParser {
  private readonly names: WorkloadNames;
  private readonly problems: ProblemList;
  private readonly read: WorkloadReader;
  private readonly services = new Map<string, Service>();

  constructor(names: WorkloadNames, problems: ProblemList) {
    this.names = names;
    this.problems = problems;
    this.read = new WorkloadReader(problems);
  }

  parse(document: unknown): Workload {
    if (document === undefined || document === null) {
      this.problems.add([], () => "the file is empty; `egress6 plan --help` shows an example");
    }
    const top = this.read.fields(
      document,
      [],
      [
        "$schema",
        "name",
        "region",
        "azs",
        "compute",
        "services",
        "hosts",
        "existing",
        "constraints",
      ],
    );
    const compute = this.compute(top["compute"]);
    const senders = compute.map(({ name }) => name);
    const services = this.read
      .list(top["services"], ["services"])
      .flatMap((value, index) => this.serviceTraffic(value, ["services", index], senders));
    const hosts = this.read
      .list(top["hosts"], ["hosts"])
      .flatMap((value, index) => this.hostTraffic(value, ["hosts", index], senders));
    this.refusePairs([...services, ...hosts]);
    return {
      name:
        top["name"] === undefined
          ? "workload"
          : (this.read.text(top["name"], ["name"], "shop") ?? ""),
      region: this.region(top["region"]),
      zones: this.zones(top["azs"]),
      compute,
      services,
      hosts,
      existing: this.existing(top["existing"]),
      constraints: this.constraints(top["constraints"]),
    };
  }

  /** What is planned are pairs of sender and destination: these decide how long it takes. */
  private refusePairs(traffic: readonly { readonly from: readonly string[] }[]): void {
    const pairs = traffic.reduce((total, { from }) => total + from.length, 0);
    if (pairs <= MOST_PAIRS) return;
    const [many, most] = [pairs, MOST_PAIRS].map((count) => count.toLocaleString("en-US"));
    this.problems.add(
      ["compute"],
      () =>
        `${many} pairs of compute and destination are more than the ${most} that are planned at once. Put compute of one kind together by its count, or name less in \`from\``,
    );
  }

  private region(value: unknown): string {
    const { catalog } = this.names;
    const region = this.read.text(value, ["region"], "eu-central-1");
    if (region === null) return "";
    if (!partitionOfRegion(catalog, region)?.regions.some(({ id }) => id === region)) {
      this.problems.add(
        ["region"],
        () =>
          `there is no region "${printable(region)}". Nearest: ${nearestRegions(catalog, region).join(", ")}`,
      );
    }
    return region;
  }

  /** A number, or the zones' names. */
  private zones(value: unknown): number {
    if (!Array.isArray(value)) {
      return this.read.count(value, ["azs"], { from: 1, to: MOST_ZONES });
    }
    value.forEach((zone, index) => {
      this.read.text(zone, ["azs", index], "eu-central-1a");
    });
    return this.read.count(new Set(value).size, ["azs"], { from: 1, to: MOST_ZONES });
  }

  private compute(value: unknown): readonly WorkloadCompute[] {
    const items = this.read.list(value, ["compute"]);
    if (items.length === 0) {
      this.problems.add(
        ["compute"],
        () => "name at least one kind of compute, such as `- kind: lambda`",
      );
    }
    const taken = new Set<string>();
    return items.flatMap((item, index) => {
      const path = ["compute", index];
      const fields = this.read.fields(item, path, [
        "name",
        "kind",
        "subnets",
        "count",
        "uses",
        "imageGbPerMonth",
      ]);
      const kind = this.computeKind(fields["kind"], fields["subnets"], path);
      if (kind === null) return [];
      const given = fields["name"];
      const name =
        given === undefined
          ? freeName(kind.platform, taken)
          : (this.read.text(given, [...path, "name"], "web") ?? "");
      if (taken.has(name)) {
        this.problems.add(
          [...path, "name"],
          () => `"${printable(name)}" is taken; give each its own name`,
        );
      }
      taken.add(name);
      return [
        {
          name,
          kind,
          count: this.read.count(fields["count"], [...path, "count"], {
            from: 1,
            to: 1_000_000,
            otherwise: 1,
          }),
          uses: this.uses(fields["uses"], [...path, "uses"]),
          imageGbPerMonth: this.gb(fields["imageGbPerMonth"], [...path, "imageGbPerMonth"]),
        },
      ];
    });
  }

  /** By platform and subnets, or by the id of the two: `ecs-fargate-dual-stack`. */
  private computeKind(kind: unknown, subnets: unknown, path: WorkloadPath): ComputeKind | null {
    const { computeKinds } = this.names;
    const platforms = [...new Set(computeKinds.map(({ platform }) => platform))];
    const byId = computeKinds.find(({ id }) => id === kind);
    if (byId !== undefined && subnets === undefined) return this.running(byId, path);
    const platform = this.read.oneOf(kind, [...path, "kind"], platforms);
    if (platform === null) return null;
    const offered = computeKinds.filter((each) => each.platform === platform);
    const wanted = subnets ?? defaultKind(computeKinds, platform)?.subnets;
    const words = offered.map((each) => each.subnets);
    const chosen = this.read.oneOf(wanted, [...path, "subnets"], words);
    const found = offered.find((each) => each.subnets === chosen);
    return found === undefined ? null : this.running(found, path);
  }

  private running(kind: ComputeKind, path: WorkloadPath): ComputeKind {
    if (kind.runs === "no") {
      this.problems.add([...path, "subnets"], () => {
        const others = this.names.computeKinds
          .filter((other) => other.platform === kind.platform && other.runs !== "no")
          .map(({ subnets }) => subnets);
        return `${kind.name}: AWS does not run it there (${kind.asOf}). Choose ${others.join(" or ")}`;
      });
    }
    return kind;
  }

  private uses(value: unknown, path: WorkloadPath): ReadonlySet<CallCondition> {
    if (value === undefined) return new Set(CALL_CONDITIONS);
    const features = CALL_CONDITIONS.filter((condition) => condition !== "always");
    const used = this.read
      .list(value, path)
      .flatMap((item, index) => this.read.oneOf(item, [...path, index], features) ?? []);
    return new Set<CallCondition>(["always", ...used]);
  }

  private serviceTraffic(
    value: unknown,
    path: WorkloadPath,
    senders: readonly string[],
  ): readonly ServiceTraffic[] {
    const fields = this.read.fields(value, path, ["service", "gbPerMonth", "from"]);
    const service = this.service(fields["service"], [...path, "service"]);
    const traffic = this.traffic(fields, path, senders);
    return service === null ? [] : [{ service, ...traffic }];
  }

  private service(value: unknown, path: WorkloadPath): Service | null {
    const text = this.read.text(value, path, "sqs");
    if (text === null) return null;
    const known = this.services.get(text);
    if (known !== undefined || this.problems.isFull) return known ?? null;
    const match = findService(this.names.catalog, text);
    if ("found" in match) {
      this.services.set(text, match.found);
      return match.found;
    }
    const near = match.nearest.map(({ cliName }) => cliName).join(", ");
    this.problems.add(path, () => `there is no AWS service "${printable(text)}". Nearest: ${near}`);
    return null;
  }

  private hostTraffic(
    value: unknown,
    path: WorkloadPath,
    senders: readonly string[],
  ): readonly HostTraffic[] {
    const fields = this.read.fields(value, path, ["host", "gbPerMonth", "from", "ipv6"]);
    const traffic = this.traffic(fields, path, senders);
    const ipv6 = this.statedIpv6(fields["ipv6"], [...path, "ipv6"]);
    const text = this.read.text(fields["host"], [...path, "host"], "api.github.com");
    if (text === null) return [];
    const parsed = parseName(text);
    if (parsed.ok && parsed.name.includes(".")) {
      return [{ host: parsed.name, ipv6, ...traffic }];
    }
    this.problems.add(
      [...path, "host"],
      () => `"${printable(text)}" is no host name: ${parsed.ok ? "it has no dot" : parsed.reason}`,
    );
    return [];
  }

  private statedIpv6(value: unknown, path: WorkloadPath): Support {
    if (value === undefined) return "unknown";
    if (typeof value === "boolean") return value ? "yes" : "no";
    return this.read.oneOf(value, path, ["yes", "no"] as const) ?? "unknown";
  }

  private traffic(
    fields: Readonly<Record<string, unknown>>,
    path: WorkloadPath,
    senders: readonly string[],
  ): { readonly gbPerMonth: Exact; readonly from: readonly string[] } {
    const gbPerMonth = this.gb(fields["gbPerMonth"], [...path, "gbPerMonth"]);
    const given = fields["from"];
    if (given === undefined) return { gbPerMonth, from: senders };
    const from = this.read
      .list(typeof given === "string" ? [given] : given, [...path, "from"])
      .flatMap((item, index) => this.sender(item, [...path, "from", index], senders));
    return { gbPerMonth, from: from.length === 0 ? senders : [...new Set(from)] };
  }

  private sender(
    value: unknown,
    path: WorkloadPath,
    senders: readonly string[],
  ): readonly string[] {
    if (typeof value === "string" && senders.includes(value)) return [value];
    this.problems.add(path, () => {
      const near = nearest(String(value), senders, (name) => [name], 3);
      const known = near.length === 0 ? "" : `. Nearest: ${near.join(", ")}`;
      return `no compute here is called ${said(value)}${known}`;
    });
    return [];
  }

  private gb(value: unknown, path: WorkloadPath): Exact {
    return this.read.amount(value, path, MOST_GB, "GB a month");
  }

  private existing(value: unknown): ExistingNetwork | null {
    if (value === undefined) return null;
    const path = ["existing"];
    const fields = this.read.fields(value, path, [
      "natGateways",
      "publicIpv4",
      "interfaceEndpoints",
      "gatewayEndpoints",
      "centralEgress",
    ]);
    const count = (key: string) =>
      this.read.count(fields[key], [...path, key], { from: 0, to: 1_000_000, otherwise: 0 });
    return {
      natGateways: count("natGateways"),
      publicIpv4: count("publicIpv4"),
      interfaceEndpoints: this.read
        .list(fields["interfaceEndpoints"], [...path, "interfaceEndpoints"])
        .flatMap(
          (item, index) =>
            this.read.text(item, [...path, "interfaceEndpoints", index], "ecr.api") ?? [],
        ),
      gatewayEndpoints: this.read
        .list(fields["gatewayEndpoints"], [...path, "gatewayEndpoints"])
        .flatMap(
          (item, index) =>
            this.read.oneOf(item, [...path, "gatewayEndpoints", index], GATEWAY_SERVICES) ?? [],
        ),
      hasCentralEgress: this.read.flag(fields["centralEgress"], [...path, "centralEgress"]),
    };
  }

  private constraints(value: unknown): Constraints {
    const path = ["constraints"];
    const fields = this.read.fields(value, path, [
      "noPublicIpv4",
      "noIpv6",
      "mustBePrivate",
      "mustBeManaged",
      "privateServices",
      "budgetUsdPerMonth",
      "redundancy",
    ]);
    const flag = (key: string) => this.read.flag(fields[key], [...path, key]);
    const budget = fields["budgetUsdPerMonth"];
    return {
      noPublicIpv4: flag("noPublicIpv4"),
      noIpv6: flag("noIpv6"),
      mustBePrivate: flag("mustBePrivate"),
      mustBeManaged: flag("mustBeManaged"),
      privateServices: new Set(
        this.read
          .list(fields["privateServices"], [...path, "privateServices"])
          .flatMap(
            (item, index) => this.service(item, [...path, "privateServices", index])?.cliName ?? [],
          ),
      ),
      budgetUsdPerMonth:
        budget === undefined
          ? null
          : this.read.amount(budget, [...path, "budgetUsdPerMonth"], 1_000_000_000, "USD a month"),
      redundancy:
        fields["redundancy"] === undefined
          ? "per-az"
          : (this.read.oneOf(fields["redundancy"], [...path, "redundancy"], REDUNDANCIES) ??
            "per-az"),
    };
  }
}

/** `lambda`, else `lambda-2`, and so on. */
function freeName(base: string, taken: ReadonlySet<string>): string {
  let name: string = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
  return name;
}
