import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { ThriftReader, type ThriftStruct, type ThriftValue } from "./thrift.js";

/** What is in a Parquet file, and where. */
export interface ParquetFile {
  readonly columns: readonly string[];
  readonly rowGroups: readonly ParquetRowGroup[];
}

export interface ParquetRowGroup {
  readonly rows: number;
  /** By the names of the columns. */
  readonly chunks: ReadonlyMap<string, ParquetChunk>;
}

export interface ParquetChunk {
  readonly type: number;
  readonly codec: number;
  readonly encodings: readonly number[];
  readonly offset: number;
  readonly bytes: number;
  /** Without compression. */
  readonly size: number;
  readonly rows: number;
  /** Whether a row may have no value. */
  readonly isOptional: boolean;
}

export const PARQUET_TYPE = { int32: 1, int64: 2, bytes: 6 } as const;
export const PARQUET_CODEC = { none: 0, gzip: 2 } as const;
export const PARQUET_ENCODING = {
  plain: 0,
  plainDictionary: 2,
  rle: 3,
  bitPacked: 4,
  rleDictionary: 8,
} as const;

/** `PAR1` at both ends; before that at the end, the length of what is said of the file. */
const [MAGIC, TAIL] = ["PAR1", 8];
const MOST_META = 64 << 20;
/** A part of a file that is larger than this would not stay in the memory that there is. */
const MOST_AT_ONCE = 160 << 20;
const MOST_ROWS_AT_ONCE = 4 << 20;

/**
 * What a file says of itself.
 * @throws RangeError when it is no Parquet file, or damaged
 */
export function readParquetFile(path: string): ParquetFile {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const tail = readAt(file, Math.max(0, size - TAIL), Math.min(size, TAIL));
    const length = tail.length < TAIL ? size : tail.readUInt32LE(0);
    if (tail.toString("latin1", 4) !== MAGIC || length > Math.min(MOST_META, size - TAIL)) {
      throw new RangeError("it does not end as Parquet files do");
    }
    return parsed(new ThriftReader(readAt(file, size - TAIL - length, length)).struct());
  } finally {
    closeSync(file);
  }
}

export function readAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = readSync(file, bytes, done, length - done, at + done);
    if (read === 0) throw new RangeError("it ends too early");
    done += read;
  }
  return bytes;
}

/** Whether the reader of our own reads these columns; DuckDB reads all others. */
export function isReadable({ rowGroups }: ParquetFile, wanted: ReadonlySet<string>): boolean {
  const encodings: readonly number[] = Object.values(PARQUET_ENCODING);
  const types: readonly number[] = Object.values(PARQUET_TYPE);
  const codecs: readonly number[] = Object.values(PARQUET_CODEC);
  return rowGroups.every(({ rows, chunks }) => {
    const own = [...chunks].filter(([name]) => wanted.has(name));
    const total = own.reduce((sum, [, { size }]) => sum + size, 0);
    return (
      total <= MOST_AT_ONCE &&
      rows <= MOST_ROWS_AT_ONCE &&
      own.every(
        ([, chunk]) =>
          chunk.rows === rows &&
          types.includes(chunk.type) &&
          codecs.includes(chunk.codec) &&
          chunk.encodings.every((each) => encodings.includes(each)),
      )
    );
  });
}

const REPEATED = 2;

function parsed(meta: ThriftStruct): ParquetFile {
  const [, ...elements] = structs(meta.get(2));
  const columns = elements.map((element) => textOf(element.get(4)));
  const isFlat = elements.every(
    (element) => element.get(5) === undefined && element.get(3) !== REPEATED,
  );
  if (!isFlat) throw new RangeError("its columns are nested");
  const isOptional = new Map(elements.map((each) => [textOf(each.get(4)), each.get(3) === 1]));
  return {
    columns,
    rowGroups: structs(meta.get(4)).map((group) => ({
      rows: numberOf(group.get(3)),
      chunks: new Map(
        structs(group.get(1)).map((chunk): [string, ParquetChunk] => {
          const about = chunk.get(3);
          if (!(about instanceof Map) || chunk.get(1) !== undefined) {
            throw new RangeError("its columns are in other files");
          }
          const [name = new Uint8Array()] = listOf(about.get(3));
          const column = textOf(name);
          const data = numberOf(about.get(9));
          const dictionary = about.get(11);
          return [
            column,
            {
              type: numberOf(about.get(1)),
              codec: numberOf(about.get(4)),
              encodings: listOf(about.get(2)).map(numberOf),
              // Some writers say 0 where there is no dictionary.
              offset:
                typeof dictionary === "number" && dictionary > 0
                  ? Math.min(dictionary, data)
                  : data,
              bytes: numberOf(about.get(7)),
              size: numberOf(about.get(6)),
              rows: numberOf(about.get(5)),
              isOptional: isOptional.get(column) ?? true,
            },
          ];
        }),
      ),
    })),
  };
}

const listOf = (value: ThriftValue | undefined): readonly ThriftValue[] =>
  Array.isArray(value) ? value : [];

const structs = (value: ThriftValue | undefined): readonly ThriftStruct[] =>
  listOf(value).flatMap((each) => (each instanceof Map ? [each] : []));

function numberOf(value: ThriftValue | undefined): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError("a number is missing");
}

const textOf = (value: ThriftValue | undefined): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : "";
