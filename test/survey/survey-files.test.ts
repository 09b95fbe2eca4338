import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plan, survey } from "egress6";
import { afterEach, expect, test } from "vitest";
import { readFlowTopology } from "../../packages/egress6/src/adapter/flow-log/topology.js";
import { saveSurvey } from "../../packages/egress6/src/adapter/survey/saved-survey.js";
import { askedLines } from "../../packages/egress6/src/render/survey/words.js";
import {
  ACCOUNT,
  configSnapshot,
  describeFiles,
  SECRET,
  soundFiles,
  terraformState,
} from "./survey-world.js";

let folder = "";
const folderOf = (files: Readonly<Record<string, unknown>>): string => {
  folder = mkdtempSync(join(tmpdir(), "egress6-survey-"));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), JSON.stringify(content));
  }
  return folder;
};
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const surveyed = (files: Readonly<Record<string, unknown>>, region = "eu-central-1") =>
  survey({ from: [folderOf(files)], region });
const found = (document: ReturnType<typeof survey>, ruleId: string) =>
  document.findings.filter((each) => each.ruleId === ruleId);

test("a group older than the VPC's IPv6 block is found, the newer one is not", () => {
  const [finding, ...others] = found(surveyed(describeFiles()), "E6301");
  expect(finding).toMatchObject({ resource: "sg-old", kind: "fail", level: "error" });
  expect(finding?.file).toBe(`arn:aws:ec2:eu-central-1:${ACCOUNT}:security-group/sg-old`);
  expect(others).toEqual([]);
});

test("a sound VPC gives no finding", () => {
  const document = surveyed(soundFiles());
  expect(document.findings).toEqual([]);
  expect(document.topology.vpcs).toHaveLength(1);
});

test("without an answer about endpoints, nothing says that there are none", () => {
  const { "vpc-endpoints.json": _, ...others } = describeFiles();
  const whole = surveyed(describeFiles());
  expect(found(whole, "E6206")).toHaveLength(1);
  rmSync(folder, { recursive: true });
  const part = surveyed(others);
  expect(found(part, "E6206")).toEqual([]);
  expect(part.meta.notRead.map(({ action }) => action)).toContain("ec2:DescribeVpcEndpoints");
});

test("a list that was cut off is not taken for all that there is", () => {
  const files = describeFiles();
  const cut = { ...files, "vpc-endpoints.json": { VpcEndpoints: [], NextToken: "more" } };
  expect(found(surveyed(cut), "E6206")).toEqual([]);
});

test("subnets have the id of their zone, their families, and the main table where they have none", () => {
  const { topology } = surveyed(describeFiles());
  const subnet = (id: string) => topology.subnets.find((each) => each.id === id);
  expect(subnet("subnet-private")).toMatchObject({
    az: "euc1-az1",
    families: "dual-stack",
    routeTable: "rtb-private",
  });
  expect(subnet("subnet-public")).toMatchObject({ routeTable: "rtb-main", families: "ipv4" });
  expect(topology.routeTables.find(({ id }) => id === "rtb-private")?.routes).toEqual([
    { destination: "10.0.0.0/16", target: "local" },
    { destination: "0.0.0.0/0", target: "nat-one" },
  ]);
});

test("interfaces are told by who has them, and public IPv4 by who uses it", () => {
  const { topology } = surveyed(describeFiles());
  const owners = Object.fromEntries(
    topology.enis.map(({ id, ownerKind, owner }) => [id, [ownerKind, owner]]),
  );
  expect(owners).toEqual({
    "eni-nat": ["nat-gateway", "nat-one"],
    "eni-lambda": ["lambda", "resize"],
    "eni-task": ["ecs-fargate", "web"],
    "eni-instance": ["instance", "jobs"],
  });
  expect(topology.publicIpv4.map(({ address, owner }) => [address, owner])).toEqual([
    ["198.51.100.7", "nat-one"],
    ["198.51.100.8", "jobs"],
  ]);
  expect(topology.securityGroups.map(({ id, egress4, egress6 }) => [id, egress4, egress6])).toEqual(
    [
      ["sg-new", "all", "all"],
      ["sg-old", "all", "none"],
    ],
  );
});

test("a flow log says how flows counts from it, and what makes a better one", () => {
  const document = surveyed(describeFiles());
  expect(document.flowLogs).toMatchObject([{ id: "fl-one", mode: "topology" }]);
  const [finding] = found(document, "E6701");
  expect(finding?.fix).toContain("aws ec2 create-flow-logs");
  expect(finding?.fix).toMatch(/\$\{pkt-dstaddr\}/);
});

