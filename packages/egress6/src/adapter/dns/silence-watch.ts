import { randomQueryId } from "./query-ids.js";
import type { Resolver } from "./resolver.js";
import { encodeQuery, LONGEST_QUERY } from "./wire/question.js";

const PROBE_AFTER_MS = 1500;
const PROBE_EVERY_MS = 500;
const DEAD_AFTER_MS = { refused: 1500, neverHeard: 4000, heardBefore: 30_000 };

/**
 * Tells dead resolvers from names whose servers never answer.
 * When nothing at all has come back for a while, it asks the resolvers for the root's name servers:
 * whatever they answer to that, they are alive.
 */
export class SilenceWatch {
  private readonly resolvers: readonly Resolver[];
  private readonly probe = Buffer.alloc(LONGEST_QUERY);
  /** When the first query was sent of those since which nothing was heard. */
  private quietSince: number | null = null;
  private lastProbeAt = 0;

  constructor(resolvers: readonly Resolver[]) {
    this.resolvers = resolvers;
  }

  sent(now: number): void {
    this.quietSince ??= now;
  }

  heard(): void {
    this.quietSince = null;
  }

  /** The process itself stood still: what was silence cannot be told. */
  startOver(now: number): void {
    if (this.quietSince !== null) this.quietSince = now;
  }

  /** Probes when it has been quiet; returns whether the resolvers must be given up. */
  isDead(now: number): boolean {
    if (this.quietSince === null) return false;
    const quietMs = now - this.quietSince;
    if (quietMs >= PROBE_AFTER_MS && now - this.lastProbeAt >= PROBE_EVERY_MS) {
      this.lastProbeAt = now;
      this.sendProbes();
    }
    return quietMs >= this.deadAfterMs();
  }

  private deadAfterMs(): number {
    if (this.resolvers.some((resolver) => resolver.isHeard)) return DEAD_AFTER_MS.heardBefore;
    const areRefused = this.resolvers.every((resolver) => resolver.lastError !== null);
    return areRefused ? DEAD_AFTER_MS.refused : DEAD_AFTER_MS.neverHeard;
  }

  private sendProbes(): void {
    const end = encodeQuery(this.probe, 0, randomQueryId(), "", "NS", true);
    const query = Uint8Array.prototype.slice.call(this.probe, 0, end);
    for (const resolver of this.resolvers) resolver.pickChannel()?.socket.send(query);
  }
}
