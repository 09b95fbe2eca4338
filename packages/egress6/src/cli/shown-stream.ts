import type { Writable } from "node:stream";
import { printableText } from "@egress6/core/printable";

/**
 * The same stream, for texts: whatever somebody else put into one, such as a config file or a DNS name, reaches the
 * terminal or the log of a build as letters only.
 */
export function shownStream(stream: Writable): Writable {
  const write = (chunk: unknown, ...rest: readonly unknown[]): unknown =>
    Reflect.apply(stream.write, stream, [
      typeof chunk === "string" ? printableText(chunk) : chunk,
      ...rest,
    ]);
  return new Proxy(stream, {
    get(target, key) {
      if (key === "write") return write;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
