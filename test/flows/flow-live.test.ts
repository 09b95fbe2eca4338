import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";
import {
  FORMATS,
  flowLines,
  flowLogPath,
  flowWorld,
  writeGzip,
  writeQueries,
} from "./flow-world.js";

const world = flowWorld(11);
let folder: string;
let dns: DnsServer;

beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-flows-live-`);
  writeFileSync(`${folder}/survey.json`, JSON.stringify(world.survey));
  const text = `${flowLines(5, FORMATS[5], world.records).join("\n")}\n`;
  writeGzip(flowLogPath(folder, "fl-01234567890abcdef", 0), text);
  writeQueries(folder, world.queries);
  const both = { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] };
  dns = await startDnsServer({
    records: {
      ...Object.fromEntries(
        world.hosts.flatMap(({ name, addresses, hasAaaa }) =>
          name === null
            ? []
            : [[name, { A: addresses, ...(hasAaaa ? { AAAA: ["2600:9000::1"] } : {}) }]],
        ),
      ),
      "sqs.eu-central-1.api.aws": both,
      "otherbucket.s3.dualstack.us-east-1.amazonaws.com": both,
    },
  });
});
afterAll(async () => {
  await dns.close();
  rmSync(folder, { recursive: true, force: true });
});

test("--live asks for dual-stack hostnames, and every byte gets its class", async () => {
  const { code, stdout, stderr } = await egress6(
    [
      "flows",
      `${folder}/AWSLogs`,
      "--topology",
      `${folder}/survey.json`,
      "--live",
      "--resolver",
      dns.resolver,
      "--json",
    ],
    { now: Date.now },
  );
  expect(stderr + code).toBe("0");
  const document = JSON.parse(stdout);
  const known: Record<string, number> = {
    "free-fix": 0,
    "v6-now": 0,
    "v6-config": 0,
    "v4-only": 0,
    ambiguous: 0,
    unknown: 0,
  };
  for (const { host, up, down } of world.conversations) {
    known[host.class] = (known[host.class] ?? 0) + up + down;
  }
  expect(document.classes).toEqual(known);
  const config = document.actions.find(
    ({ id }: { id: string }) => id === "dual-stack-sqs-eu-central-1",
  );
  expect(config.change).toContain("AWS_USE_DUALSTACK_ENDPOINT=true");
});

test("hosts of CloudTrail name addresses that nobody asked for, with little confidence", async () => {
  const place = `${folder}/trail`;
  const text = `${flowLines(5, FORMATS[5], world.records).join("\n")}\n`;
  writeGzip(flowLogPath(place, "fl-01234567890abcdef", 0), text);
  const sqs = "sqs.eu-central-1.amazonaws.com";
  const others = world.queries.filter((query) => !JSON.stringify(query).includes(sqs));
  writeQueries(place, others);
  const event = (host: string, more: object) => ({
    eventTime: "2026-11-02T00:02:00Z",
    eventSource: "sqs.amazonaws.com",
    awsRegion: "eu-central-1",
    sourceIPAddress: "198.51.100.7",
    tlsDetails: { clientProvidedHostHeader: host },
    ...more,
  });
  const trail = {
    Records: [
      event(sqs, {}),
      event("vendor-on-ec2.example", { vpcEndpointId: "vpce-0a" }),
      event("cdn.thirdparty.example", { sourceIPAddress: "2001:db8::1" }),
      event("github.com", { sourceIPAddress: "203.0.113.9" }),
      { eventTime: 7 },
    ],
  };
  const path = `${place}/AWSLogs/123456789012/CloudTrail/eu-central-1/2026/11/02/trail.json.gz`;
  writeGzip(path, JSON.stringify(trail));
  const survey = structuredClone(world.survey) as {
    topology: { natGateways: { eips: string[] }[] };
  };
  for (const nat of survey.topology.natGateways) nat.eips = ["198.51.100.7"];
  writeFileSync(`${place}/survey.json`, JSON.stringify(survey));
  const run = async (...args: readonly string[]) => {
    const { stdout } = await egress6(
      ["flows", `${place}/AWSLogs`, "--topology", `${place}/survey.json`, "--json", ...args],
      { now: Date.now },
    );
    return JSON.parse(stdout);
  };
  const bytes = world.conversations.reduce(
    (sum, { host, up, down }) => (host.name === sqs ? sum + up + down : sum),
    0,
  );
  const offline = await run();
  const live = await run("--live", "--resolver", dns.resolver);
  const id = "dual-stack-sqs-eu-central-1";
  const action = live.actions.find((each: { id: string }) => each.id === id);
  expect(action).toMatchObject({ bytes, confidence: "low", hosts: [sqs] });
  expect(offline.unknown["no-name"] - live.unknown["no-name"]).toBe(bytes);
  expect(offline.actions.some((each: { id: string }) => each.id === id)).toBe(false);
});

test("a hostname that AWS calls dual-stack and DNS does not is neither: it is said", async () => {
  const place = `${folder}/rules`;
  const host = "secretsmanager.eu-central-1.amazonaws.com";
  const [nat] = world.nats;
  const [src, dst] = ["10.0.16.11", "18.153.90.84"];
  const record = {
    "interface-id": nat?.eni ?? "",
    srcaddr: src,
    dstaddr: nat?.ips[0] ?? "",
    "pkt-srcaddr": src,
    "pkt-dstaddr": dst,
    srcport: 40_000,
    dstport: 443,
    protocol: 6,
    bytes: 4711,
    start: 1_793_577_600,
    end: 1_793_577_660,
    action: "ACCEPT",
    "log-status": "OK",
  };
  const text = `${flowLines(5, FORMATS[5], [record]).join("\n")}\n`;
  writeGzip(flowLogPath(place, "fl-01234567890abcdef", 0), text);
  const query = (type: string, answers: readonly object[]) => ({
    query_timestamp: "2026-11-02T00:00:00Z",
    query_name: `${host}.`,
    query_type: type,
    rcode: "NOERROR",
    answers,
    srcaddr: src,
  });
  writeQueries(place, [query("A", [{ Rdata: dst, Type: "A", Class: "IN" }]), query("AAAA", [])]);
  const own = await startDnsServer({ records: { [host]: { A: [dst] } } });
  const { stdout } = await egress6(
    [
      "flows",
      `${place}/AWSLogs`,
      "--topology",
      `${folder}/survey.json`,
      "--live",
      "--resolver",
      own.resolver,
      "--json",
    ],
    { now: Date.now },
  );
  await own.close();
  expect(JSON.parse(stdout).unknown).toMatchObject({ "rules-differ": 4711, "not-checked": 0 });
});
