/** A file that is of ours and cannot be read as it is; the message says what to do. */
export class SkipFile extends Error {
  override readonly name = "SkipFile";
}
