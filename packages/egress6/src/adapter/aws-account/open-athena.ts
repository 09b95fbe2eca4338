import { setTimeout as wait } from "node:timers/promises";
import { Egress6Error } from "@egress6/core/errors";
import { printable } from "@egress6/core/printable";
import type { FlowSqlRow, SqlDatabase } from "../../ports.js";
import { awsFault, loadAwsClient } from "./aws-client.js";

export interface AthenaOptions {
  readonly region: string;
  readonly catalog: string | null;
  readonly database: string | null;
  readonly workgroup: string;
  /** A query that scans more is stopped. */
  readonly maxScanBytes: number;
}

/** Athena, with what it has scanned so far. */
export interface Athena extends SqlDatabase {
  readonly scannedBytes: () => number;
  close(): void;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 3000;
const ROWS_A_PAGE = 1000;

/**
 * Queries in Athena with the user's credentials. Nothing but SELECT and DESCRIBE is ever sent.
 * @throws Egress6Error AWS_CLIENT_MISSING; a query throws ATHENA_FAILED (input), ATHENA_BUDGET, INTERRUPTED (incomplete),
 * and those of `awsFault`
 */
export async function openAthena(options: AthenaOptions): Promise<Athena> {
  const {
    AthenaClient,
    GetQueryExecutionCommand,
    GetQueryResultsCommand,
    StartQueryExecutionCommand,
    StopQueryExecutionCommand,
  } = await loadAwsClient("@aws-sdk/client-athena", () => import("./athena-requests.js"));
  const client = new AthenaClient({ region: options.region, maxAttempts: 5 });
  let scanned = 0;
  const call = async <T>(action: string, send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      throw awsFault(error, {
        action: `athena:${action}`,
        profile: undefined,
        instead: "Or read the files themselves: `egress6 flows s3://BUCKET/PREFIX`.",
      });
    }
  };

  return {
    scannedBytes: () => scanned,
    close: () => client.destroy(),
    async *query(sql, signal) {
      const id = await start(sql);
      await finished(id, signal);
      yield* pages(id, sql);
    },
  };

  async function start(sql: string): Promise<string> {
    const { catalog, database, workgroup } = options;
    const { QueryExecutionId: id } = await call("StartQueryExecution", () =>
      client.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          WorkGroup: workgroup,
          QueryExecutionContext: {
            ...(catalog === null ? {} : { Catalog: catalog }),
            ...(database === null ? {} : { Database: database }),
          },
        }),
      ),
    );
    return id ?? "";
  }

  async function finished(id: string, signal: AbortSignal): Promise<void> {
    for (let pause = FIRST_WAIT_MS; ; pause = Math.min(2 * pause, LONGEST_WAIT_MS)) {
      const { QueryExecution: query } = await call("GetQueryExecution", () =>
        client.send(new GetQueryExecutionCommand({ QueryExecutionId: id })),
      );
      const bytes = query?.Statistics?.DataScannedInBytes ?? 0;
      if (scanned + bytes > options.maxScanBytes) {
        await stop(id);
        throw overBudget(options.maxScanBytes);
      }
      const state = query?.Status?.State;
      if (state === "SUCCEEDED") {
        scanned += bytes;
        return;
      }
      const reason = query?.Status?.StateChangeReason ?? "no reason given";
      if (state === "FAILED") throw failed(reason);
      if (state === "CANCELLED") throw cancelled(reason);
      if (signal.aborted) {
        await stop(id);
        throw cancelled("you stopped it");
      }
      await wait(pause, undefined, { signal }).catch(() => {});
    }
  }

  async function stop(id: string): Promise<void> {
    await call("StopQueryExecution", () =>
      client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })),
    );
  }

  async function* pages(id: string, sql: string): AsyncGenerator<readonly FlowSqlRow[]> {
    // The first row of a SELECT has the names of its columns.
    let isFirst = !/^\s*DESCRIBE\b/i.test(sql);
    let token: string | undefined;
    do {
      const page = await call("GetQueryResults", () =>
        client.send(
          new GetQueryResultsCommand({
            QueryExecutionId: id,
            MaxResults: ROWS_A_PAGE,
            NextToken: token,
          }),
        ),
      );
      const rows = (page.ResultSet?.Rows ?? []).map(({ Data: data }) =>
        (data ?? []).map(({ VarCharValue: value }) => value ?? null),
      );
      yield isFirst ? rows.slice(1) : rows;
      isFirst = false;
      token = page.NextToken;
    } while (token !== undefined);
  }
}

const failed = (reason: string) =>
  new Egress6Error(
    "ATHENA_FAILED",
    "input",
    `Athena could not run the query: ${printable(reason)}. Check --table, the workgroup and its result location.`,
  );

const cancelled = (reason: string) =>
  new Egress6Error(
    "INTERRUPTED",
    "incomplete",
    `The query in Athena was cancelled (${printable(reason)}). Run the same command again.`,
  );

const overBudget = (bytes: number) =>
  new Egress6Error(
    "ATHENA_BUDGET",
    "incomplete",
    `The query was stopped: it scanned more than ${(bytes / 1e9).toFixed(1)} GB. Choose a shorter time with --from and --to, or raise --max-scan-gb.`,
  );
