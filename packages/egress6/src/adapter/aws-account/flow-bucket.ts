import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Egress6Error } from "@egress6/core/errors";
import { printable } from "@egress6/core/printable";
import { awsFault, loadAwsClient } from "./aws-client.js";

export interface FlowBucketOptions {
  readonly region: string;
  /** For a server that has no name for each bucket. */
  readonly isPathStyle: boolean;
  /** Where files are kept: what is there already is not fetched again. */
  readonly folder: string;
  /** Seconds since the epoch: only files of these days; null: all. */
  readonly from: number | null;
  readonly to: number | null;
  readonly signal: AbortSignal;
  /** Fetch one flow log only, and say what there is. */
  readonly isSample?: boolean;
  readonly onProgress?: (progress: BucketProgress) => void;
}

interface BucketProgress {
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
}

/** What was fetched. */
export interface FetchedLogs {
  /** The folder with the files. */
  readonly folder: string;
  readonly files: number;
  /** Of them, how many were there before. */
  readonly kept: number;
  readonly objects: readonly LogObject[];
}

const IN_FLIGHT = 8;
const MOST_FILES = 1_000_000;
const DAY = 86_400;
/** Flow logs in text and Parquet, and resolver query logs. */
const WANTED = /\.(?:log\.gz|log|gz|parquet)$/;

/** A file of a bucket. */
interface LogObject {
  readonly key: string;
  readonly bytes: number;
}

/**
 * Brings flow logs of a bucket to this machine; a run that was stopped goes on where it was.
 * @param url `s3://BUCKET/PREFIX`
 * @throws Egress6Error FLOW_BUCKET_INVALID, FLOW_FILES_MISSING, AWS_CLIENT_MISSING, and those of `awsFault`
 */
export async function fetchFlowBucket(
  url: string,
  options: FlowBucketOptions,
): Promise<FetchedLogs> {
  const { bucket, prefix } = parseUrl(url);
  const { S3Client, ListObjectsV2Command, GetObjectCommand } = await loadAwsClient(
    "@aws-sdk/client-s3",
    () => import("./s3-requests.js"),
  );
  const { region, isPathStyle, signal } = options;
  const client = new S3Client({
    region,
    forcePathStyle: isPathStyle,
    followRegionRedirects: true,
    maxAttempts: 5,
  });
  const fault = (action: string) => (thrown: unknown) =>
    thrown instanceof Egress6Error
      ? thrown
      : awsFault(thrown, {
          action,
          profile: undefined,
          instead: "Or copy the files, and name their folder.",
        });
  try {
    const objects = await list(prefix).catch((error: unknown) => {
      throw fault("s3:ListBucket")(error);
    });
    const folder = join(options.folder, bucket);
    const wanted = options.isSample ? sampleOf(objects) : objects;
    const kept = await fetchAll(wanted, folder).catch((error: unknown) => {
      throw fault("s3:GetObject")(error);
    });
    return { folder: join(folder, prefix), files: objects.length, kept, objects };
  } finally {
    client.destroy();
  }

  /** Folder by folder, so that days that are not wanted are never listed. */
  async function list(start: string): Promise<readonly LogObject[]> {
    const found: LogObject[] = [];
    const waiting = [start];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: next,
            Delimiter: "/",
            ContinuationToken: token,
          }),
          { abortSignal: signal },
        );
        for (const { Key: key, Size: bytes = 0 } of page.Contents ?? []) {
          if (key !== undefined && WANTED.test(key) && bytes > 0) found.push({ key, bytes });
        }
        for (const { Prefix: folder } of page.CommonPrefixes ?? []) {
          if (folder !== undefined && isWanted(folder, options)) waiting.push(folder);
        }
        token = page.NextContinuationToken;
      } while (token !== undefined && found.length < MOST_FILES);
    }
    if (found.length > 0) return found.sort((a, b) => (a.key < b.key ? -1 : 1));
    throw new Egress6Error(
      "FLOW_FILES_MISSING",
      "input",
      `${printable(url)} has no flow logs${options.from === null ? "" : " of these days"}. Give the prefix before AWSLogs/, or a longer one.`,
    );
  }

  async function fetchAll(objects: readonly LogObject[], folder: string): Promise<number> {
    let [kept, filesDone, bytesDone] = [0, 0, 0];
    const bytes = objects.reduce((sum, each) => sum + each.bytes, 0);
    const waiting = [...objects];
    const worker = async () => {
      for (
        let next = waiting.shift();
        next !== undefined && !signal.aborted;
        next = waiting.shift()
      ) {
        const path = placeOf(folder, next.key);
        if (statSync(path, { throwIfNoEntry: false })?.size === next.bytes) kept++;
        else await fetchOne(next.key, path);
        filesDone++;
        bytesDone += next.bytes;
        options.onProgress?.({ files: objects.length, filesDone, bytes, bytesDone });
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
    return kept;
  }

  async function fetchOne(key: string, path: string): Promise<void> {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const part = `${path}.part`;
    try {
      const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), {
        abortSignal: signal,
      });
      if (!(body instanceof Readable)) throw new Error(`${key} has no content`);
      await pipeline(body, createWriteStream(part, { mode: 0o600 }), { signal });
      renameSync(part, path);
    } catch (error) {
      if (existsSync(part)) rmSync(part);
      if (!signal.aborted) throw error;
    }
  }
}

/** The smallest flow log. */
const sampleOf = (objects: readonly LogObject[]): readonly LogObject[] =>
  objects
    .filter(({ key }) => /vpcflowlogs/.test(key))
    .sort((a, b) => a.bytes - b.bytes)
    .slice(0, 1);

function parseUrl(url: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket, prefix = ""] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(url) ?? [];
  if (bucket !== undefined) {
    return { bucket, prefix: prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/` };
  }
  throw new Egress6Error(
    "FLOW_BUCKET_INVALID",
    "input",
    `"${printable(url)}" is no place in S3. Give s3://BUCKET/PREFIX.`,
  );
}

/** A key is a name that somebody else chose: it stays in the folder. */
function placeOf(folder: string, key: string): string {
  const root = resolve(folder);
  const path = resolve(root, key);
  if (path.startsWith(root + sep)) return path;
  throw new Egress6Error(
    "FLOW_BUCKET_INVALID",
    "input",
    `The bucket has a file whose name leads out of its folder: ${printable(key)}. Nothing was written there.`,
  );
}

/** Files come late, and records reach over midnight: a day more on either side. */
function isWanted(folder: string, { from, to }: Pick<FlowBucketOptions, "from" | "to">): boolean {
  const parts =
    /\/(\d{4})\/(?:(\d{2})\/)?(?:(\d{2})\/)?(?:\d{2}\/)?$/.exec(folder) ??
    /\/year=(\d{4})\/(?:month=(\d{2})\/)?(?:day=(\d{2})\/)?(?:hour=\d{2}\/)?$/.exec(folder);
  if (parts === null) return true;
  const [, year = "", month, day] = parts;
  const first = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)) / 1000;
  const last =
    month === undefined
      ? Date.UTC(Number(year) + 1, 0, 1) / 1000
      : day === undefined
        ? Date.UTC(Number(year), Number(month), 1) / 1000
        : first + DAY;
  return (to === null || first < to + DAY) && (from === null || last > from - DAY);
}
