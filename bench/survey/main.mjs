// Ten thousand network interfaces in two hundred subnets, from files as the AWS CLI prints them, and live from a server
// that answers as EC2 does: time, processor time and peak memory of a survey.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const INTERFACES = 10_000;
const PAGE = 1000;
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
    MacAddress: "02:00:00:00:00:01",
    PrivateDnsName: `ip-10-${n % SUBNETS}-1-${n % 250}.eu-central-1.compute.internal`,
    Groups: [{ GroupId: `sg-${n % GROUPS}`, GroupName: `group ${n % GROUPS}` }],
    PrivateIpAddresses: [{ PrivateIpAddress: `10.${n % SUBNETS}.1.${n % 250}`, Primary: true }],
    Tags: [{ Key: "Name", Value: `interface ${n}` }],
    ...(n % 3 === 0 ? {} : { Attachment: { InstanceId: `i-${n}`, Status: "attached" } }),
  })),
};

/** Where EC2 calls a list on the wire otherwise than in its answers. */
const WIRE = {
  SecurityGroups: "securityGroupInfo",
  Groups: "groupSet",
  Tags: "tagSet",
  PrivateIpAddresses: "privateIpAddressesSet",
  IpPermissionsEgress: "ipPermissionsEgress",
  IpRanges: "ipRanges",
  Associations: "associationSet",
};
const wireName = (name, value) =>
  WIRE[name] ??
  name.charAt(0).toLowerCase() +
    name.slice(1).replace(Array.isArray(value) ? /s$/ : /$^/, "") +
    (Array.isArray(value) ? "Set" : "");
const xml = (value) =>
  Object.entries(value)
    .map(([name, each]) => {
      const tag = wireName(name, each);
      const inner = Array.isArray(each)
        ? each.map((item) => `<item>${xml(item)}</item>`).join("")
        : typeof each === "object"
          ? xml(each)
          : each;
      return `<${tag}>${inner}</${tag}>`;
    })
    .join("");

/** Answers EC2's calls from the same lists, interfaces by the page; all else has nothing. */
async function startServer() {
  const pages = list(INTERFACES / PAGE, (at) =>
    xml({ NetworkInterfaces: answers.NetworkInterfaces.slice(at * PAGE, (at + 1) * PAGE) }),
  );
  const whole = Object.fromEntries(
    Object.entries(answers)
      .filter(([key]) => key !== "NetworkInterfaces")
      .map(([key, items]) => [`Describe${key}`, xml({ [key]: items })]),
  );
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const form = new URLSearchParams(body);
      const action = form.get("Action");
      if (action === null) {
        response.writeHead(200, { "content-type": "application/json" }).end("{}");
        return;
      }
      const at = Number(form.get("NextToken") ?? 0);
      const next = at + 1 < pages.length ? `<nextToken>${at + 1}</nextToken>` : "";
      const inner =
        action === "DescribeNetworkInterfaces" ? pages[at] + next : (whole[action] ?? "");
      const result =
        action === "GetCallerIdentity"
          ? `<GetCallerIdentityResult><Account>${owner.OwnerId}</Account></GetCallerIdentityResult>`
          : inner;
      response
        .writeHead(200, { "content-type": "text/xml" })
        .end(`<${action}Response>${result}</${action}Response>`);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const bin = fileURLToPath(new URL("../../packages/egress6/bin/egress6.js", import.meta.url));
/** Runs in the process that is measured. */
const USED = `process.on("exit", () => {
  const used = process.resourceUsage();
  const micro = used.userCPUTime + used.systemCPUTime;
  process.stderr.write("USED " + used.maxRSS + " " + micro);
})`;

async function survey(what, args, env) {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      `--import=data:text/javascript,${encodeURIComponent(USED)}`,
      bin,
      "survey",
      ...args,
      "--format",
      "json",
    ],
    { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const texts = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    texts[0] += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    texts[1] += chunk;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  const seconds = (performance.now() - started) / 1000;
  const [, kilobytes, micro] = /USED (\d+) (\d+)/.exec(texts[1]) ?? [];
  const megabytes = Number(kilobytes) / 1024;
  const { topology } = JSON.parse(texts[0]);
  console.log(
    `${what}: ${topology.enis.length} interfaces in ${seconds.toFixed(1)} s (at most ${MOST_SECONDS}), ${(Number(micro) / 1e6).toFixed(1)} s of processor time, ${megabytes.toFixed(0)} MB (at most ${MOST_MEGABYTES}), exit ${code}`,
  );
  return (
    topology.enis.length === INTERFACES && seconds <= MOST_SECONDS && megabytes <= MOST_MEGABYTES
  );
}

const folder = mkdtempSync(join(tmpdir(), "egress6-bench-survey-"));
const server = await startServer();
try {
  for (const [key, items] of Object.entries(answers)) {
    writeFileSync(join(folder, `${key}.json`), JSON.stringify({ [key]: items }, null, 4));
  }
  const ofFiles = await survey("files", ["--from", folder], {});
  const live = await survey("live ", ["--region", "eu-central-1"], {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${server.address().port}`,
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  });
  process.exitCode = ofFiles && live ? 0 : 1;
} finally {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
