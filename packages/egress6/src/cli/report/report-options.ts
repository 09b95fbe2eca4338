import type { EvidenceSource } from "@egress6/core/workload/evidence";
import type { ResolverOptions } from "../options.js";

export interface ReportOptions extends ResolverOptions {
  readonly out: string;
  readonly design?: string;
  readonly prefer?: EvidenceSource;
  readonly prices?: string;
  readonly live?: true;
  readonly force?: true;
  readonly db?: string;
}
