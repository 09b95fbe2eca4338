/** The part of yauzl 3 that is used; the published types are of version 2. */
declare module "yauzl" {
  import type { Readable } from "node:stream";

  export interface Entry {
    /** Validated: never absolute, never with `..`. */
    readonly fileName: string;
  }
  export interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
  }
  export function openPromise(path: string): Promise<ZipFile>;
}
