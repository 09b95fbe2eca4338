import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { Egress6Error } from "@egress6/core/errors";

export interface SiteFile {
  readonly body: Buffer;
  readonly contentType: string;
  /** Its name changes with its content, so that it may be kept for ever. */
  readonly isImmutable: boolean;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
  ".atom": "application/atom+xml; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".sqlite": "application/vnd.sqlite3",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
};

/**
 * Reads the built page once, by URL path. Whatever is asked for later is looked up here and never on the
 * disk, so that no path leads out of the folder. Symbolic links are left out.
 * @throws Egress6Error SITE_MISSING (input) when the page was not built
 */
export function readSiteFiles(folder: string): ReadonlyMap<string, SiteFile> {
  const files = new Map<string, SiteFile>();
  collect(folder, "/", files);
  const index = files.get("/index.html");
  if (index === undefined) {
    throw new Egress6Error(
      "SITE_MISSING",
      "input",
      `There is no page in ${folder}. Build it first: npm run build`,
    );
  }
  return files.set("/", index);
}

function collect(folder: string, path: string, files: Map<string, SiteFile>): void {
  for (const entry of entriesOf(folder)) {
    const place = join(folder, entry.name);
    if (entry.isDirectory()) collect(place, `${path}${entry.name}/`, files);
    if (!entry.isFile()) continue;
    files.set(`${path}${entry.name}`, {
      body: readFileSync(place),
      contentType: contentTypeOf(entry.name),
      isImmutable: path === "/assets/",
    });
  }
}

export function contentTypeOf(path: string): string {
  return CONTENT_TYPES[extname(path)] ?? "application/octet-stream";
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
