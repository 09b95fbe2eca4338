import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FlowNetwork } from "@egress6/core/flow/flow-network";
import { NO_TOPOLOGY } from "@egress6/core/flow/flow-topology";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.mjs";
import { reduceFlows } from "./reduce-flows.js";
import { readFlowFiles } from "./text/read-flow-files.js";

const NAT = "10.0.0.220";
let folder: string;
const truth = new Map<string, number>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-merge-runs-"));
  const random = seededRandom(3);
  const below = (limit: number) => Math.floor(random() * limit);
  const lines = [
    "interface-id srcaddr dstaddr srcport dstport protocol bytes start end action log-status pkt-srcaddr pkt-dstaddr",
  ];
  for (let record = 0; record < 30_000; record++) {
    const src = `10.0.16.${below(20)}`;
    const dst = below(5) === 0 ? `2600:1f18::${1 + below(99)}` : `45.32.${below(12)}.${below(12)}`;
    const bytes = below(1e6);
    lines.push(`eni-0a ${src} ${NAT} 4000 443 6 ${bytes} 60 120 ACCEPT OK ${src} ${dst}`);
    truth.set(`${src} ${dst}`, (truth.get(`${src} ${dst}`) ?? 0) + bytes);
  }
  writeFileSync(join(folder, "flow.log"), `${lines.join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The groups, and how many files the sums were put into. */
async function groupsOf(mostRows: number) {
  const network = new FlowNetwork(
    {
      ...NO_TOPOLOGY,
      nats: [
        {
          id: "nat-0a",
          eni: "eni-0a",
          ips: [NAT],
          publicIps: [],
          az: null,
          region: null,
          vpc: null,
          isRegional: false,
        },
      ],
    },
    null,
  );
  const path = join(folder, "flow.log");
  let runs = 0;
  const reduction = await reduceFlows(
    { network, format: null, from: null, to: null },
    1,
    async (rules, runFolder) => {
      const signal = new AbortController().signal;
      const files = [{ path, name: path, source: 0 }];
      const options = { folder: runFolder, signal, threads: 1, mostRows };
      const read = await readFlowFiles(files, rules, options);
      runs = readdirSync(runFolder).length;
      return read;
    },
  );
  try {
    return { groups: [...reduction.groups()], runs };
  } finally {
    reduction.close();
  }
}

test("sums that do not stay in memory go to disk, and every pair comes out the same", async () => {
  const [inMemory, onDisk] = [await groupsOf(1_000_000), await groupsOf(500)];
  expect(inMemory.runs).toBe(0);
  expect(onDisk.runs).toBeGreaterThan(1);
  expect(onDisk.groups).toEqual(inMemory.groups);
  const sums = new Map(onDisk.groups.map(({ src, dst, up }) => [`${src} ${dst}`, up]));
  expect(sums).toEqual(truth);
});
