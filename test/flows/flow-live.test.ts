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
