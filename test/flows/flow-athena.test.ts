import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { flowGroupSql, flowMinutesSql, flowPlaceSql } from "@egress6/core/flow/flow-sql";
import { flowTableRelation } from "@egress6/core/flow/flow-table";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDuckDb } from "../../packages/flows-duckdb/src/index.js";
import { egress6 } from "../catalog/run-in-process.js";
import { FORMATS, flowLines, flowWorld } from "./flow-world.js";
import { sqlGrammar } from "./sql-grammar.js";

const world = flowWorld(31, 150);
const ROWS_A_PAGE = 100;

/** How the server behaves. */
interface Behaviour {
  state: string;
  scannedBytes: number;
}

let folder: string;
let server: Server;
let url: string;
let saved: Readonly<Record<string, string | undefined>>;
const behaviour: Behaviour = { state: "SUCCEEDED", scannedBytes: 1000 };
const calls: string[] = [];

/** Speaks the protocol of Athena, and has DuckDB answer the very text of the query. */
beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-flows-athena-`);
  writeFileSync(`${folder}/survey.json`, JSON.stringify(world.survey));
  writeFileSync(`${folder}/flow.log`, `${flowLines(5, FORMATS[5], world.records).join("\n")}\n`);
  const database = await openDuckDb({ memoryMb: 200, threads: 1, folder });
  const signal = new AbortController().signal;
  const all = async (sql: string) => {
    const rows: (readonly unknown[])[] = [];
    for await (const part of database.query(sql, signal)) rows.push(...part);
    return rows;
  };
  const names = FORMATS[5].split(" ");
  const columns = `{${names.map((name) => `'${name.replaceAll("-", "_")}': 'VARCHAR'`).join(", ")}}`;
  await all("CREATE SCHEMA logs");
  await all(
    `CREATE TABLE logs.flow AS SELECT *, '2026' AS year, '11' AS month, '02' AS day FROM read_csv('${folder}/flow.log', delim = ' ', header = true, auto_detect = false, columns = ${columns})`,
  );
  const results = new Map<string, (readonly unknown[])[]>();
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", async () => {
      const action = String(request.headers["x-amz-target"]).replace("AmazonAthena.", "");
      calls.push(action);
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify(await answer(action, JSON.parse(body))));
    });
  });
  async function answer(action: string, input: Record<string, string>) {
    const id = input["QueryExecutionId"] ?? `query-${results.size}`;
    if (action === "StartQueryExecution") {
      const sql = input["QueryString"] ?? "";
      const rows = await all(sql);
      const isDescribe = sql.startsWith("DESCRIBE");
      results.set(
        id,
        isDescribe ? rows.map(([name, type]) => [`${name}\t${type}\t`]) : [["names"], ...rows],
      );
      return { QueryExecutionId: id };
    }
    if (action === "GetQueryExecution") {
      return {
        QueryExecution: {
          QueryExecutionId: id,
          Status: { State: behaviour.state, StateChangeReason: "SYNTAX_ERROR: line 1" },
          Statistics: { DataScannedInBytes: behaviour.scannedBytes },
        },
      };
    }
    if (action !== "GetQueryResults") return {};
    const from = Number(input["NextToken"] ?? 0);
    const rows = results.get(id) ?? [];
    const page = rows.slice(from, from + ROWS_A_PAGE).map((row) => ({
      Data: row.map((value) => ({ VarCharValue: String(value) })),
    }));
    const next = from + ROWS_A_PAGE;
    return {
      ResultSet: { Rows: page },
      ...(next < rows.length ? { NextToken: String(next) } : {}),
    };
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const own = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-central-1",
  };
  saved = Object.fromEntries(Object.keys(own).map((name) => [name, process.env[name]]));
  Object.assign(process.env, own);
});
afterAll(() => {
  for (const [name, value] of Object.entries(saved)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  Object.assign(behaviour, { state: "SUCCEEDED", scannedBytes: 1000 });
  calls.length = 0;
});

const flows = (...args: readonly string[]) =>
  egress6(
    [
      "flows",
      "--table",
      "logs.flow",
      "--from",
      "2026-11-02",
      "--to",
      "2026-11-03",
      "--topology",
      `${folder}/survey.json`,
      "--json",
      ...args,
    ],
    { env: { AWS_REGION: "eu-central-1" } },
  );

test("a table in Athena says what the files say, page by page", async () => {
  const { code, stdout, stderr } = await flows();
  expect(code).toBe(0);
  expect(stderr).toContain("scans at most 100 GB");
  const ofFile = await egress6([
    "flows",
    `${folder}/flow.log`,
    "--topology",
    `${folder}/survey.json`,
    "--json",
  ]);
  const [table, file] = [stdout, ofFile.stdout].map((text) => JSON.parse(text));
  expect(table.meta.engine).toBe("athena");
  for (const part of ["totals", "nats", "classes", "notCounted"]) {
    expect(table[part]).toEqual(file[part]);
  }
  expect(table.meta.pairs).toBe(file.meta.pairs);
  expect(table.meta.window).toEqual(file.meta.window);
  expect(calls.filter((action) => action === "GetQueryResults").length).toBeGreaterThan(3);
});

describe("a query that does not end well", () => {
  test.each([
    ["FAILED", 2, "SYNTAX_ERROR"],
    ["CANCELLED", 3, "cancelled"],
  ])("%s ends with %i", async (state, code, text) => {
    behaviour.state = state;
    const ended = await flows();
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(text);
  });

  test("is stopped once it scans more than the budget", async () => {
    Object.assign(behaviour, { state: "RUNNING", scannedBytes: 3e9 });
    const { code, stderr } = await flows("--max-scan-gb", "2");
    expect(code).toBe(3);
    expect(stderr).toContain("more than 2.0 GB");
    expect(calls).toContain("StopQueryExecution");
  });
});

test("a table needs a time, since scanning costs money", async () => {
  const { code, stderr } = await egress6(["flows", "--table", "logs.flow"]);
  expect(code).toBe(2);
  expect(stderr).toContain("--from and --to");
});

test("the text of the queries is Trino's, by its grammar", async () => {
  const { TrinoSQL } = await sqlGrammar(folder);
  const parser = new TrinoSQL();
  expect(parser.validate("SELEC 1").length).toBeGreaterThan(0);
  const columns = new Map(
    FORMATS[11].split(" ").map((name) => [name.replaceAll("-", "_"), name.replaceAll("-", "_")]),
  );
  const partitions = [...columns.keys(), "year", "month", "day"];
  const window = { from: 1_793_577_600, to: 1_793_664_000 };
  const relation = flowTableRelation('"logs"."flow"', partitions, window);
  for (const mode of ["next-hop", "nat-interface", "topology"] as const) {
    for (const natInterfaces of [null, ["eni-0a", "eni-0b"]]) {
      const question = {
        mode,
        ...window,
        natInterfaces,
        natAddresses: natInterfaces === null ? [] : ["10.0.0.220"],
        routedAddresses: ["10.0.16.4"],
        carriers: ["eni-0a"],
      };
      for (const sql of [
        flowGroupSql(question, relation, columns),
        flowPlaceSql(question, relation, columns),
        flowMinutesSql(question, relation, columns),
      ]) {
        expect(parser.validate(sql)).toEqual([]);
      }
    }
  }
});
