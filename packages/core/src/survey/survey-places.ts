import type { Level } from "../finding/finding.js";
import { IndexedAnswers } from "./indexed-answers.js";
import type { SurveyReport } from "./survey-report.js";
import type { SurveyTopology } from "./topology.js";

/** One account and region, in figures. */
export interface SurveyPlace {
  readonly account: string | null;
  /** Null: what belongs to no region, such as policies of identities. */
  readonly region: string | null;
  /** Null: not read. */
  readonly vpcs: number | null;
  readonly vpcsSendingIpv6: number | null;
  readonly natGateways: number | null;
  readonly publicIpv4: number | null;
  readonly endpoints: number | null;
  readonly findings: Readonly<Record<Level | "review", number>>;
}

type Own = { readonly region: string; readonly account: string | null };

/** What the lists of a topology come from. */
const SOURCES = {
  vpcs: "ec2:DescribeVpcs",
  subnets: "ec2:DescribeSubnets",
  routeTables: "ec2:DescribeRouteTables",
  natGateways: "ec2:DescribeNatGateways",
  endpoints: "ec2:DescribeVpcEndpoints",
  enis: "ec2:DescribeNetworkInterfaces",
  publicIpv4: "ec2:DescribeNetworkInterfaces",
} as const satisfies Partial<Record<keyof SurveyTopology, string>>;
export type ReadList = keyof typeof SOURCES;

/** Tells lists that were read from those of which nothing is known: none is not the same as not read. */
export function listReader({ reading }: Pick<SurveyReport, "reading">) {
  const answers = new IndexedAnswers(reading);
  return (list: ReadList, { region, account }: Own): boolean =>
    answers.isWhole(SOURCES[list], region, account);
}

/** Subnets that have IPv6 and a default route for it, and whose own network ACL lets it out. */
export function subnetsThatSendIpv6({ topology }: Pick<SurveyReport, "topology">) {
  const blocked = subnetsWithIpv4Acls(topology);
  return subnetsWithRoute(topology).filter(({ id }) => !blocked.has(id));
}

/** VPCs with a route out for IPv6, and network ACLs that let none of it through. */
export const vpcsBlockedByAcls = (report: Pick<SurveyReport, "topology">): ReadonlySet<string> => {
  const sending = vpcsThatSendIpv6(report);
  return new Set(
    subnetsWithRoute(report.topology)
      .flatMap(({ vpc }) => vpc ?? [])
      .filter((each) => !sending.has(each)),
  );
};

function subnetsWithRoute({ routeTables, subnets }: SurveyTopology) {
  const tables = new Map(routeTables.map((each) => [each.id, each]));
  return subnets.filter(({ ipv6Cidr, routeTable }) => {
    const routes = tables.get(routeTable ?? "")?.routes ?? [];
    return ipv6Cidr !== null && routes.some(({ destination }) => destination === "::/0");
  });
}

/** Default ACLs are left out: AWS itself adds the entries for IPv6, and imitations of AWS do not. */
const subnetsWithIpv4Acls = ({ networkAcls }: SurveyTopology): ReadonlySet<string> =>
  new Set(
    networkAcls
      .filter((each) => !each.isDefault && each.egress4 !== "none" && each.egress6 === "none")
      .flatMap(({ subnets }) => subnets),
  );

/** VPCs with such a subnet. */
export const vpcsThatSendIpv6 = (report: Pick<SurveyReport, "topology">): ReadonlySet<string> =>
  new Set(subnetsThatSendIpv6(report).flatMap(({ vpc }) => vpc ?? []));

/** For the view of an organisation: accounts and regions, sorted. */
export function surveyPlaces(report: SurveyReport): readonly SurveyPlace[] {
  const { topology, findings, reading, accounts } = report;
  const isRead = listReader(report);
  const sending = vpcsThatSendIpv6(report);
  const [only = null] = accounts.length === 1 ? accounts : [];
  const places = new Map<string, { region: string | null; account: string | null }>();
  const add = (region: string | null, account: string | null) =>
    places.set(`${account ?? ""} ${region ?? ""}`, { region, account });
  for (const { region, account } of [...reading.answers, ...reading.denied]) {
    if (region !== null) add(region, account ?? only);
  }
  const placed = findings.map((finding) => {
    const [, , , region = "", account = ""] = (finding.place?.file ?? "").split(":");
    return { finding, region: region || null, account: account || only };
  });
  for (const { region, account } of placed) if (region === null) add(null, account);
  return [...places]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { region, account }]): SurveyPlace => {
      const own = { region: region ?? "", account };
      const isHere = (each: Own) =>
        each.region === region && (each.account ?? only) === (account ?? only);
      const count = (list: ReadList): number | null => {
        const found = topology[list].filter(isHere).length;
        return found > 0 || isRead(list, own) ? found : null;
      };
      const vpcs = count("vpcs");
      const sends = topology.vpcs.filter((each) => isHere(each) && sending.has(each.id)).length;
      const isKnown =
        sends > 0 ||
        !topology.vpcs.some((each) => isHere(each) && each.ipv6Cidrs.length > 0) ||
        (isRead("subnets", own) && isRead("routeTables", own));
      const here = placed.filter((each) => each.region === region && each.account === account);
      const level = (wanted: Level) =>
        here.filter(({ finding: { kind, level } }) => kind === "fail" && level === wanted).length;
      return {
        account,
        region,
        vpcs,
        vpcsSendingIpv6: vpcs === null || !isKnown ? null : sends,
        natGateways: count("natGateways"),
        publicIpv4: count("publicIpv4"),
        endpoints: count("endpoints"),
        findings: {
          error: level("error"),
          warning: level("warning"),
          note: level("note"),
          review: here.filter(({ finding: { kind } }) => kind === "review").length,
        },
      };
    });
}
