import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { flowTableRelation, parseTableName } from "@egress6/core/flow/flow-table";
import { flowLayout, flowTableDdl } from "@egress6/core/flow/flow-table-ddl";
import { type FauxqsServer, startFauxqs } from "fauxqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDuckDb } from "../../packages/flows-duckdb/src/index.js";
import { egress6 } from "../catalog/run-in-process.js";
import { FORMATS, flowLines, flowLogPath, flowWorld, writeGzip } from "./flow-world.js";
import { sqlGrammar } from "./sql-grammar.js";

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

test("--emit athena-sql lays a table over the bucket, and its queries give the same bytes", async () => {
  const { code, stdout, stderr } = await egress6(
    [
      "flows",
      `s3://${BUCKET}`,
      "--emit",
      "athena-sql",
      "--table",
      "logs.flow",
      "--from",
      "2026-11-02",
      "--to",
      "2026-11-03",
      "--topology",
      `${folder}/survey.json`,
    ],
    {
      env: {
        AWS_ENDPOINT_URL: server.address,
        AWS_REGION: "eu-central-1",
        XDG_CACHE_HOME: `${folder}/sample`,
      },
    },
  );
  expect(code).toBe(0);
  expect(stderr).toMatch(/3 flow logs, 0\.\d+ GB of these days/);
  const [ddl = "", ...queries] = stdout.split(";\n").map((part) => part.trim());
  const { HiveSQL, TrinoSQL } = await sqlGrammar(folder);
  expect(new HiveSQL().validate(ddl)).toEqual([]);
  for (const query of queries.slice(0, 3)) expect(new TrinoSQL().validate(query)).toEqual([]);
  const account = `s3://${BUCKET}/AWSLogs/`;
  expect(ddl).toContain(`LOCATION '${account}'`);
  expect(ddl).toContain(
    `'storage.location.template' = '${account}\${aws_account}/vpcflowlogs/\${aws_region}/\${year}/\${month}/\${day}'`,
  );
  expect(ddl).toContain("'projection.aws_account.values' = '123456789012'");
  // DuckDB has the columns of the statement, in its order.
  const [columns = ""] = ddl.split(")\nPARTITIONED BY");
  const names = [...columns.matchAll(/^ {2}`([a-z0-9_]+)`/gm)].map(([, name]) => name ?? "");
  const database = await openDuckDb({ memoryMb: 200, threads: 1, folder });
  const rowsOf = async (sql: string) => {
    const rows: (readonly unknown[])[] = [];
    for await (const part of database.query(sql, new AbortController().signal)) rows.push(...part);
    return rows;
  };
  const types = names.map((name) => `'${name}': 'VARCHAR'`).join(", ");
  await rowsOf("CREATE SCHEMA logs");
  await rowsOf(
    `CREATE VIEW logs.flow AS SELECT *, '2026' AS year, '11' AS month, '02' AS day FROM read_csv('${folder}/AWSLogs/**/*.log.gz', delim = ' ', header = true, auto_detect = false, columns = {${types}})`,
  );
  const groups = await rowsOf(queries[0] ?? "");
  const inner = groups.filter(([, kind]) => kind === "inner");
  const bytes = inner.reduce((sum, row) => sum + Number(row[8]) + Number(row[9]), 0);
  expect(bytes).toBe(world.conversations.reduce((sum, { up, down }) => sum + up + down, 0));
  expect((await rowsOf(queries[1] ?? "")).length).toBeGreaterThan(3);
  expect((await rowsOf(queries[2] ?? "")).length).toBeGreaterThan(0);
  database.close();
});

describe("tables over what AWS delivers", () => {
  test.each([
    ["AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/11/02/x.log.gz", "AWSLogs/", false, false],
    [
      "a/b/AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/11/02/05/x.parquet",
      "a/b/AWSLogs/",
      false,
      true,
    ],
    [
      "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=11/day=02/hour=05/x.parquet",
      "AWSLogs/",
      true,
      true,
    ],
  ] as const)("%s", async (key, root, isHive, isHourly) => {
    const layout = flowLayout(key);
    expect(layout).toEqual({
      root,
      account: "123456789012",
      region: "eu-west-1",
      isHive,
      isHourly,
    });
    if (layout === null) return;
    const ddl = flowTableDdl({
      table: parseTableName("logs.flow"),
      bucket: BUCKET,
      layout,
      accounts: ["123456789012"],
      regions: ["eu-west-1", "us-east-1"],
      fields: FORMATS[11].split(" "),
      isParquet: key.endsWith("parquet"),
      hasHeader: true,
      years: [2025, 2031],
    });
    const { HiveSQL } = await sqlGrammar(folder);
    expect(new HiveSQL().validate(ddl)).toEqual([]);
    const [, template = ""] = /template' = '([^']+)'/.exec(ddl) ?? [];
    const values: Readonly<Record<string, string>> = {
      aws_account: "123456789012",
      aws_region: "eu-west-1",
      year: "2026",
      month: "11",
      day: "02",
      hour: "05",
    };
    const place = template.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
    expect(`s3://${BUCKET}/${key}`.startsWith(`${place}/`)).toBe(true);
  });

  test("days are found in any form that a partition has", async () => {
    const window = { from: 1_793_577_600, to: 1_793_577_700 };
    const database = await openDuckDb({ memoryMb: 100, threads: 1, folder });
    for (const [column, days] of [
      ["date", ["2026-11-02", "2026-11-09"]],
      ["date", ["2026/11/02/05", "2026/10/02/05"]],
      ["day", ["2026/11/02", "2026/11/20"]],
    ] as const) {
      const table = `(SELECT * FROM (VALUES ('${days[0]}'), ('${days[1]}')) AS t("${column}"))`;
      const sql = `SELECT * FROM ${flowTableRelation(table, [column], window)}`;
      const rows: unknown[] = [];
      for await (const part of database.query(sql, new AbortController().signal))
        rows.push(...part);
      expect(rows).toEqual([[days[0]]]);
    }
    database.close();
  });

  test("other keys are none of AWS's", () => {
    expect(flowLayout("backup/flow.log.gz")).toBeNull();
  });
});
