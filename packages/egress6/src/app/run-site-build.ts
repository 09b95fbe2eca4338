import { Egress6Error } from "@egress6/core/errors";
import type { Clock, StoreReader } from "../ports.js";

/** What the files of a site are made from. */
interface SiteBuildSource {
  readonly store: StoreReader;
  /** Milliseconds since the epoch: one moment for all files. */
  readonly generatedAt: number;
  /** Where the site will be, with a slash at the end; null: not known. */
  readonly siteUrl: string | null;
}

export interface SiteBuildRequest<Part extends { readonly path: string }> {
  /** Null: nothing was ever stored. */
  readonly store: StoreReader | null;
  /** Where the site will be, as typed; left out: not known. */
  readonly url: string | undefined;
  readonly now: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Lets other work through, such as somebody who presses Ctrl-C. */
  readonly nextTurn: () => Promise<unknown>;
  /** Told of each file before it is written, counted from 1. */
  readonly onFile?: ((file: number, path: string) => void) | undefined;
  readonly partsOf: (source: SiteBuildSource) => Iterable<Part>;
  /** Writes all of them, or leaves what was there. */
  readonly write: (parts: AsyncIterable<Part>) => Promise<{ readonly files: number }>;
}

/**
 * Makes the static site over what the store knows, and has it written.
 * @throws Egress6Error SITE_URL_INVALID, INTERRUPTED (incomplete), and what writing throws
 */
export async function runSiteBuild<Part extends { readonly path: string }>(
  request: SiteBuildRequest<Part>,
): Promise<{ readonly files: number }> {
  const { url, store, now, partsOf, write } = request;
  const siteUrl = url === undefined ? null : parseSiteUrl(url);
  const parts = partsOf({ store: store ?? NOTHING_STORED, generatedAt: now(), siteUrl });
  return write(oneByOne(parts, request));
}

const NOTHING_STORED: StoreReader = {
  readSupport: () => new Map(),
  readHistory: () => [],
  readChanges: () => [],
  readScans: () => [],
  newestTime: () => null,
  close: () => {},
};

/** Between so many files it is looked whether somebody pressed Ctrl-C. */
const FILES_AT_A_TIME = 20;

/** The same parts, each told of. */
async function* oneByOne<Part extends { readonly path: string }>(
  parts: Iterable<Part>,
  { signal, nextTurn, onFile }: SiteBuildRequest<Part>,
): AsyncGenerator<Part> {
  let files = 0;
  for (const part of parts) {
    if (files % FILES_AT_A_TIME === 0) await nextTurn();
    if (signal?.aborted) throw stopped();
    files++;
    onFile?.(files, part.path);
    yield part;
  }
}

function stopped(): Egress6Error {
  return new Egress6Error(
    "INTERRUPTED",
    "incomplete",
    "Stopped before the site was whole: what was in its place is left as it was. Run the same command again.",
  );
}

/** @returns with a slash at the end @throws Egress6Error SITE_URL_INVALID (input) */
function parseSiteUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new Egress6Error(
      "SITE_URL_INVALID",
      "input",
      `"${text}" is no address of a site. Give --url with its folder, such as https://example.org/ipv6/.`,
    );
  }
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}
