import type { IpRange } from "@egress6/core/flow/ip-range";
import { z } from "zod";
import { invalidFlowFile, readJsonFile } from "./json-file.js";

const part = { region: z.string().max(60), service: z.string().max(60) };
const schema = z.object({
  createDate: z.string().max(40).nullish(),
  prefixes: z.array(z.object({ ip_prefix: z.string().max(60), ...part })).max(500_000),
  ipv6_prefixes: z
    .array(z.object({ ipv6_prefix: z.string().max(60), ...part }))
    .max(500_000)
    .nullish(),
});

/**
 * AWS's ip-ranges.json.
 * @throws Egress6Error FLOW_FILE_UNREADABLE, FLOW_FILE_INVALID
 */
export function readIpRanges(path: string): readonly IpRange[] {
  const read = schema.safeParse(readJsonFile(path, "--ip-ranges"));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw invalidFlowFile(
      path,
      "--ip-ranges",
      `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}. Get the file from https://ip-ranges.amazonaws.com/ip-ranges.json`,
    );
  }
  const { prefixes, ipv6_prefixes: ipv6 } = read.data;
  return [
    ...prefixes.map(({ ip_prefix: prefix, service, region }) => ({ prefix, service, region })),
    ...(ipv6 ?? []).map(({ ipv6_prefix: prefix, service, region }) => ({
      prefix,
      service,
      region,
    })),
  ];
}