test("describe files, a Config snapshot and a Terraform state give the same network", () => {
  const parts = ({ topology }: ReturnType<typeof survey>) => ({
    vpcs: topology.vpcs.map(({ id, cidr, ipv6Cidrs }) => ({ id, cidr, ipv6Cidrs })),
    subnets: topology.subnets.map(({ id, vpc, cidr, ipv6Cidr, families, routeTable }) => ({
      id,
      vpc,
      cidr,
      ipv6Cidr,
      families,
      routeTable,
    })),
    routeTables: topology.routeTables.map(({ id, main, subnets, routes }) => ({
      id,
      main,
      subnets,
      routes: routes.filter(({ target }) => target !== "local"),
    })),
    natGateways: topology.natGateways.map(({ id, subnet, privateIps, eips }) => ({
      id,
      subnet,
      privateIps,
      eips,
    })),
    groups: topology.securityGroups.map(({ id, egress4, egress6 }) => ({ id, egress4, egress6 })),
  });
  const described = parts(surveyed(describeFiles()));
  for (const file of [configSnapshot(), terraformState()]) {
    rmSync(folder, { recursive: true });
    expect(parts(surveyed({ "one.json": file }))).toEqual(described);
  }
});

test("no secret is in any part of the result", () => {
  for (const files of [
    describeFiles(),
    { "snapshot.json": configSnapshot() },
    { "state.json": terraformState() },
  ]) {
    expect(JSON.stringify(files)).toContain(SECRET);
    expect(JSON.stringify(surveyed(files))).not.toContain(SECRET);
    rmSync(folder, { recursive: true });
  }
});

test("flows and plan read the result", async () => {
  const document = surveyed(describeFiles());
  const path = join(folder, "survey.json");
  writeFileSync(path, JSON.stringify(document));
  const topology = readFlowTopology([path]);
  expect(topology.nats).toMatchObject([{ id: "nat-one", ips: ["10.0.0.10"], az: "euc1-az1" }]);
  const planned = await plan([path]);
  expect(planned.workload).toMatchObject({ region: "eu-central-1" });
  expect(document.workload.compute?.map(({ name, kind, count }) => [name, kind, count])).toEqual([
    ["jobs", "ec2-nitro", 1],
    ["resize", "lambda", 1],
    ["web", "ecs-fargate", 2],
  ]);
  expect(document.workload.existing).toMatchObject({ natGateways: 1, publicIpv4: 1 });
});

test("a name that is given again, in another account, is another thing", () => {
  const functionOf = (account: string) => ({
    Functions: [
      {
        FunctionName: "resize",
        FunctionArn: `arn:aws:lambda:eu-central-1:${account}:function:resize`,
      },
    ],
  });
  const { topology } = surveyed({
    "one.json": functionOf(ACCOUNT),
    "other.json": functionOf("345678901234"),
  });
  expect(topology.compute.map(({ account }) => account)).toEqual([ACCOUNT, "345678901234"]);
});

test("a file that does not say its region, without --region, is named with the remedy", () => {
  const from = [folderOf({ "eigw.json": { EgressOnlyInternetGateways: [] } })];
  expect(() => survey({ from })).toThrow(/does not say of which region.*--region/);
});

