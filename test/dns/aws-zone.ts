import type { NameObservation, Outcome, OutcomeKind } from "@egress6/core/observation/outcome";
import { isConclusive } from "@egress6/core/observation/outcome";
import type { Records } from "../support/dns/server.js";

const both = (last: number): Records => ({
  A: [`52.94.5.${last}`],
  AAAA: [`2600:1f18:a::${last}`],
});
const ipv4 = (last: number): Records => ({ A: [`52.94.5.${last}`] });

/** Names as the catalog has them, with invented addresses: IPv6 by default, by opt-in, and not at all. */
export const AWS_RECORDS: Readonly<Record<string, Records>> = {
  "ec2.eu-west-1.amazonaws.com": both(1),
  "ec2.eu-west-1.api.aws": both(2),
  "s3.eu-west-1.amazonaws.com": ipv4(3),
  "s3.dualstack.eu-west-1.amazonaws.com": both(4),
  "sqs.eu-west-1.amazonaws.com": ipv4(5),
  "sqs.eu-west-1.api.aws": both(6),
  "logs.eu-west-1.amazonaws.com": ipv4(7),
  "logs.eu-west-1.api.aws": both(8),
  "kms.eu-west-1.amazonaws.com": ipv4(9),
  "kms.eu-west-1.api.aws": both(10),
  "swf.eu-west-1.amazonaws.com": ipv4(11),
  "iam.amazonaws.com": { CNAME: "iam.global.amazonaws.com" },
  "iam.global.amazonaws.com": both(12),
  "sts.amazonaws.com": { CNAME: "sts.us-east-1.amazonaws.com" },
  "sts.us-east-1.amazonaws.com": ipv4(13),
  "123456789012.dkr-ecr.eu-west-1.on.aws": both(14),
  "rds.eu-west-1.api.aws": { AAAA: ["2600:1f18:a::15"] },
};

export const AWS_NAMES: readonly string[] = [
  ...Object.keys(AWS_RECORDS),
  "swf.eu-west-1.api.aws",
  "ec2-fips.eu-west-1.amazonaws.com",
  "sts.eu-west-1.on.aws",
];

type Said = Pick<Outcome, "kind" | "addresses">;

function truthOf(name: string, type: "A" | "AAAA"): Said {
  const own = AWS_RECORDS[name];
  const record = own?.CNAME === undefined ? own : AWS_RECORDS[own.CNAME];
  if (record === undefined) return { kind: "nxdomain", addresses: [] };
  const addresses = record[type] ?? [];
  return addresses.length > 0 ? { kind: "answer", addresses } : { kind: "nodata", addresses: [] };
}

/** Outcomes that are told as facts and are none. */
export function wrongFacts(found: ReadonlyMap<string, NameObservation>): readonly string[] {
  return compare(found, ({ kind }) => isConclusive(kind));
}

/** All outcomes that are not the truth. */
export function untruths(found: ReadonlyMap<string, NameObservation>): readonly string[] {
  return compare(found, () => true);
}

export function outcomesOf(found: ReadonlyMap<string, NameObservation>): readonly Outcome[] {
  return [...found.values()].flatMap(({ a, aaaa }) => [a, aaaa]);
}

function compare(
  found: ReadonlyMap<string, NameObservation>,
  counts: (outcome: { readonly kind: OutcomeKind }) => boolean,
): readonly string[] {
  const brief = ({ kind, addresses }: Said) => `${kind} ${addresses.join(" ")}`;
  return [...found.values()].flatMap(({ name, a, aaaa }) => {
    const questions = [
      { outcome: a, type: "A" as const },
      { outcome: aaaa, type: "AAAA" as const },
    ];
    return questions.flatMap(({ outcome, type }) => {
      const [said, truth] = [brief(outcome), brief(truthOf(name, type))];
      return counts(outcome) && said !== truth ? [`${name} ${type}: ${said}, not ${truth}`] : [];
    });
  });
}
