import type { SupportChange } from "@egress6/core/changes/changes-document";
import { parseFilter, type TypedFilter } from "@egress6/core/endpoint/filter";
import { evidenceBase } from "@egress6/core/evidence/evidence";
import type { OutcomeKind } from "@egress6/core/observation/outcome";
import type { NameSupport } from "@egress6/core/verdict/support";
import { observeSupport, UNOBSERVED } from "@egress6/core/verdict/support";
import { outcome } from "../store/observations.js";
import { AWS_PARTITION, smallCatalog } from "../support/small-catalog.js";

/** Three services in two regions: one with additional names, one for the whole partition, one with an odd id. */
const catalog = smallCatalog(
  {
    iam: {
      id: "IAM",
      name: "AWS Identity and Access Management",
      names: {
        default: "iam.{dns}",
        dualstack: "iam.global.{dualDns}",
        fips: null,
        "fips-dualstack": null,
      },
    },
    odd: {
      id: 'Odd, "Inc"',
      name: "AWS Odd",
      names: { standard: "odd", dualstack: null, "fips-dualstack": null },
    },
    s3: {
      id: "S3",
      name: "Amazon Simple Storage Service",
      names: {
        standard: "s3",
        dualstack: "s3.dualstack.{region}.{dns}",
        "fips-dualstack": "s3-fips.dualstack.{region}.{dns}",
      },
      additional: [
        {
          for: "account",
          names: {
            default: "{AccountId}.s3-control.{region}.{dns}",
            dualstack: null,
            fips: null,
            "fips-dualstack": null,
          },
        },
      ],
    },
  },
  {
    aws: {
      ...AWS_PARTITION,
      regions: { "eu-central-1": "Europe (Frankfurt)", "us-east-1": "US East (N. Virginia)" },
    },
  },
);

const hosts = [
  { host: "github.com", group: "source code" },
  { host: "pypi.org", group: "language packages" },
];

const DAY = 24 * 60 * 60 * 1000;
const FIRST = Date.UTC(2026, 10, 1, 10);

type Seen = readonly [a: OutcomeKind, aaaa: OutcomeKind];

/** One observation per day from the first of November on. */
function supportAfter(...days: readonly Seen[]): NameSupport {
  return days.reduce<NameSupport>(
    ({ ipv4, ipv6 }, [a, aaaa], day) => ({
      ipv4: observeSupport(ipv4, outcome(a), FIRST + day * DAY),
      ipv6: observeSupport(ipv6, outcome(aaaa), FIRST + day * DAY),
    }),
    { ipv4: UNOBSERVED, ipv6: UNOBSERVED },
  );
}

const support = new Map<string, NameSupport>([
  ["iam.amazonaws.com", supportAfter(["answer", "nodata"], ["answer", "answer"])],
  ["iam.global.api.aws", supportAfter(["nxdomain", "nxdomain"])],
  ["odd.eu-central-1.amazonaws.com", supportAfter(["nxdomain", "nxdomain"])],
  ["odd.us-east-1.amazonaws.com", supportAfter(["answer", "nodata"])],
  ["s3.eu-central-1.amazonaws.com", supportAfter(["answer", "nodata"])],
  [
    "s3.dualstack.eu-central-1.amazonaws.com",
    supportAfter(["answer", "answer"], ["answer", "timeout"]),
  ],
  ["s3.us-east-1.amazonaws.com", supportAfter(["answer", "servfail"])],
  ["123456789012.s3-control.eu-central-1.amazonaws.com", supportAfter(["answer", "nodata"])],
  ["github.com", supportAfter(["answer", "nodata"])],
  ["pypi.org", supportAfter(["answer", "answer"])],
]);

const changes: readonly SupportChange[] = [
  { name: "iam.amazonaws.com", family: "ipv6", from: "no", to: "yes", at: FIRST + DAY },
  { name: "pypi.org", family: "ipv6", from: "no", to: "yes", at: FIRST + DAY },
  {
    name: "s3.dualstack.eu-central-1.amazonaws.com",
    family: "ipv6",
    from: "yes",
    to: "no",
    at: FIRST + 2 * DAY,
  },
  {
    name: "s3.dualstack.us-east-1.amazonaws.com",
    family: "ipv6",
    from: "yes",
    to: "no",
    at: FIRST + 2 * DAY + 60_000,
  },
  { name: "gone.example", family: "ipv4", from: "yes", to: "no", at: FIRST + 3 * DAY },
];

const SOURCE = "https://github.com/boto/botocore/blob/1.43.62/botocore/data/endpoints.json";

/** Of a name that was seen to have none, and of one that nobody asked about. */
const evidence = evidenceBase(
  [
    { service: "iam", region: "eu-central-1", variant: "dualstack" } as const,
    { service: "s3", region: "us-east-1", variant: "dualstack" } as const,
  ].map((place) => [place, { says: "declared", date: "2026-07-31", source: SOURCE } as const]),
);

export function smallWorld(typed: TypedFilter = {}) {
  const filter = parseFilter(catalog, typed);
  return { catalog, filter, support, hosts, changes, evidence, generatedAt: FIRST + 4 * DAY };
}
