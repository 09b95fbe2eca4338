import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-flows-paths-`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEADER =
  "interface-id srcaddr dstaddr srcport dstport protocol bytes start end action log-status pkt-srcaddr pkt-dstaddr";
/** A record, TCP from port 40000 to 443 unless said otherwise. */
const record = (
  eni: string,
  from: string,
  to: string,
  bytes: number,
  pktFrom = from,
  pktTo = to,
  ports = "40000 443",
) => `${eni} ${from} ${to} ${ports} 6 ${bytes} 1793577600 1793577660 ACCEPT OK ${pktFrom} ${pktTo}`;

const EDGE = { id: "nat-0edge", eni: "eni-0edge", ip: "10.0.0.220", az: "euc1-az1" };
const INNER = { id: "nat-0inner", eni: "eni-0inner", ip: "10.1.0.220", az: "euc1-az1" };

async function flows(lines: readonly string[], network: object) {
  const place = `${folder}/${count++}`;
  writeFileSync(`${place}.log`, `${[HEADER, ...lines].join("\n")}\n`);
  writeFileSync(`${place}.json`, JSON.stringify({ region: "eu-central-1", ...network }));
  const { stdout } = await egress6([
    "flows",
    `${place}.log`,
    "--topology",
    `${place}.json`,
    "--pairs",
    `${place}.pairs`,
    "--json",
  ]);
  const pairs = readFileSync(`${place}.pairs`, "utf8").trim().split("\n");
  return { document: JSON.parse(stdout), pairs: pairs.map((line) => JSON.parse(line)) };
}

test("a gateway of another VPC behind a transit gateway counts what comes from there", async () => {
  const { document, pairs } = await flows(
    [
      // The attachment's interface in the egress VPC sees the same bytes.
      record("eni-0tgw", "10.9.4.7", "45.32.1.1", 700),
      record(EDGE.eni, "10.9.4.7", EDGE.ip, 700, "10.9.4.7", "45.32.1.1"),
      record(EDGE.eni, EDGE.ip, "45.32.1.1", 700, EDGE.ip, "45.32.1.1", "50000 443"),
    ],
    { vpc: "vpc-0egress", cidr: "10.0.0.0/16", nats: [EDGE] },
  );
  expect(document.totals.bytes).toBe(700);
  expect(pairs).toMatchObject([{ nat: EDGE.id, src: "10.9.4.7", dst: "45.32.1.1", up: 700 }]);
  expect(document.nats[0].crossAzBytes).toBeNull();
});

test("chained gateways are each counted, as each is billed", async () => {
  const { document } = await flows(
    [
      record(INNER.eni, "10.1.4.7", INNER.ip, 500, "10.1.4.7", "45.32.1.1"),
      record(INNER.eni, INNER.ip, "45.32.1.1", 500, INNER.ip, "45.32.1.1", "50001 443"),
      record(EDGE.eni, INNER.ip, EDGE.ip, 500, INNER.ip, "45.32.1.1", "50001 443"),
      record(EDGE.eni, EDGE.ip, "45.32.1.1", 500, EDGE.ip, "45.32.1.1", "50002 443"),
    ],
    { nats: [EDGE, INNER] },
  );
  expect(document.totals.bytes).toBe(1000);
  expect(document.nats.map(({ bytes }: { bytes: number }) => bytes)).toEqual([500, 500]);
});

test("a pod is the source at the gateway, whatever the node's interface logs", async () => {
  const { document, pairs } = await flows(
    [
      // The node's interface: the address of the node outside, that of the pod in the packet.
      record("eni-0node", "10.0.16.4", "45.32.1.1", 300, "10.0.16.99", "45.32.1.1"),
      record(EDGE.eni, "10.0.16.99", EDGE.ip, 300, "10.0.16.99", "45.32.1.1"),
      record(EDGE.eni, EDGE.ip, "10.0.16.99", 4000, "45.32.1.1", "10.0.16.99", "443 40000"),
    ],
    { nats: [EDGE] },
  );
  expect(document.totals).toMatchObject({ bytes: 4300, up: 300, down: 4000 });
  expect(pairs).toMatchObject([{ src: "10.0.16.99", dst: "45.32.1.1", port: 443 }]);
});

test("secondary addresses of a gateway belong to it", async () => {
  const second = "10.0.0.221";
  const { document, pairs } = await flows(
    [
      record(EDGE.eni, "10.0.16.4", EDGE.ip, 10, "10.0.16.4", "45.32.1.1"),
      record(EDGE.eni, "10.0.16.4", second, 20, "10.0.16.4", "45.32.1.1"),
      record(EDGE.eni, second, "10.0.16.4", 400, "45.32.1.1", "10.0.16.4", "443 40000"),
      record(EDGE.eni, second, "45.32.1.1", 20, second, "45.32.1.1", "50000 443"),
      // A scan of the second address is no traffic of the gateway.
      record(EDGE.eni, "203.0.113.9", second, 60, "203.0.113.9", second, "55555 22"),
    ],
    { nats: [EDGE] },
  );
  expect(document.totals).toMatchObject({ bytes: 430, up: 30, down: 400 });
  expect(pairs).toHaveLength(1);
});
