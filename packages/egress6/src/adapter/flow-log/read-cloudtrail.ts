import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { addressOctets } from "@egress6/core/address/ip-address";
import { reasonOf } from "@egress6/core/errors";
import type { DamagedFlowFile } from "@egress6/core/flow/flow-group";
import type { FlowNames } from "@egress6/core/flow/flow-names";
import { parseName } from "@egress6/core/observation/parse-name";
import { z } from "zod";

/** CloudTrail's own files have a few. */
const MOST_BYTES = 256 << 20;

const eventSchema = z.object({
  eventTime: z.string().max(40),
  sourceIPAddress: z.string().max(300).nullish(),
  vpcEndpointId: z.string().max(100).nullish(),
  tlsDetails: z.object({ clientProvidedHostHeader: z.string().max(300).nullish() }).nullish(),
});
const fileSchema = z.object({ Records: z.array(z.unknown()) });

interface CloudTrailTallies {
  /** Calls that came through a NAT gateway, as far as their source says. */
  readonly calls: number;
  readonly damaged: readonly DamagedFlowFile[];
}

/**
 * The hosts that were called over IPv4, and not through an endpoint. Which bytes went there, CloudTrail does not say.
 * @param natAddresses public addresses of gateways: calls of others do not count; empty: they are not known
 * @param window milliseconds since the epoch; null: all
 */
export function readCloudTrail(
  paths: readonly string[],
  names: FlowNames,
  natAddresses: ReadonlySet<string>,
  window: { readonly from: number; readonly to: number } | null,
  signal: AbortSignal,
): CloudTrailTallies {
  let calls = 0;
  const damaged: DamagedFlowFile[] = [];
  for (const path of paths) {
    if (signal.aborted) break;
    try {
      for (const raw of fileSchema.parse(JSON.parse(textOf(path))).Records) {
        const event = eventSchema.safeParse(raw);
        if (!event.success) continue;
        const host = calledHost(event.data, natAddresses, window);
        if (host === null) continue;
        calls++;
        names.addCalled(host);
      }
    } catch (error) {
      const reason = error instanceof z.ZodError ? "it is no file of CloudTrail" : reasonOf(error);
      damaged.push({ file: path, offset: 0, reason });
    }
  }
  return { calls, damaged };
}

function textOf(path: string): string {
  const bytes = readFileSync(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isGzip ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes).toString("utf8");
}

function calledHost(
  { eventTime, sourceIPAddress, vpcEndpointId, tlsDetails }: z.infer<typeof eventSchema>,
  natAddresses: ReadonlySet<string>,
  window: { readonly from: number; readonly to: number } | null,
): string | null {
  const source = sourceIPAddress ?? "";
  // Over IPv6, through an endpoint, or by a service of AWS itself: none of these is a gateway's.
  if (vpcEndpointId != null || addressOctets(source)?.length !== 4) return null;
  if (natAddresses.size > 0 && !natAddresses.has(source)) return null;
  const at = Date.parse(eventTime);
  if (window !== null && !(at >= window.from && at <= window.to)) return null;
  const [header = ""] = (tlsDetails?.clientProvidedHostHeader ?? "").split(":", 1);
  const parsed = parseName(header);
  return parsed.ok ? parsed.name : null;
}
