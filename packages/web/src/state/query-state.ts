import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

/** What an address says, and the names of the parameters that say nothing its page knows. */
export interface ParsedQuery<T> {
  readonly query: T;
  readonly ignored: readonly string[];
}

export interface QueryState<T> {
  readonly query: ReadonlySignal<T>;
  readonly ignored: ReadonlySignal<readonly string[]>;
  /** Reads the address now, and again on back and forward. */
  follow(parse: (search: string) => ParsedQuery<T>): void;
  /** @param isStep whether to go back from */
  change(part: Partial<T>, isStep?: boolean): void;
}

/** All that a page shows is in its address. @param format empty, or beginning with `?` */
export function queryState<T extends object>(
  first: T,
  format: (query: T) => string,
): QueryState<T> {
  const query: Signal<T> = signal(first);
  const ignored = signal<readonly string[]>([]);
  return {
    query,
    ignored,
    follow: (parse) => {
      const read = () => {
        const parsed = parse(location.search);
        query.value = parsed.query;
        ignored.value = parsed.ignored;
      };
      addEventListener("popstate", read);
      read();
    },
    change: (part, isStep = false) => {
      query.value = { ...query.peek(), ...part };
      const url = `${location.pathname}${format(query.peek())}${location.hash}`;
      if (isStep) history.pushState(null, "", url);
      else history.replaceState(null, "", url);
    },
  };
}

/**
 * Reads parameters one by one. A repeated one counts each time, the last one wins.
 * @param parsePart null: the parameter says nothing this page knows
 */
export function parseQuery<T extends object>(
  search: string,
  first: T,
  parsePart: (name: string, value: string) => Partial<T> | null,
): ParsedQuery<T> {
  const ignored = new Set<string>();
  let query = first;
  for (const [name, value] of new URLSearchParams(search)) {
    const part = parsePart(name, value);
    if (part === null) ignored.add(name.slice(0, 20));
    else query = { ...query, ...part };
  }
  return { query, ignored: [...ignored] };
}

/** Readable: what needs no escape in a query gets none. */
export function formatQuery(parts: readonly (readonly [name: string, value: string])[]): string {
  const words = parts.map(
    ([name, value]) =>
      `${name}=${encodeURIComponent(value).replace(/%(2A|2C|3A)/g, decodeURIComponent)}`,
  );
  return words.length === 0 ? "" : `?${words.join("&")}`;
}
