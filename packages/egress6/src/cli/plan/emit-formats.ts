export const EMIT_FORMATS = ["terraform", "cloudformation"] as const;
