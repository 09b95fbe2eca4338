import type { EndpointVariant } from "./candidates.js";
import type { ChoiceReason } from "./choose-candidate.js";
import type { LookUp } from "./look-up.js";
import type { OutcomeKind, Support } from "./vocabulary.js";

export interface Ipv6Options {
  /**
   * `prefer` (default): without a name that has IPv6, the client's own name is used, as without the plugin.
   * `require`: such a request fails with `IPV6_REQUIRED`, before anything is sent.
   */
  readonly ipv6?: "prefer" | "require";
  /** Default: Node's resolver. Clients with the same resolver share what it found out. */
  readonly resolver?: LookUp;
  /** The longest a first call waits for a look-up. Milliseconds; default 2000. */
  readonly lookUpTimeoutMs?: number;
  /** What is known of names from elsewhere: used at once, and verified on the side. */
  readonly seed?: Readonly<Record<string, Support>>;
  /** Called with what was chosen and why, whenever a request is about to be sent. What it throws is ignored. */
  readonly onChoice?: (choice: Choice) => void;
}

/** What was chosen for a request, and why. */
export interface Choice {
  /** Such as `S3Client` and `GetObjectCommand`. */
  readonly client: string;
  readonly command: string;
  /** Where the request goes. */
  readonly hostname: string;
  /** Null: not a name that the rules built. */
  readonly variant: EndpointVariant | null;
  readonly reason: ChoiceReason;
  /** The names there were to choose between, the client's own first. */
  readonly names: readonly NameKnowledge[];
  /** How long the request waited for look-ups. Milliseconds. */
  readonly waitedMs: number;
}

/** What is known of a name at the time of a choice. */
export interface NameKnowledge {
  /** The name that is looked up; for a bucket that of its region. */
  readonly name: string;
  readonly variant: EndpointVariant;
  readonly ipv6: Support;
  /** How the last look-up ended; null: there was none yet. */
  readonly outcome: OutcomeKind | null;
}
