import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { reasonOf } from "@egress6/core/errors";
import type { DamagedFlowFile } from "@egress6/core/flow/flow-group";
import type { FlowNames } from "@egress6/core/flow/flow-names";
import { z } from "zod";
import type { ResolverLogTallies } from "../../ports.js";

const querySchema = z.object({
  query_timestamp: z.string().max(40),
  query_name: z.string().max(300),
  query_type: z.string().max(20),
  rcode: z.string().max(20),
  answers: z
    .array(z.object({ Rdata: z.string().max(500), Type: z.string().max(20) }))
    .max(1000)
    .nullish(),
  srcaddr: z.string().max(60).nullish(),
});

/** Answers are cached, so that the query may be older than the bytes. */
const LOOK_BACK_MS = 24 * 3600 * 1000;

/** @param window milliseconds since the epoch: answers up to a day before it count, too; null: all */
export async function readResolverLogs(
  paths: readonly string[],
  names: FlowNames,
  window: { readonly from: number; readonly to: number } | null,
  signal: AbortSignal,
): Promise<ResolverLogTallies> {
  let [queries, badLines] = [0, 0];
  const damaged: DamagedFlowFile[] = [];
  for (const path of paths) {
    if (signal.aborted) break;
    const input = createReadStream(path);
    const isGzip = path.endsWith(".gz");
    const gunzip = isGzip ? input.pipe(createGunzip()) : null;
    input.on("error", (error) => gunzip?.destroy(error));
    try {
      for await (const line of createInterface({ input: gunzip ?? input })) {
        if (line.trim() === "") continue;
        const query = parseQuery(line);
        if (query === null) badLines++;
        else {
          queries++;
          addQuery(query, names, window);
        }
      }
    } catch (error) {
      damaged.push({ file: path, offset: input.bytesRead, reason: reasonOf(error) });
    }
  }
  return { files: paths.length, queries, badLines, damaged };
}

type Query = z.infer<typeof querySchema>;

function parseQuery(line: string): Query | null {
  try {
    return querySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function addQuery(
  query: Query,
  names: FlowNames,
  window: { readonly from: number; readonly to: number } | null,
): void {
  const at = Date.parse(query.query_timestamp);
  if (window !== null && (at < window.from - LOOK_BACK_MS || at > window.to)) return;
  const host = query.query_name.replace(/\.$/, "").toLowerCase();
  const ofType = (type: string) =>
    (query.answers ?? []).filter((each) => each.Type === type).map(({ Rdata }) => Rdata);
  if (query.query_type === "AAAA") {
    // Also an alias alone means that there is no AAAA record.
    const addresses = ofType("AAAA");
    if (query.rcode === "NOERROR") names.addAaaa(host, addresses);
    names.addAnswer({ src: query.srcaddr ?? null, host, addresses });
  } else if (query.query_type === "A") {
    names.addAnswer({ src: query.srcaddr ?? null, host, addresses: ofType("A") });
  }
}
