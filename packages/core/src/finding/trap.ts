import type { Situation } from "./situation.js";

/** Configurations that look right and fail, or do not what they seem to. */
export const TRAP_IDS = [
  "awslogs-endpoint-option",
  "boolean-spelling",
  "dualstack-name-missing",
  "dualstack-with-url",
  "dynamodb-account-endpoint",
  "ecr-registry-host",
  "ecs-dual-stack-subnet",
  "file-dialect",
  "global-name",
  "ignored-endpoint-urls",
  "imds-mode-spelling",
  "inline-comment",
  "interface-endpoint",
  "key-case",
  "nested-clients",
  "own-endpoint",
  "pod-identity-address",
  "region-variable",
  "s3-gateway-endpoint",
  "service-identifier",
  "setting-not-read",
  "source-ip-conditions",
  "source-profile-url",
  "sqs-queue-url",
  "sso-start-url",
  "stale-sdk",
  "sts-aws-global",
  "switch-not-needed",
  "two-default-sections",
  "url-refused",
  "url-signing-region",
] as const;
export type TrapId = (typeof TRAP_IDS)[number];

/**
 * How bad it is: `breaks` calls fail · `no-effect` the setting does nothing ·
 * `caution` right by itself, but something around it changes.
 */
export type TrapSeverity = "breaks" | "no-effect" | "caution";

/** A trap that a configuration walks into. */
export interface TrapFinding {
  readonly id: TrapId;
  readonly severity: TrapSeverity;
  /** What happens, in a sentence. */
  readonly message: string;
  readonly remedy: string;
  /** `file:line` or the variable that leads into it; null: no single place does. */
  readonly place: string | null;
  /** Where it is described. */
  readonly source: string;
}

/** Looks for one trap; null when the situation is not in it. */
export type Trap = (situation: Situation) => TrapFinding | null;
