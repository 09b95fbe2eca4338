import { isNat64Address } from "../address/nat64.js";

/** One answer of a resolver query log, or a line of a hosts file. */
export interface NamedAnswer {
  /** Who asked; null: nobody in particular. */
  readonly src: string | null;
  /** Lower case, without the trailing dot. */
  readonly host: string;
  readonly addresses: readonly string[];
}

/** What logs say of AAAA records; `differs`: answers with and without. */
export type LoggedAaaa = "yes" | "no" | "unknown" | "differs";

/** How a name of an address is known; the first that knows one counts. */
export const NAME_SOURCES = ["same-source", "same-vpc", "cloudtrail", "hosts-file"] as const;
export type NameSource = (typeof NAME_SOURCES)[number];

/** Names of an address, sorted. The same names are the same object. */
export interface AddressNames {
  readonly hosts: readonly string[];
  readonly source: NameSource;
}

/** Who asked for which name, and got which addresses. Answers from caches are not logged: also who else asked counts. */
export class FlowNames {
  private readonly bySource = new Map<string, Map<string, Set<string>>>();
  private readonly byVpc = new Map<string, Set<string>>();
  private readonly byCall = new Map<string, Set<string>>();
  private readonly byFile = new Map<string, Set<string>>();
  /** Hosts that CloudTrail saw called; their addresses are known once somebody has looked. */
  readonly called = new Set<string>();
  private readonly withAaaa = new Set<string>();
  private readonly withoutAaaa = new Set<string>();
  private readonly shared = new Map<string, AddressNames>();
  private readonly answers = new Map<Set<string>, AddressNames>();
  /** Answers that were read. */
  queries = 0;

  addAnswer({ src, host, addresses }: NamedAnswer): void {
    this.queries++;
    for (const address of addresses) {
      addTo(this.byVpc, address, host);
      if (src === null) continue;
      const own = this.bySource.get(src) ?? new Map<string, Set<string>>();
      this.bySource.set(src, own);
      addTo(own, address, host);
    }
  }

  /** @param addresses of AAAA records; those that DNS64 made of A records are none */
  addAaaa(host: string, addresses: readonly string[]): void {
    this.queries++;
    const isReal = addresses.some((address) => !isNat64Address(address, []));
    (isReal ? this.withAaaa : this.withoutAaaa).add(host);
  }

  addOfFile(host: string, addresses: readonly string[]): void {
    for (const address of addresses) addTo(this.byFile, address, host);
  }

  addCalled(host: string): void {
    this.called.add(host);
  }

  /** @param addresses that a called host has now: it had them when it was called, perhaps */
  addOfCall(host: string, addresses: readonly string[]): void {
    for (const address of addresses) addTo(this.byCall, address, host);
  }

  /** Whether no address has a name. */
  get isEmpty(): boolean {
    return this.byVpc.size + this.byCall.size + this.byFile.size === 0;
  }

  /** Null: nobody asked for a name with this address. */
  namesOf(src: string, dst: string): AddressNames | null {
    if (this.isEmpty) return null;
    const own = this.bySource.get(src)?.get(dst);
    if (own !== undefined) return this.sharedNames(own, "same-source");
    const vpc = this.byVpc.get(dst);
    if (vpc !== undefined) return this.sharedNames(vpc, "same-vpc");
    const called = this.byCall.get(dst);
    if (called !== undefined) return this.sharedNames(called, "cloudtrail");
    const file = this.byFile.get(dst);
    return file === undefined ? null : this.sharedNames(file, "hosts-file");
  }

  aaaaOf(host: string): LoggedAaaa {
    const [yes, no] = [this.withAaaa.has(host), this.withoutAaaa.has(host)];
    if (yes && no) return "differs";
    return yes ? "yes" : no ? "no" : "unknown";
  }

  /** Every name that has an address. */
  hosts(): ReadonlySet<string> {
    const all = [...this.byVpc.values(), ...this.byFile.values()];
    return new Set(all.flatMap((hosts) => [...hosts]));
  }

  private sharedNames(hosts: Set<string>, source: NameSource): AddressNames {
    const known = this.answers.get(hosts);
    if (known !== undefined) return known;
    const sorted = [...hosts].sort();
    const key = `${source} ${sorted.join(" ")}`;
    const names = this.shared.get(key) ?? { hosts: sorted, source };
    this.shared.set(key, names);
    this.answers.set(hosts, names);
    return names;
  }
}

function addTo(names: Map<string, Set<string>>, address: string, host: string): void {
  const known = names.get(address);
  if (known === undefined) names.set(address, new Set([host]));
  else known.add(host);
}