test("pages one after the other in a file, as >> leaves them, or in a list", () => {
  const page = (id: string, more: object = {}) => ({
    Vpcs: [{ VpcId: id, CidrBlock: "10.0.0.0/16", Tags: [{ Key: "Name", Value: "a { b \\" }] }],
    ...more,
  });
  const path = join(folderOf({}), "vpcs.json");
  const pages = [page("vpc-one", { NextToken: "x" }), page("vpc-two")];
  for (const text of [
    pages.map((each) => JSON.stringify(each, null, 2)).join("\n"),
    JSON.stringify(pages),
  ]) {
    writeFileSync(path, text);
    const { topology } = survey({ from: [path], region: "eu-central-1" });
    expect(topology.vpcs.map(({ id }) => id)).toEqual(["vpc-one", "vpc-two"]);
  }
  writeFileSync(path, '{"Vpcs":[]} and more');
  expect(() => survey({ from: [path], region: "eu-central-1" })).toThrow(
    /It is not JSON\. `egress6/,
  );
});

test("a file that holds something else is named", () => {
  const from = [join(folderOf({ "other.json": { hello: 1 } }), "other.json")];
  expect(() => survey({ from })).toThrow(/no answer that a survey reads/);
});

test("a VPC that nothing is of is refused, with those that there are", () => {
  const from = [folderOf(describeFiles())];
  const ask = (vpc: string) => () => survey({ from, region: "eu-central-1", vpc });
  expect(ask("vpc-nope")).toThrow(/^--vpc vpc-nope: nothing .* Choose one of vpc-one\.$/);
  expect(ask("vpc-one")).not.toThrow();
});

test("with one VPC, only its own region is counted", () => {
  const from = folderOf({
    "one.json": { Vpcs: [{ VpcId: "vpc-one", CidrBlock: "10.0.0.0/16" }], NextToken: "more" },
  });
  mkdirSync(join(from, "eu-west-1"));
  writeFileSync(
    join(from, "eu-west-1", "two.json"),
    JSON.stringify({ Vpcs: [{ VpcId: "vpc-two" }] }),
  );
  const { meta, topology } = survey({ from: [from], region: "eu-central-1", vpc: "vpc-two" });
  expect(meta.regions).toEqual(["eu-west-1"]);
  expect(topology.vpcs.map(({ id }) => id)).toEqual(["vpc-two"]);
});

test("what is given twice is one", () => {
  const one = folderOf(describeFiles());
  const once = survey({ from: [one], region: "eu-central-1" });
  expect(survey({ from: [one, `${one}/`], region: "eu-central-1" })).toEqual(once);
  const copied = Object.fromEntries(
    Object.entries(describeFiles()).map(([name, content]) => [`copy-${name}`, content]),
  );
  for (const [name, content] of Object.entries(copied)) {
    writeFileSync(join(one, name), JSON.stringify(content));
  }
  const twice = survey({ from: [one], region: "eu-central-1" });
  expect(twice.findings).toEqual(once.findings);
  expect(twice.topology).toEqual(once.topology);
});

test("entries that are none are named, and are no zero", () => {
  const entries = [1, null, { VpcId: 5 }];
  const only = folderOf({ "vpcs.json": { Vpcs: entries } });
  const sentence = "3 entries of Vpcs without a VpcId cannot be read.";
  const read = (from: string) => () => survey({ from: [from], region: "eu-central-1" });
  expect(read(join(only, "vpcs.json"))).toThrow(sentence.slice(0, -1));
  expect(read(only)).toThrow(sentence.slice(0, -1));
  writeFileSync(
    join(only, "subnets.json"),
    JSON.stringify({ Subnets: [{ SubnetId: "subnet-a" }] }),
  );
  const beside = read(only)();
  expect(beside.meta).toMatchObject({ complete: false, skipped: [{ reason: sentence }] });
  expect(beside.places).toMatchObject([{ vpcs: null }]);
  writeFileSync(
    join(only, "vpcs.json"),
    `{"Vpcs":[{"VpcId":"vpc-a"},${"[".repeat(5000)}${"]".repeat(5000)}]}`,
  );
  const part = read(only)();
  expect(part.topology.vpcs.map(({ id }) => id)).toEqual(["vpc-a"]);
  expect(part.meta.complete).toBe(false);
  expect(part.meta.skipped).toMatchObject([
    { reason: "1 entry of Vpcs without a VpcId cannot be read." },
  ]);
});

test("flows do not see a gateway that failed or is no more", () => {
  const gateways = ["available", "failed", "deleted", "deleting"].map((state) => ({
    NatGatewayId: `nat-${state}`,
    State: state,
  }));
  const answers = folderOf({ "nats.json": { NatGateways: gateways } });
  const document = survey({ from: [answers], region: "eu-central-1" });
  const path = join(answers, "survey.json");
  writeFileSync(path, JSON.stringify(document));
  for (const each of [path, join(answers, "nats.json")]) {
    const ids = readFlowTopology([each]).nats.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(["nat-available", "nat-deleting"]);
  }
});

test("a survey that was interrupted before any answer kept nothing, and says so", () => {
  const from = folderOf({});
  const asked = { account: null, answers: [], denied: [], takenAt: "", isCutOff: true, calls: [] };
  saveSurvey(from, asked);
  expect(askedLines(asked, "saved")).toEqual([
    "egress6: Interrupted before anything was read.",
    "Nothing was kept: saved says only that the survey was interrupted.",
  ]);
  expect(() => survey({ from: [from] })).toThrow(/interrupted before anything was read\. Run it/);
  const whole = { answers: [{ ...READ, action: "ec2:DescribeVpcs" }], isCutOff: false };
  expect(askedLines(whole, "saved")).toEqual([
    "The answers are in saved, for you alone. They hold ids and addresses, and no secrets.",
  ]);
  const cut = { answers: [{ ...READ, action: "sts:GetCallerIdentity" }], isCutOff: true };
  expect(askedLines(cut, undefined)).toEqual(["egress6: Interrupted before anything was read."]);
});
const READ = { region: "eu-central-1", account: ACCOUNT, items: [], isWhole: true };
