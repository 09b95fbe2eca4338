import type { IndexedAnswers } from "./indexed-answers.js";
import { rawText } from "./raw.js";

/**
 * Public IPv4 addresses that a customer may have brought, for which AWS does not charge: those of a pool of one's own.
 * A contiguous block that Amazon provides has the same kind of pool, and is charged for.
 */
export function maybeBrought(answers: IndexedAnswers): ReadonlySet<string> {
  return new Set(
    answers
      .all("ec2:DescribeAddresses")
      .filter(({ raw }) => rawText(raw, "PublicIpv4Pool")?.startsWith("ipv4pool-ec2-") === true)
      .flatMap(({ raw }) => rawText(raw, "PublicIp") ?? []),
  );
}
