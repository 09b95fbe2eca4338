/** What an audit looks for: what stands in the way of it is found. */
export const AUDIT_GOALS = ["dual-stack", "ipv6-only", "no-nat"] as const;
export type AuditGoal = (typeof AUDIT_GOALS)[number];
