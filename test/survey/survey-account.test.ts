import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SURVEY_EXTRAS } from "@egress6/core/survey/calls";
import { onlyVpc } from "@egress6/core/survey/only-vpc";
import { Ajv2020 } from "ajv/dist/2020.js";
import { plan } from "egress6";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAccount } from "../../packages/egress6/src/adapter/aws-account/survey/open-account.js";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadAuditFacts } from "../../packages/egress6/src/adapter/fact-files/audit-facts.js";
import { loadAuditRules } from "../../packages/egress6/src/adapter/fact-files/audit-rules.js";
import { readFlowTopology } from "../../packages/egress6/src/adapter/flow-log/topology.js";
import { loadShippedPrices } from "../../packages/egress6/src/adapter/price-list/price-file.js";
import { askAccount, readingOf } from "../../packages/egress6/src/app/ask-account.js";
import { endpointFinder } from "../../packages/egress6/src/app/endpoint-finder.js";
import { runSurvey } from "../../packages/egress6/src/app/run-survey.js";
import { surveyDocument } from "../../packages/egress6/src/render/survey/document.js";
import { surveySarif } from "../../packages/egress6/src/render/survey/sarif.js";
import { surveySchema } from "../../packages/egress6/src/render/survey/schema.js";
import { surveyText } from "../../packages/egress6/src/render/survey/text.js";
import { surveyVerdict } from "../../packages/egress6/src/render/survey/words.js";
import { startTapeServer, type TapeServer } from "../support/aws/tape-server.js";
import { sarifFaults } from "../support/sarif-schema.js";
import { eniPage, HARBOUR, HARBOUR_SECRET, HOME, harbourTape } from "./live-world.js";

const VARIABLES = {
  AWS_ACCESS_KEY_ID: "AKIDHARBOUR",
  AWS_SECRET_ACCESS_KEY: "sealed",
  AWS_EC2_METADATA_DISABLED: "true",
};
const before = new Map<string, string | undefined>();
let server: TapeServer;
let result: ReturnType<typeof runSurvey>;
let document: ReturnType<typeof surveyDocument>;

