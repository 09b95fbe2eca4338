import type { Egress6Error } from "../errors.js";
import { decimal, type Exact } from "../price/exact.js";

/** Says what is wrong with a document, at that place of it (`regions.eu-west-1.natGatewayHour`). */
export type DocumentFault = (place: string, expected: string) => Egress6Error;

/** A value of a JSON document that is being read: every step that finds something else is its fault. */
export class JsonValue {
  readonly place: string;
  private readonly value: unknown;
  private readonly fault: DocumentFault;

  /** @param place of the value in the document; empty for the whole of it */
  constructor(value: unknown, place: string, fault: DocumentFault) {
    this.value = value;
    this.place = place;
    this.fault = fault;
  }

  /** To be thrown: this value is not what was expected. */
  expected(what: string): Egress6Error {
    return this.fault(this.place, what);
  }

  field(name: string): JsonValue {
    return this.at(this.object()[name], name);
  }

  /** @returns undefined when the field is absent */
  optional(name: string): JsonValue | undefined {
    const value = this.object()[name];
    return value === undefined ? undefined : this.at(value, name);
  }

  /** Of an object, in its order. */
  entries(): readonly (readonly [string, JsonValue])[] {
    return Object.entries(this.object()).map(([name, value]) => [name, this.at(value, name)]);
  }

  items(): readonly JsonValue[] {
    if (!Array.isArray(this.value)) throw this.expected("a list");
    return this.value.map(
      (item, index) => new JsonValue(item, `${this.place}[${index}]`, this.fault),
    );
  }

  text(): string {
    if (typeof this.value !== "string") throw this.expected("text");
    return this.value;
  }

  textOrNull(): string | null {
    return this.value === null ? null : this.text();
  }

  texts(): readonly string[] {
    return this.items().map((item) => item.text());
  }

  /** A whole number, 0 or more. */
  count(): number {
    const { value } = this;
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
      throw this.expected("a whole number");
    }
    return value;
  }

  flag(): boolean {
    if (typeof this.value !== "boolean") throw this.expected("true or false");
    return this.value;
  }

  /** An exact number, written as a text: `"0.045"`. */
  decimal(): Exact {
    const text = this.text();
    if (!/^\d{1,30}(\.\d{1,30})?$/.test(text))
      throw this.expected('a decimal in quotes, as "0.045"');
    return decimal(text);
  }

  oneOf<T extends string>(words: readonly T[]): T {
    const found = words.find((word) => word === this.value);
    if (found === undefined) throw this.expected(`one of ${words.join(", ")}`);
    return found;
  }

  /** As it is, to be read by something else. */
  raw(): unknown {
    return this.value;
  }

  isNull(): boolean {
    return this.value === null;
  }

  private object(): Readonly<Record<string, unknown>> {
    if (!isObject(this.value)) throw this.expected("an object");
    return this.value;
  }

  private at(value: unknown, name: string): JsonValue {
    return new JsonValue(value, this.place === "" ? name : `${this.place}.${name}`, this.fault);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
