import type { SwitchEffect } from "../verdict/readiness.js";

/** What the global dual-stack switch does to calls of a service, for a column of a table. */
export const SWITCH_WORDS: Readonly<Record<SwitchEffect, string>> = {
  same: "same name",
  ipv6: "leads to IPv6",
  ipv4: "leads to IPv4 only",
  breaks: "calls fail",
  unknown: "not observed",
};
