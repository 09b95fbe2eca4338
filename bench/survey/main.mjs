// Ten thousand network interfaces in two hundred subnets, as the AWS CLI prints them: time and memory of a survey.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const INTERFACES = 10_000;
const SUBNETS = 200;
const GROUPS = 500;
const MOST_SECONDS = 5;
const MOST_MEGABYTES = 300;

const list = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const owner = { OwnerId: "210987654321", VpcId: "vpc-one" };
const answers = {
  Vpcs: [{ ...owner, CidrBlock: "10.0.0.0/8", Ipv6CidrBlockAssociationSet: [] }],
  Subnets: list(SUBNETS, (n) => ({
    ...owner,
    SubnetId: `subnet-${n}`,
    AvailabilityZone: "eu-central-1a",
    AvailabilityZoneId: "euc1-az1",
    CidrBlock: `10.${n}.0.0/16`,
  })),
  RouteTables: list(SUBNETS, (n) => ({
    ...owner,
    RouteTableId: `rtb-${n}`,
    Associations: [{ Main: n === 0, SubnetId: `subnet-${n}` }],
    Routes: [{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-one", State: "active" }],
  })),
  NatGateways: [{ ...owner, NatGatewayId: "nat-one", SubnetId: "subnet-0", State: "available" }],
  VpcEndpoints: [],
  SecurityGroups: list(GROUPS, (n) => ({
    ...owner,
    GroupId: `sg-${n}`,
    IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
  })),
  NetworkInterfaces: list(INTERFACES, (n) => ({
    ...owner,
    NetworkInterfaceId: `eni-${n}`,
    SubnetId: `subnet-${n % SUBNETS}`,
    InterfaceType: n % 3 === 0 ? "lambda" : "interface",
    Description:
      n % 3 === 0 ? `AWS Lambda VPC ENI-job${n % 50}-0a1b2c3d-0000-4000-8000-0123456789ab` : "",
    Status: "in-use",
    Groups: [{ GroupId: `sg-${n % GROUPS}` }],
    PrivateIpAddresses: [{ PrivateIpAddress: `10.${n % SUBNETS}.1.${n % 250}` }],
    ...(n % 3 === 0 ? {} : { Attachment: { InstanceId: `i-${n}` } }),
  })),
};

const folder = mkdtempSync(join(tmpdir(), "egress6-bench-survey-"));
try {
  for (const [key, items] of Object.entries(answers)) {
    writeFileSync(join(folder, `${key}.json`), JSON.stringify({ [key]: items }, null, 4));
  }
  const bin = fileURLToPath(new URL("../../packages/egress6/bin/egress6.js", import.meta.url));
  const report =
    "process.on('exit', () => process.stderr.write('RSS ' + process.resourceUsage().maxRSS))";
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      `--import=data:text/javascript,${encodeURIComponent(report)}`,
      bin,
      "survey",
      "--from",
      folder,
      "--format",
      "json",
    ],
    { encoding: "utf8", maxBuffer: 1 << 30 },
  );
  const seconds = (performance.now() - started) / 1000;
  const megabytes = Number(/RSS (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
  const { topology } = JSON.parse(stdout);
  console.log(
    `${topology.enis.length} interfaces: ${seconds.toFixed(1)} s (at most ${MOST_SECONDS}), ${megabytes.toFixed(0)} MB (at most ${MOST_MEGABYTES}), exit ${status}`,
  );
  const isSound =
    topology.enis.length === INTERFACES && seconds <= MOST_SECONDS && megabytes <= MOST_MEGABYTES;
  process.exitCode = isSound ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
