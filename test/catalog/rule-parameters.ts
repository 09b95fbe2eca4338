import type { BotocoreFolder } from "../../packages/egress6/src/adapter/botocore/botocore-folder.js";

export interface RuleCase {
  readonly service: string;
  readonly params: Record<string, string | boolean | readonly string[]>;
}

const BUCKETS = [
  "bucket-name",
  "Bucket.With.Dots",
  "bucket.name",
  "a",
  "UPPER",
  "bucket name",
  "bucket!",
  "99a_b",
  "192.168.1.1",
  "arn:",
  "arn:aws:s3:::x",
  "arn:aws:s3:us-west-2:123456789012:accesspoint:myendpoint",
  "arn:aws:s3:us-east-1:123456789012:accesspoint/my",
  "arn:aws:s3:us-east-1:123456_789012:accesspoint:ap_name",
  "arn:aws:not-s3:us-west-2:123456789012::myendpoint",
  "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint:x",
  "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap",
  "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/reports",
  "arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-01234567890123456:accesspoint:reports",
  "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/bucket/mybucket",
  "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/mybanner",
  "mybucket--abcd-ab1--x-s3",
  "mybucket--use1-az1--x-s3",
  "mybucket--use1-az1--xa-s3",
  "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3",
];
const ARNS = [
  "arn:aws:dynamodb:us-east-1:123456789012:table/t",
  "arn:aws:dynamodb:us-west-2:333333333333:table/t",
  "arn:aws:dynamodb:us-east-1::table/t",
  "arn:aws:kinesis:us-east-1:123456789012:stream/s",
  "arn:aws:kinesis:us-east-1:123456789012:stream/s/consumer/c:1",
  "arn:aws:kinesis:us-east-1:12_3:stream/s",
  "arn:aws:kinesis:us-east-1:123456789012:other/s",
  "arn:aws-cn:kinesis:cn-north-1:123456789012:stream/s",
  "arn:aws:s3:us-west-2:123456789012:bucket/b",
  "not-an-arn",
];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  AccessPointName: ["myap", "bad_ap", "apname--use1-az1--xa-s3"],
  AccountId: ["123456789012", "bad_account", "1.2"],
  AccountIdEndpointMode: ["preferred", "required", "disabled", "odd"],
  ApiType: ["ControlPlane", "DataPlane", "odd"],
  Bucket: BUCKETS,
  ConsumerARN: ARNS,
  EndpointId: ["abc.123", "abc123", "bad_id"],
  KvsARN: [
    "arn:aws:cloudfront::123456789012:key-value-store/abc",
    "arn:aws:cloudfront:us-east-1:123456789012:key-value-store/abc",
    "arn:aws:cloudfront::123456789012:other/abc",
    "not-an-arn",
  ],
  OperationType: ["data", "control", "odd"],
  OutpostId: ["op-123", "bad_id"],
  ResourceArn: ARNS,
  ResourceARN: ARNS,
  ServiceType: ["ACM", "ACM-ACME", "odd"],
  StreamARN: ARNS,
  StreamId: ["s1-abc", "bad_id"],
};
const ENDPOINTS = [
  "https://example.com",
  "https://example.com/",
  "http://example.com:8080/path/",
  "http://example.com/a/path",
  "https://10.0.0.1:443",
  "https://[::1]:8443/a",
];
const COMMON = ["Region", "UseFIPS", "UseDualStack", "Endpoint"];

/** Many parameter sets for every service, more for those with parameters of their own. */
export function* ruleCases(source: BotocoreFolder, perService: number): Generator<RuleCase> {
  const random = randomNumbers(20261123);
  const pick = <T>(values: readonly T[]): T => {
    const value = values[Math.floor(random() * values.length)];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  };
  const regions = [
    ...source.partitions.partitions.flatMap(({ regions: listed }) => Object.keys(listed)),
    "us-west-9",
    "cn-south-7",
    "xx-nowhere-1",
    "us-east-2!",
    "a b",
  ];
  for (const service of source.services) {
    const { parameters } = source.readRuleSet(service);
    const own = Object.keys(parameters).filter((name) => !COMMON.includes(name));
    const share = own.length > 4 ? 0.35 : 0.6;
    const cases = perService * (own.length === 0 ? 1 : Math.min(40, 2 * own.length ** 2));
    for (let count = 0; count < cases; count++) {
      const params: RuleCase["params"] = {};
      if (random() > 0.03) params["Region"] = pick(regions);
      if (random() > 0.2) params["UseFIPS"] = random() > 0.5;
      if (random() > 0.2) params["UseDualStack"] = random() > 0.5;
      if (random() > 0.6) params["Endpoint"] = pick(ENDPOINTS);
      for (const name of own) {
        if (random() > share) continue;
        const type = parameters[name]?.type.toLowerCase();
        if (type === "boolean") params[name] = random() > 0.5;
        else if (type === "stringarray") params[name] = [pick(ARNS)];
        else params[name] = pick(VALUES[name] ?? ["value", "a/b", "x--y"]);
      }
      yield { service, params };
    }
  }
}

/** A small linear congruential generator: the same numbers on every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
