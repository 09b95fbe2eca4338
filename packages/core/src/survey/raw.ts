/** An answer of AWS as it came, without what is secret in it. */
export type RawObject = Readonly<Record<string, unknown>>;

export const isRawObject = (value: unknown): value is RawObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Of a key that is not there, or holds something else: null. */
export function rawText(value: unknown, key: string): string | null {
  const found = isRawObject(value) ? value[key] : undefined;
  return typeof found === "string" && found !== "" ? found : null;
}

export function rawNumber(value: unknown, key: string): number | null {
  const found = isRawObject(value) ? value[key] : undefined;
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}

export const rawIs = (value: unknown, key: string): boolean =>
  isRawObject(value) && value[key] === true;

export function rawObject(value: unknown, key: string): RawObject {
  const found = isRawObject(value) ? value[key] : undefined;
  return isRawObject(found) ? found : {};
}

export function rawObjects(value: unknown, key: string): readonly RawObject[] {
  const found = isRawObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found.filter(isRawObject) : [];
}

export function rawTexts(value: unknown, key: string): readonly string[] {
  const found = isRawObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
}

/** The value of a tag, in any spelling of the list that AWS uses. */
export function rawTag(value: unknown, name: string): string | null {
  const lists = ["Tags", "TagSet", "tags"].flatMap((key) => rawObjects(value, key));
  for (const tag of lists) {
    if ((rawText(tag, "Key") ?? rawText(tag, "key")) === name) {
      return rawText(tag, "Value") ?? rawText(tag, "value") ?? "";
    }
  }
  return rawText(rawObject(value, "tags"), name);
}

/** Names of all tags. */
export const rawTagNames = (value: unknown): readonly string[] =>
  ["Tags", "TagSet", "tags"]
    .flatMap((key) => rawObjects(value, key))
    .flatMap((tag) => rawText(tag, "Key") ?? rawText(tag, "key") ?? []);
