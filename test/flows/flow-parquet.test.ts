import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  isReadable,
  type ParquetRowGroup,
  readAt,
  readParquetFile,
} from "../../packages/egress6/src/adapter/flow-log/parquet/parquet-file.js";
import {
  type ParquetColumn,
  readColumn,
} from "../../packages/egress6/src/adapter/flow-log/parquet/read-column.js";
import { type DuckDb, openDuckDb } from "../../packages/flows-duckdb/src/index.js";
import { seededRandom } from "../support/seeded-random.mjs";

let folder: string;
let database: DuckDb;

beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-parquet-`);
  database = await openDuckDb({ memoryMb: 200, threads: 1, folder });
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function rowsOf(sql: string) {
  const rows: (readonly unknown[])[] = [];
  for await (const part of database.query(sql, new AbortController().signal)) rows.push(...part);
  return rows;
}

const COLUMNS = {
  few: "['eni-1', 'eni-2', 'nat-3'][1 + (n * 7) % 3]",
  gaps: "CASE WHEN n % 5 = 0 THEN NULL ELSE ['a', 'bb'][1 + n % 2] END",
  many: "concat('10.0.', n % 256, '.', (n * 13) % 251, CASE WHEN n % 97 = 0 THEN ':x' ELSE '' END)",
  nothing: "CAST(NULL AS VARCHAR)",
  small: "CAST(CASE WHEN n % 11 = 0 THEN NULL ELSE (n * 31) % 65536 END AS INTEGER)",
  large: "CAST(n AS BIGINT) * 900719925474099",
  same: "CAST(6 AS BIGINT)",
};

async function write(name: string, options: string): Promise<string> {
  const path = `${folder}/${name}.parquet`;
  const select = Object.entries(COLUMNS).map(([column, sql]) => `${sql} AS ${column}`);
  await rowsOf(
    `COPY (SELECT ${select.join(", ")} FROM range(5000) AS t(n)) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048, ${options})`,
  );
  return path;
}

function valuesOf(column: ParquetColumn): readonly unknown[] {
  return Array.from(column.index, (value) => {
    if (value < 0) return null;
    if (column.numbers !== null) return column.wide?.[value] || column.numbers[value];
    return Buffer.from(column.bytes.slice(column.starts[value], column.ends[value])).toString();
  });
}

function columnsOf(path: string, { chunks }: ParquetRowGroup) {
  const file = openSync(path, "r");
  try {
    return new Map(
      [...chunks].map(([name, chunk]) => [
        name,
        readColumn(chunk, readAt(file, chunk.offset, chunk.bytes)),
      ]),
    );
  } finally {
    closeSync(file);
  }
}

test.each([
  "COMPRESSION gzip",
  "COMPRESSION uncompressed",
  "COMPRESSION gzip, DICTIONARY_SIZE_LIMIT 1",
])("reads what DuckDB writes with %s", async (options) => {
  const path = await write("good", options);
  const file = readParquetFile(path);
  expect(file.columns).toEqual(Object.keys(COLUMNS));
  expect(file.rowGroups.length).toBeGreaterThan(1);
  expect(isReadable(file, new Set(file.columns))).toBe(true);
  for (const name of file.columns) {
    const found = file.rowGroups.flatMap((group) =>
      valuesOf(columnsOf(path, group).get(name) as ParquetColumn),
    );
    const wanted = await rowsOf(`SELECT ${name} FROM read_parquet('${path}')`);
    expect(found.map(String)).toEqual(wanted.map(([value]) => String(value)));
  }
});

test("leaves codecs and encodings of others to DuckDB", async () => {
  for (const options of ["COMPRESSION zstd", "COMPRESSION snappy", "PARQUET_VERSION V2"]) {
    const file = readParquetFile(await write("other", options));
    expect(isReadable(file, new Set(["few", "many", "large"]))).toBe(false);
  }
});

test("what is broken is said, whatever is broken", async () => {
  const path = await write("whole", "COMPRESSION gzip");
  const whole = readFileSync(path);
  const random = seededRandom(7);
  const broken = `${folder}/broken.parquet`;
  let refused = 0;
  for (let round = 0; round < 300; round++) {
    const bytes = Buffer.from(whole);
    for (let change = 0; change < 1 + random() * 3; change++) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    }
    const cut = round % 10 === 0 ? Math.floor(random() * bytes.length) : bytes.length;
    writeFileSync(broken, bytes.subarray(0, cut));
    try {
      const file = readParquetFile(broken);
      if (!isReadable(file, new Set(Object.keys(COLUMNS)))) continue;
      for (const group of file.rowGroups) columnsOf(broken, group);
    } catch (error) {
      refused++;
      const { name, code = "" } = error as NodeJS.ErrnoException;
      expect([name, code].join(" ")).toMatch(/^RangeError |^Error Z_/);
    }
  }
  expect(refused).toBeGreaterThan(50);
});