/** All of the harbour, from the wire to the document. */
beforeAll(async () => {
  server = await startTapeServer(harbourTape(), ({ operation, input }) =>
    operation === "DescribeNetworkInterfaces" ? eniPage(input["NextToken"]) : undefined,
  );
  for (const [name, value] of Object.entries({ ...VARIABLES, AWS_ENDPOINT_URL: server.url })) {
    before.set(name, process.env[name]);
    process.env[name] = value;
  }
  const account = await openAccount({
    profile: undefined,
    caBundle: undefined,
    version: "0",
    endpointOf: endpointFinder(loadCatalog()),
  });
  const asked = await askAccount({
    account,
    regions: [HOME],
    vpc: null,
    extras: new Set(SURVEY_EXTRAS),
    signal: new AbortController().signal,
    now: () => Date.UTC(2026, 11, 1, 12),
    onProgress: () => {},
  }).finally(() => account.close());
  result = surveyed(readingOf(asked));
  document = surveyDocument(result);
});
afterAll(async () => {
  await server.close();
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const surveyed = (reading: Parameters<typeof runSurvey>[0]["reading"]) =>
  runSurvey({
    reading,
    facts: loadAuditFacts(loadCatalog(), loadShippedPrices()),
    rules: loadAuditRules().rules,
    helpUri: (id) => `https://example.org/${id}`,
  });

const found = (ruleId: string) => document.findings.filter((each) => each.ruleId === ruleId);

test("the document is as its published schema says, and the SARIF as SARIF's", () => {
  const published: unknown = JSON.parse(readFileSync("data/schema/survey.schema.json", "utf8"));
  expect(published).toEqual(JSON.parse(JSON.stringify(surveySchema())));
  const validate = new Ajv2020({ allErrors: true }).compile(surveySchema() as object);
  validate(JSON.parse(JSON.stringify(document)));
  expect(validate.errors).toBeNull();
  const sarif: unknown = JSON.parse(surveySarif(result, { version: "0.1.0", folder: "/w" }));
  expect(sarifFaults(sarif)).toEqual([]);
});

test("topology is what the account holds", () => {
  const { topology, meta, flowLogs, queryLogs } = document;
  expect(meta).toMatchObject({ account: HARBOUR, regions: [HOME], complete: true, notRead: [] });
  expect(
    Object.fromEntries(Object.entries(topology).map(([name, all]) => [name, all.length])),
  ).toEqual({
    vpcs: 1,
    subnets: 3,
    routeTables: 2,
    natGateways: 1,
    internetGateways: 1,
    egressOnlyGateways: 1,
    endpoints: 1,
    securityGroups: 4,
    networkAcls: 1,
    enis: 5,
    publicIpv4: 4,
    compute: 5,
    loadBalancers: 2,
    launchTemplates: 1,
    taskDefinitions: 1,
    ecsSettings: 1,
    prefixLists: 1,
    transitGatewayAttachments: 1,
    peeringConnections: 1,
    dhcpOptions: 1,
  });
  expect(topology.taskDefinitions[0]).toMatchObject({
    id: "ledger:7",
    logDrivers: ["awslogs"],
    secretServices: ["secretsmanager"],
    endpointSettings: { AWS_ENDPOINT_URL_SQS: `https://sqs.${HOME}.amazonaws.com` },
    services: ["ledger"],
  });
  expect(topology.launchTemplates[0]).toMatchObject({ id: "lt-boat:3", ipv6: false });
  expect(topology.dhcpOptions[0]).toMatchObject({ nameServers: ["10.8.9.53"], vpcs: ["vpc-quay"] });
  expect(topology.enis.map(({ id, ownerKind, owner }) => [id, ownerKind, owner])).toEqual([
    ["eni-bridge", "load-balancer", "bridge"],
    ["eni-clerk", "lambda", "clerk"],
    ["eni-guard", "other", null],
    ["eni-nat", "nat-gateway", "nat-crane"],
    ["eni-ship", "instance", "tug"],
  ]);
  expect(flowLogs).toMatchObject([{ id: "fl-log", format: null, mode: "topology" }]);
  expect(queryLogs).toMatchObject([{ id: "rqlc-1", associations: 1 }]);
});

test("a prefix list lets out its own family only", () => {
  const group = document.topology.securityGroups.find(({ id }) => id === "sg-list");
  expect(group).toMatchObject({ egress4: "some", egress6: "none" });
});

test("the group older than the VPC's IPv6 block is found, the younger is not", () => {
  expect(found("E6301").map(({ resource, level }) => [resource, level])).toContainEqual([
    "sg-old",
    "error",
  ]);
  expect(found("E6301").map(({ resource }) => resource)).not.toContain("sg-young");
});

test("subnets of a VPC that fail alike are one finding, with the others beside it", () => {
  const [only, ...others] = found("E6103");
  expect(others).toEqual([]);
  expect(only).toMatchObject({ resource: "subnet-sheds" });
  expect(only?.related.map(({ resource }) => resource)).toEqual(["subnet-yard", "vpc-quay"]);
  expect(only?.message).toContain("The same holds of 1 other subnet of its VPC: subnet-yard.");
});

test("ECS: the account setting, and what its tasks call over IPv4", () => {
  expect(found("E6402")).toMatchObject([{ resource: "ledger", level: "warning" }]);
  for (const rule of ["E6403", "E6404", "E6405"]) {
    const [finding] = found(rule);
    expect(finding?.file).toBe(`arn:aws:ecs:${HOME}:${HARBOUR}:task-definition/ledger:7`);
    expect(finding?.related.map(({ resource }) => resource)).toContain("ledger");
    expect(finding?.message).toMatch(/^ledger:7 /);
  }
});

test("an Auto Scaling group whose instances get no IPv6 address", () => {
  expect(found("E6411").map(({ resource }) => resource)).toEqual(["boats", "i-tug"]);
});

test("an IPv4-only endpoint, with what its service offers", () => {
  expect(found("E6209")[0]?.fix).toContain("its service offers that");
});

test("a flow log in AWS's own format, with the command for a better one", () => {
  const [finding] = found("E6701");
  expect(finding?.message).toContain("pkt-srcaddr and pkt-dstaddr");
  expect(finding?.fix).toMatch(/create-flow-logs --region eu-central-1 .*pkt-dstaddr/);
  expect(found("E6702")).toEqual([]);
});

test("public IPv4 by user, and what is not used", () => {
  expect(
    found("E6203")
      .map(({ message }) => message)
      .toSorted(),
  ).toEqual([
    expect.stringMatching(/^1 public IPv4 address not used, about \$\d+\.\d\d a month/),
    expect.stringMatching(
      /^2 public IPv4 addresses in vpc-quay, about \$\d+\.\d\d a month.*Used by tug and bridge/,
    ),
  ]);
});

test("a load balancer of the first kind, and the group that it alone has", () => {
  expect(document.topology.loadBalancers.map(({ id, type }) => [id, type])).toEqual([
    ["app/gate/1", "application"],
    ["bridge", "classic"],
  ]);
  expect(found("E6704")).toMatchObject([
    {
      file: `arn:aws:elasticloadbalancing:${HOME}:${HARBOUR}:loadbalancer/bridge`,
      resource: "bridge",
      level: "note",
    },
  ]);
  const ofBalancer = (all: typeof document.findings) =>
    all.filter(({ ruleId, resource }) => ruleId === "E6301" && resource === "sg-bridge");
  expect(ofBalancer(document.findings)).toMatchObject([{ level: "note", kind: "fail" }]);
  const { reading } = result.report;
  const withoutInterfaces = surveyed({
    ...reading,
    answers: reading.answers.filter(({ action }) => action !== "ec2:DescribeNetworkInterfaces"),
  });
  expect(ofBalancer(surveyDocument(withoutInterfaces).findings)).toMatchObject([
    { level: "note", kind: "review" },
  ]);
});

test("policies that let in IPv4 addresses only, by the rules of audit", () => {
  const places = (rule: string) => found(rule).map(({ file }) => file);
  expect(places("E6305")).toEqual([
    `arn:aws:iam::${HARBOUR}:user/pilot`,
    `arn:aws:kms:${HOME}:${HARBOUR}:key/anchor`,
    "arn:aws:s3:::harbour-logs",
  ]);
  expect(places("E6306")).toEqual([`arn:aws:iam::${HARBOUR}:policy/night`]);
  const [ofUser] = found("E6305");
  expect(ofUser).toMatchObject({ resource: "user/pilot", level: "error" });
  expect(ofUser?.message).toContain("policy deck of user/pilot");
  const text = surveyText(result, loadShippedPrices());
  expect(text).toMatch(/E6305.*policy deck of user\/pilot/s);
});

test("bytes of NAT gateways and lines of the bill", () => {
  expect(document.metrics).toMatchObject([
    { id: "nat-crane", metric: "BytesInFromDestination", bytes: "50000000000" },
    { id: "nat-crane", metric: "BytesOutToDestination", bytes: "10000000000" },
  ]);
  expect(document.costs).toMatchObject([
    { region: HOME, usageType: "EUC1-NatGateway-Bytes", usd: "12.5", quantity: "240.2" },
  ]);
  const text = surveyText(result, loadShippedPrices());
  expect(text).toMatch(/nat-crane: 50\.00 GB came in, 10\.00 GB went out/);
  expect(text).toMatch(/EUC1-NatGateway-Bytes: \$12\.50 for 240\.2/);
});

test("nothing is said of what was denied", () => {
  const { reading } = result.report;
  const without = surveyed({
    ...reading,
    answers: reading.answers.filter(({ action }) => action !== "ec2:DescribeVpcEndpoints"),
    denied: [{ action: "ec2:DescribeVpcEndpoints", region: HOME, reason: "denied" }],
  });
  const rules = new Set(without.report.findings.map(({ ruleId }) => ruleId));
  for (const each of ["E6206", "E6209", "E6210", "E6403", "E6404", "E6405"]) {
    expect(rules).not.toContain(each);
  }
  expect(rules).toContain("E6301");
  expect(without.report.isComplete).toBe(false);
});

test("what was not read is no zero", () => {
  const { reading } = result.report;
  const without = (...actions: readonly string[]) =>
    surveyed({
      ...reading,
      answers: reading.answers.filter(({ action }) => !actions.includes(action)),
      denied: actions.map((action) => ({ action, region: HOME, reason: "denied" })),
    });
  const part = without("ec2:DescribeNetworkInterfaces", "ec2:DescribeAddresses");
  expect(part.report.topology.publicIpv4).toEqual([]);
  const text = surveyText(part, loadShippedPrices());
  expect(text).toMatch(/^1 VPC in 1 region: [^\n]*public IPv4 addresses not\s+read/);
  expect(text).toMatch(/interfaces\s+not read/);
  expect(surveyDocument(part).places.find(({ region }) => region === HOME)).toMatchObject({
    vpcs: 1,
    publicIpv4: null,
  });
  const routes = without("ec2:DescribeRouteTables");
  expect(surveyText(routes, loadShippedPrices())).toMatch(/IPv6, routes\s+not read/);
  const none = without("ec2:DescribeVpcs");
  expect(surveyText(none, loadShippedPrices())).toMatch(/^No VPCs were read\./);
  const cut = surveyed({ ...reading, answers: [], isCutOff: true });
  expect(surveyText(cut, loadShippedPrices())).toMatch(/^Interrupted before it was done\. No VPCs/);
});

test("NAT gateways that no flow log covers, with the command for one", () => {
  const { reading } = result.report;
  const emptied = reading.answers.map((each) =>
    each.action === "ec2:DescribeFlowLogs" ? { ...each, items: [] } : each,
  );
  const [finding, ...others] = surveyDocument(
    surveyed({ ...reading, answers: emptied }),
  ).findings.filter(({ ruleId }) => ruleId === "E6701");
  expect(finding).toMatchObject({ resource: "vpc-quay" });
  expect(finding?.fix).toMatch(/create-flow-logs .*--resource-ids vpc-quay .*pkt-dstaddr/);
  expect(others).toEqual([]);
});

test("a repair is a command with the ids of the account", () => {
  expect(found("E6104")[0]?.fix).toBe(
    `Lead ::/0 to the egress-only internet gateway. Run \`aws ec2 create-route --region ${HOME} --route-table-id rtb-land --destination-ipv6-cidr-block ::/0 --egress-only-internet-gateway-id eigw-lock\`.`,
  );
});

test("the workload says what calls what, and plan takes it", async () => {
  const { workload } = document;
  expect(workload.services?.map(({ service }) => service).toSorted()).toEqual([
    "ecr",
    "logs",
    "secretsmanager",
    "sqs",
  ]);
  expect(workload.compute?.map(({ kind }) => kind).toSorted()).toEqual([
    "ec2-nitro",
    "ecs-fargate",
    "lambda",
  ]);
  const folder = mkdtempSync(join(tmpdir(), "egress6-survey-account-"));
  try {
    const file = join(folder, "survey.json");
    writeFileSync(file, JSON.stringify(document));
    const planned = await plan([file]);
    expect(planned.workload).toMatchObject({ region: HOME });
    expect(readFlowTopology([file]).nats).toMatchObject([{ id: "nat-crane", az: "euc1-az2" }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("one VPC that is nowhere is refused, unless that could not be seen", () => {
  const whole = { ...result.report.reading, denied: [] };
  expect(() => onlyVpc(whole, "vpc-elsewhere")).toThrow(/^--vpc vpc-elsewhere: .*Choose one of /);
  const cutOff = { ...whole, isCutOff: true };
  expect(surveyed(onlyVpc(cutOff, "vpc-elsewhere")).report.topology.vpcs).toEqual([]);
});

/** A reading of these answers alone, each whole, of one account and region. */
const readingWith = (answers: Readonly<Record<string, readonly Record<string, unknown>[]>>) => ({
  answers: Object.entries(answers).map(([action, items]) => ({
    action,
    region: HOME,
    account: HARBOUR,
    items,
    isWhole: true,
  })),
  denied: [],
  takenAt: "2026-12-01T12:00:00.000Z",
  isCutOff: false,
  files: [],
  skipped: [],
});
const said = ({ report }: ReturnType<typeof runSurvey>, ruleId: string) =>
  report.findings.filter((each) => each.ruleId === ruleId).map(({ text }) => text);

test("addresses that nothing uses are not mixed with those of interfaces that were not read", () => {
  const address = (PublicIp: string, more: object = {}) => ({
    PublicIp,
    AllocationId: `eipalloc-${PublicIp}`,
    ...more,
  });
  const reading = readingWith({
    "ec2:DescribeNetworkInterfaces": [{ NetworkInterfaceId: "eni-a", VpcId: "vpc-a" }],
    "ec2:DescribeAddresses": [
      address("192.0.2.1"),
      address("192.0.2.2", { NetworkInterfaceId: "eni-gone", AssociationId: "eipassoc-2" }),
      address("192.0.2.3", { NetworkInterfaceId: "eni-a", AssociationId: "eipassoc-3" }),
    ],
  });
  expect(said(surveyed(reading), "E6203").toSorted()).toEqual([
    expect.stringMatching(/^1 public IPv4 address in vpc-a,/),
    expect.stringMatching(/^1 public IPv4 address not used, .*192\.0\.2\.1\.$/),
    expect.stringMatching(/^1 public IPv4 address on network interfaces that were not read,/),
  ]);
  const { topology } = surveyed(onlyVpc(reading, "vpc-a")).report;
  expect(topology.publicIpv4.map((each) => each.address)).toEqual(["192.0.2.1", "192.0.2.3"]);
});

test("a NAT gateway that failed carries nothing, and an instance that was read twice is one", () => {
  const instance = {
    InstanceId: "i-a",
    SubnetId: "subnet-a",
    MetadataOptions: { HttpProtocolIpv6: "disabled" },
  };
  const result = surveyed(
    readingWith({
      "ec2:DescribeVpcs": [{ VpcId: "vpc-a", OwnerId: HARBOUR }],
      "ec2:DescribeSubnets": [{ SubnetId: "subnet-a", VpcId: "vpc-a", Ipv6Native: true }],
      "ec2:DescribeNatGateways": [
        { NatGatewayId: "nat-a", VpcId: "vpc-a", State: "failed", ConnectivityType: "public" },
      ],
      "ec2:DescribeInstances": [{ Instances: [instance] }, { Instances: [instance] }],
      "route53resolver:ListResolverQueryLogConfigs": [],
    }),
  );
  expect(said(result, "E6201")).toEqual([]);
  expect(said(result, "E6702")).toEqual([]);
  expect(said(result, "E6703")).toEqual(["NAT gateway nat-a is failed."]);
  expect(said(result, "E6410")).toHaveLength(1);
});

test("what a network ACL stops, and what the owner of a shared VPC has, is said so", () => {
  const block = (range: string) => [
    { Ipv6CidrBlock: range, Ipv6CidrBlockState: { State: "associated" } },
  ];
  const network = (OwnerId: string, isRouted: boolean) =>
    surveyed(
      readingWith({
        "ec2:DescribeVpcs": [
          { VpcId: "vpc-a", OwnerId, Ipv6CidrBlockAssociationSet: block("2001:db8::/56") },
        ],
        "ec2:DescribeSubnets": [
          {
            SubnetId: "subnet-a",
            VpcId: "vpc-a",
            CidrBlock: "10.0.0.0/24",
            Ipv6CidrBlockAssociationSet: block("2001:db8::/64"),
          },
        ],
        "ec2:DescribeRouteTables": [
          {
            RouteTableId: "rtb-a",
            VpcId: "vpc-a",
            Associations: [{ Main: true }],
            Routes: [
              { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-a" },
              ...(isRouted
                ? [{ DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: "eigw-a" }]
                : []),
            ],
          },
        ],
        "ec2:DescribeNetworkAcls": [
          {
            NetworkAclId: "acl-a",
            VpcId: "vpc-a",
            IsDefault: false,
            Associations: [{ SubnetId: "subnet-a" }],
            Entries: [
              {
                Egress: true,
                RuleNumber: 100,
                RuleAction: "allow",
                Protocol: "-1",
                CidrBlock: "0.0.0.0/0",
              },
            ],
          },
        ],
        "ec2:DescribeNatGateways": [],
        "ec2:DescribeVpcEndpoints": [],
        "ec2:DescribeEgressOnlyInternetGateways": [],
        "ec2:DescribeInternetGateways": [],
      }),
    );
  const stopped = network(HARBOUR, true);
  expect(surveyDocument(stopped).places[0]).toMatchObject({ vpcs: 1, vpcsSendingIpv6: 0 });
  const text = surveyText(stopped, loadShippedPrices());
  expect(text).toContain("vpc-a: IPv6, network ACLs let none out, 1 subnet, 0 NAT gateways");
  const shared = network("999988887777", false);
  expect(surveyText(shared, loadShippedPrices())).toContain(
    "vpc-a: IPv6, no route out, 1 subnet, NAT gateways not read,",
  );
  expect(said(network(HARBOUR, false), "E6105")).toHaveLength(1);
  expect(said(shared, "E6105")).toEqual([]);
});

test("a version of a launch template that is named by its number counts alone", () => {
  const version = (VersionNumber: number, more: object) => ({
    LaunchTemplateId: "lt-a",
    VersionNumber,
    LaunchTemplateData: { NetworkInterfaces: [more] },
  });
  const group = (Version: string) => ({
    AutoScalingGroupName: `group-${Version}`,
    VPCZoneIdentifier: "subnet-a",
    LaunchTemplate: { LaunchTemplateId: "lt-a", Version },
  });
  const result = surveyed(
    readingWith({
      "ec2:DescribeSubnets": [
        {
          SubnetId: "subnet-a",
          VpcId: "vpc-a",
          Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: "2001:db8::/64" }],
        },
      ],
      "ec2:DescribeLaunchTemplateVersions": [version(1, {}), version(2, { Ipv6AddressCount: 1 })],
      "autoscaling:DescribeAutoScalingGroups": [group("1"), group("2"), group("$Latest")],
    }),
  );
  expect(said(result, "E6411")).toEqual([
    expect.stringContaining("the Auto Scaling group group-1 get no IPv6 address"),
  ]);
});

test("an open range that is written as two halves is named as a whole", () => {
  const IpRanges = [{ CidrIp: "0.0.0.0/1" }, { CidrIp: "128.0.0.0/1" }];
  const result = surveyed(
    readingWith({
      "ec2:DescribeVpcs": [
        {
          VpcId: "vpc-a",
          Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: "2001:db8::/56" }],
        },
      ],
      "ec2:DescribeSecurityGroups": [
        { GroupId: "sg-a", VpcId: "vpc-a", IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges }] },
      ],
    }),
  );
  expect(said(result, "E6301")[0]).toContain("0.0.0.0/1 and 128.0.0.0/1");
});

test("no secret is in any output", () => {
  const outputs = [
    JSON.stringify(document),
    surveyText(result, loadShippedPrices()),
    surveySarif(result, { version: "0.1.0", folder: "/w" }),
    JSON.stringify(result.report.reading),
  ];
  const encoded = Buffer.from(HARBOUR_SECRET).toString("base64");
  for (const each of outputs) {
    expect(each).not.toContain(HARBOUR_SECRET);
    expect(each).not.toContain(encoded);
  }
});

test("an instance that does what a NAT gateway does is no workload, and needs no IPv6 address", () => {
  const read = (SourceDestCheck: boolean) => {
    const instance = {
      InstanceId: "i-nat",
      VpcId: "vpc-a",
      SubnetId: "subnet-a",
      SourceDestCheck,
      NetworkInterfaces: [{ NetworkInterfaceId: "eni-nat" }],
    };
    const { report } = surveyed(
      readingWith({
        "ec2:DescribeVpcs": [{ VpcId: "vpc-a" }],
        "ec2:DescribeSubnets": [
          {
            SubnetId: "subnet-a",
            VpcId: "vpc-a",
            Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: "2001:db8::/64" }],
          },
        ],
        "ec2:DescribeRouteTables": [
          {
            RouteTableId: "rtb-a",
            VpcId: "vpc-a",
            Routes: [{ DestinationCidrBlock: "0.0.0.0/0", NetworkInterfaceId: "eni-nat" }],
          },
        ],
        "ec2:DescribeNetworkInterfaces": [
          { NetworkInterfaceId: "eni-nat", VpcId: "vpc-a", Attachment: { InstanceId: "i-nat" } },
        ],
        "ec2:DescribeInstances": [{ Instances: [instance] }],
      }),
    );
    const rules = report.findings.map(({ ruleId }) => ruleId);
    return [rules.includes("E6411"), report.workload.compute?.length ?? 0];
  };
  expect(read(true)).toEqual([true, 1]);
  expect(read(false)).toEqual([false, 0]);
});

test("what addresses cost is at most that, where some of them may have been brought", () => {
  const read = (PublicIpv4Pool: string) => {
    const found = surveyed(
      readingWith({
        "ec2:DescribeVpcs": [{ VpcId: "vpc-a" }],
        "ec2:DescribeNetworkInterfaces": [],
        "ec2:DescribeAddresses": [
          { PublicIp: "203.0.113.9", AllocationId: "eipalloc-own", PublicIpv4Pool },
        ],
      }),
    );
    const verdict = surveyVerdict(found.report, loadShippedPrices());
    return [verdict, ...said(found, "E6203")].join(" ");
  };
  const own = read("ipv4pool-ec2-0123");
  expect(own).toMatch(/1 public IPv4 address \(at most \$[\d.]+ a month\)/);
  expect(own).toMatch(/not used, at most \$[\d.]+ a month: 203\.0\.113\.9\. AWS does not charge/);
  const amazons = read("amazon");
  expect(amazons).toMatch(/1 public IPv4 address \(\$[\d.]+ a month\)/);
  expect(amazons).not.toContain("at most");
});
