import type { Resolver } from "node:dns/promises";
import { isNat64Address } from "@egress6/core/address/nat64";
import { type Control, IPV4_ONLY_NAME, vetResolver } from "@egress6/core/observation/vet-resolver";
import { askDns, type DnsAnswer } from "./ask-dns.js";

const DNS64_CONTROL: Control = { kind: "ipv4-only", name: IPV4_ONLY_NAME, type: "AAAA", zone: "" };
/** Questions whose true answers are known. All resolvers have these answers in their cache, or nearly so. */
const CONTROLS: readonly Control[] = [
  DNS64_CONTROL,
  { kind: "ipv4-only", name: IPV4_ONLY_NAME, type: "A", zone: "" },
  { kind: "dual", name: "a.root-servers.net", type: "AAAA", zone: "" },
];

/** So many questions may go unanswered before their answers count as not to be had. */
const PATIENCE = 3 * CONTROLS.length;
/** Captive portals open, and a host may change its network. Milliseconds. */
const KEPT_MS = { lies: 60_000, else: 3_600_000 };

/**
 * What is known of the DNS servers that a process asks: whether they answer with the truth where it is known, and
 * into which addresses their DNS64 puts IPv4. What they do not answer tells nothing against them.
 */
export class ServerCheck {
  readonly servers: string;
  private readonly heard = new Map<Control, DnsAnswer & { readonly at: number }>();
  private readonly asked = new Set<Control>();
  private vetting = vetResolver([]);
  private unanswered = 0;

  constructor(servers: string) {
    this.servers = servers;
  }

  /**
   * Asks what was not answered yet, or too long ago. Ends with the questions of the resolver: nothing waits for
   * it, and it keeps no process from ending.
   */
  ask(resolver: Resolver, now: number): void {
    const keptMs = this.lies ? KEPT_MS.lies : KEPT_MS.else;
    for (const control of CONTROLS) {
      const known = this.heard.get(control);
      if (this.asked.has(control) || (known !== undefined && now < known.at + keptMs)) continue;
      this.asked.add(control);
      void this.hear(resolver, control, now);
    }
  }

  private async hear(resolver: Resolver, control: Control, now: number): Promise<void> {
    const { name, type } = control;
    const answer = await askDns(resolver, name, type === "A" ? "A" : "AAAA");
    this.asked.delete(control);
    if (answer.kind === "timeout" && ++this.unanswered < PATIENCE) return;
    this.heard.set(control, { ...answer, at: now });
    const results = [...this.heard].map(([each, { kind, records }]) => ({
      control: each,
      outcome: { kind, addresses: records.map(({ address }) => address), cname: [] },
    }));
    this.vetting = vetResolver(results);
  }

  /** Whether they contradict what is known for certain: a captive portal, a filter, a broken forwarder. */
  get lies(): boolean {
    return this.vetting.state === "lies";
  }

  /** Whether they give addresses of their own for names of others. */
  get rewrites(): boolean {
    return this.vetting.reasons.some(({ cause }) => cause === "answers-for-all");
  }

  /** Whether all that is asked of them was answered, or will not be. */
  get isComplete(): boolean {
    return this.heard.size === CONTROLS.length;
  }

  /** Whether they said where their DNS64 puts IPv4, or that they have none. */
  get knowsDns64(): boolean {
    const kind = this.heard.get(DNS64_CONTROL)?.kind;
    return kind === "nodata" || kind === "answer";
  }

  isSynthesized(address: string): boolean {
    return isNat64Address(address, this.vetting.nat64Prefixes);
  }
}
