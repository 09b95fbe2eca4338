import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type FauxqsServer, startFauxqs } from "fauxqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { FORMATS, flowLines, flowLogPath, flowWorld, writeGzip } from "./flow-world.js";

const world = flowWorld(23, 120);
const BUCKET = "flow-logs-of-ours";
/** More than a page of a listing has. */
const OTHER_KEYS = 1100;

let folder: string;
let server: FauxqsServer;
let saved: Readonly<Record<string, string | undefined>>;

beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-flows-s3-`);
  server = await startFauxqs({ port: 0, logger: false });
  server.createBucket(BUCKET);
  const own = {
    AWS_ENDPOINT_URL: server.address,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-central-1",
  };
  // The SDK reads the variables of the process.
  saved = Object.fromEntries(Object.keys(own).map((name) => [name, process.env[name]]));
  Object.assign(process.env, own);
  const client = new S3Client({
    endpoint: server.address,
    forcePathStyle: true,
    region: "eu-central-1",
  });
  const put = (Key: string, Body: Buffer | string) =>
    client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  for (let part = 0; part < 3; part++) {
    const own = world.records.filter((_, index) => index % 3 === part);
    const path = flowLogPath(folder, "fl-0a", part);
    writeGzip(path, `${flowLines(5, FORMATS[5], own).join("\n")}\n`);
    await put(path.slice(folder.length + 1), readFileSync(path));
  }
  // Of another day, so that it is not even listed.
  await put("AWSLogs/123456789012/vpcflowlogs/eu-central-1/2026/10/01/late.log.gz", "no gzip");
  const day = "AWSLogs/123456789012/vpcflowlogs/eu-central-1/2026/11/02";
  for (let count = 0; count < OTHER_KEYS; count += 50) {
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => put(`${day}/marker-${count + index}.txt`, "x")),
    );
  }
  client.destroy();
  writeFileSync(`${folder}/survey.json`, JSON.stringify(world.survey));
});
afterAll(async () => {
  for (const [name, value] of Object.entries(saved)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("reads logs from S3, page by page, and keeps what it has fetched", async () => {
  const env = {
    AWS_ENDPOINT_URL: server.address,
    AWS_REGION: "eu-central-1",
    XDG_CACHE_HOME: `${folder}/cache`,
  };
  const run = () =>
    egress6(
      [
        "flows",
        `s3://${BUCKET}`,
        "--topology",
        `${folder}/survey.json`,
        "--from",
        "2026-11-02",
        "--to",
        "2026-11-03",
        "--json",
      ],
      { env },
    );
  const first = await run();
  expect(first.stderr).toContain("3 files in");
  expect(first.stderr).toContain("0 of them were there already");
  const bytes = world.conversations.reduce((sum, { up, down }) => sum + up + down, 0);
  expect(JSON.parse(first.stdout).totals.bytes).toBe(bytes);
  const second = await run();
  expect(second.stderr).toContain("3 of them were there already");
  expect(second.stdout).toBe(first.stdout);
});

test("a bucket that is not there is named, with what may be missing", async () => {
  const { code, stderr } = await egress6(["flows", "s3://no-such-bucket-of-ours/x"], {
    env: { AWS_ENDPOINT_URL: server.address, AWS_REGION: "eu-central-1", HOME: folder },
  });
  expect(code).toBe(3);
  expect(stderr).toContain("s3:ListBucket");
});
