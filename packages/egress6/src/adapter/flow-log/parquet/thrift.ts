/** A value of Thrift's compact protocol; of a struct its fields by their numbers. */
export type ThriftValue = boolean | number | Uint8Array | readonly ThriftValue[] | ThriftStruct;
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

const MOST_DEPTH = 32;
const [TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
];

/**
 * Reads Thrift's compact protocol, as far as Parquet uses it. Whole numbers above 2^53 lose digits.
 * @source https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export class ThriftReader {
  at: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  struct(depth = 0): ThriftStruct {
    if (depth > MOST_DEPTH) throw new RangeError("it is nested too deeply");
    const fields = new Map<number, ThriftValue>();
    let id = 0;
    for (;;) {
      const head = this.byte();
      if (head === 0) return fields;
      const step = head >>> 4;
      id = step === 0 ? this.zigzag() : id + step;
      fields.set(id, this.value(head & 15, depth + 1));
    }
  }

  private value(type: number, depth: number): ThriftValue {
    switch (type) {
      case TRUE:
        return true;
      case FALSE:
        return false;
      case BYTE:
        return this.byte();
      case I16:
      case I32:
      case I64:
        return this.zigzag();
      case DOUBLE:
        return this.take(8);
      case BINARY:
        return this.take(this.varint());
      case LIST:
      case SET:
        return this.list(depth);
      case STRUCT:
        return this.struct(depth);
      case MAP:
        return this.map(depth);
      default:
        throw new RangeError(`a value has the type ${type}`);
    }
  }

  private list(depth: number): readonly ThriftValue[] {
    const head = this.byte();
    const count = head >>> 4 === 15 ? this.varint() : head >>> 4;
    if (count > this.bytes.length - this.at) throw new RangeError("a list is longer than the file");
    const type = head & 15;
    return Array.from({ length: count }, () =>
      // In a list a truth value has a byte of its own.
      type === TRUE || type === FALSE ? this.byte() === TRUE : this.value(type, depth),
    );
  }

  private map(depth: number): readonly ThriftValue[] {
    const count = this.varint();
    if (count === 0) return [];
    if (count > this.bytes.length - this.at) throw new RangeError("a map is longer than the file");
    const types = this.byte();
    return Array.from({ length: 2 * count }, (_, index) =>
      this.value(index % 2 === 0 ? types >>> 4 : types & 15, depth),
    );
  }

  private byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError("it ends too early");
    return byte;
  }

  private varint(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 64; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new RangeError("a number is too long");
  }

  private zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  private take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw new RangeError("it ends too early");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}
