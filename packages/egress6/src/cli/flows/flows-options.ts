export const FLOW_ENGINES = ["text", "duckdb", "athena"] as const;
export type FlowEngineName = (typeof FLOW_ENGINES)[number];
export const FLOW_EMIT_FORMATS = ["workload", "fca-policy", "athena-sql"] as const;
