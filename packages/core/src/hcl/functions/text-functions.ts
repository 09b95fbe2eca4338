import { isPrimitive, numberText, textOfPrimitive } from "../convert.js";
import {
  fields,
  HclFault,
  HclSequence,
  HclUnknown,
  type HclValue,
  isWhollyKnown,
  list,
  tuple,
  unknownOf,
} from "../hcl-value.js";
import { compileRegularExpression, type RegularExpression } from "../regular-expression.js";
import { goJson } from "./encoding-functions.js";
import {
  boolArg,
  type HclFunction,
  hclFunction,
  itemsArg,
  numberArg,
  textArg,
  wholeArg,
} from "./hcl-function.js";

const LIST_OF_TEXTS = { kind: "list", of: "string" } as const;

const textFunction = (run: (text: string) => string): HclFunction =>
  hclFunction(1, ([text]) => run(textArg(text)), { type: "string" });

const textTest = (run: (text: string, other: string) => boolean): HclFunction =>
  hclFunction(2, ([text, other]) => run(textArg(text), textArg(other)), { type: "bool" });

/** Where only the beginning is known, that may be enough. */
function startsWith([text, prefix]: readonly HclValue[]): HclValue {
  const wanted = prefix ?? null;
  if (text instanceof HclUnknown && typeof wanted === "string") {
    const known = text.known.prefix ?? "";
    if (known.startsWith(wanted)) return true;
    if (known !== "" && !wanted.startsWith(known)) return false;
  }
  if (text instanceof HclUnknown || wanted instanceof HclUnknown) {
    return unknownOf([text ?? null, wanted], "bool");
  }
  return textArg(text).startsWith(textArg(wanted));
}

function join([separator, ...lists]: readonly HclValue[]): HclValue {
  const items = lists.flatMap(itemsArg);
  if (!items.every(isWhollyKnown)) {
    const { missing, of } = unknownOf(items);
    const pattern = patternPart(() => items.map(shownPart).map(textArg).join(textArg(separator)));
    return new HclUnknown(missing, "string", { of, isNotNull: true, ...pattern });
  }
  return items.map(textArg).join(textArg(separator));
}

/** By characters, not code units. */
function substr([text, from, count]: readonly HclValue[]): HclValue {
  const chars = Array.from(textArg(text));
  const offset = wholeArg(from);
  const length = wholeArg(count);
  const start = offset < 0 ? Math.max(0, chars.length + offset) : Math.min(offset, chars.length);
  return chars.slice(start, length < 0 ? undefined : start + length).join("");
}

const trimChars = (text: string, chars: string): string => {
  const isTrimmed = (char: string | undefined) => char !== undefined && chars.includes(char);
  const all = Array.from(text);
  let start = 0;
  let end = all.length;
  while (start < end && isTrimmed(all[start])) start++;
  while (end > start && isTrimmed(all[end - 1])) end--;
  return all.slice(start, end).join("");
};

function replace([text, search, replacement]: readonly HclValue[]): HclValue {
  const whole = textArg(text);
  const what = textArg(search);
  const by = textArg(replacement);
  if (what.length > 1 && what.startsWith("/") && what.endsWith("/")) {
    return replaceMatches(whole, compileRegularExpression(what.slice(1, -1)), by);
  }
  if (what !== "") return whole.split(what).join(by);
  return `${by}${Array.from(whole, (char) => char + by).join("")}`;
}

function replaceMatches(text: string, expression: RegularExpression, by: string): string {
  let result = "";
  let at = 0;
  for (const match of matchesOf(text, expression)) {
    result += text.slice(at, match[0]) + expanded(text, expression, match, by);
    at = match[1] ?? at;
  }
  return result + text.slice(at);
}

/** `$1`, `${name}`, `$$`, as Go has them. */
function expanded(
  text: string,
  { groups }: RegularExpression,
  match: readonly number[],
  by: string,
): string {
  return by.replace(/\$(?:(\$)|\{(\w+)\}|(\w+))/g, (_, dollar, braced, bare) => {
    if (dollar !== undefined) return "$";
    const name = String(braced ?? bare);
    const index = /^\d+$/.test(name) ? Number(name) : groups.indexOf(name) + 1;
    if (index === 0 && name !== "0") return "";
    return groupText(text, match, index) ?? "";
  });
}

function groupText(text: string, match: readonly number[], index: number): string | null {
  const [start = -1, end = -1] = match.slice(index * 2, index * 2 + 2);
  return start < 0 ? null : text.slice(start, end);
}

const MOST_MATCHES = 100_000;

function matchesOf(text: string, expression: RegularExpression): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  for (let at = 0; at <= text.length && found.length < MOST_MATCHES; ) {
    const match = expression.match(text, at);
    if (match === null) break;
    found.push(match);
    const [start = 0, end = 0] = match;
    at = end > start ? end : end + 1;
  }
  return found;
}

/** The whole match, its groups, or these by name. */
function matchValue(
  text: string,
  { groups }: RegularExpression,
  match: readonly number[],
): HclValue {
  if (groups.length === 0) return groupText(text, match, 0);
  const texts = groups.map((name, index) => [name, groupText(text, match, index + 1)] as const);
  if (groups.every((name) => name === null)) return tuple(texts.map(([, each]) => each));
  if (groups.some((name) => name === null)) throw new HclFault("name all groups or none");
  return fields(
    "object",
    texts.map(([name, each]) => [name ?? "", each]),
  );
}

function regex([pattern, text]: readonly HclValue[]): HclValue {
  const expression = compileRegularExpression(textArg(pattern));
  const whole = textArg(text);
  const match = expression.match(whole, 0);
  if (match === null) throw new HclFault("the pattern did not match");
  return matchValue(whole, expression, match);
}

function regexAll([pattern, text]: readonly HclValue[]): HclValue {
  const expression = compileRegularExpression(textArg(pattern));
  const whole = textArg(text);
  return list(matchesOf(whole, expression).map((match) => matchValue(whole, expression, match)));
}

function format(args: readonly HclValue[]): HclValue {
  const [pattern, ...values] = args;
  if (args.every(isWhollyKnown)) return formatted(textArg(pattern), values);
  const { missing, of } = unknownOf(args);
  if (typeof pattern !== "string") return new HclUnknown(missing, "string", { of });
  const prefix = pattern.split("%")[0] ?? "";
  return new HclUnknown(missing, "string", {
    of,
    isNotNull: true,
    prefix,
    ...patternPart(() => formatted(pattern.replaceAll("%d", "%s"), values.map(shownPart))),
  });
}

const shownPart = (value: HclValue): HclValue =>
  value instanceof HclUnknown ? (value.known.pattern ?? "{}") : value;

function patternPart(run: () => string): { readonly pattern?: string } {
  try {
    return { pattern: run() };
  } catch {
    return {};
  }
}

function formatted(pattern: string, values: readonly HclValue[]): string {
  let next = 0;
  let highest = 0;
  const text = pattern.replace(
    /%([-+# 0]*)(\d+|\*)?(?:\.(\d+|\*)?)?(?:\[(\d+)\])?([\s\S]?)/gu,
    (written: string, flags: string, width, precision, index, verb: string) => {
      if (verb === "%") return "%";
      if (verb === "") throw new HclFault("the format ends in a percent sign");
      const at = index === undefined ? next : Number(index) - 1;
      if (at >= values.length) throw new HclFault("the format has more verbs than arguments");
      next = at + 1;
      highest = Math.max(highest, next);
      const digits = precision === undefined ? null : Number(precision);
      const isZero = /\.[^\d*]/.test(written);
      const plain = verbText(verb, values[at] ?? null, flags, isZero ? 0 : digits);
      const size = width === undefined ? 0 : Number(width);
      if (flags.includes("-")) return plain.padEnd(size);
      if (!flags.includes("0")) return plain.padStart(size);
      const sign = /^[-+]/.exec(plain)?.[0] ?? "";
      return sign + plain.slice(sign.length).padStart(size - sign.length, "0");
    },
  );
  if (highest < values.length) throw new HclFault("the format has fewer verbs than arguments");
  return text;
}

function verbText(verb: string, value: HclValue, flags: string, precision: number | null): string {
  const signed = (text: string) =>
    flags.includes("+") && !text.startsWith("-") ? `+${text}` : text;
  switch (verb) {
    case "v":
      if (value === null) return "null";
      return typeof value === "string" && !flags.includes("#")
        ? value
        : isPrimitive(value) && typeof value !== "string"
          ? textOfPrimitive(value)
          : goJson(value);
    case "s": {
      const text = textArg(value);
      return precision === null ? text : Array.from(text).slice(0, precision).join("");
    }
    case "q":
      return JSON.stringify(textArg(value));
    case "t":
      return String(boolArg(value));
    case "d":
      return signed(numberText(Math.trunc(numberArg(value))));
    case "b":
      return signed(wholeArg(value).toString(2));
    case "o":
      return signed(wholeArg(value).toString(8));
    case "x":
      return signed((flags.includes("#") ? "0x" : "") + wholeArg(value).toString(16));
    case "X":
      return signed((flags.includes("#") ? "0X" : "") + wholeArg(value).toString(16).toUpperCase());
    case "f":
    case "F":
      return signed(numberArg(value).toFixed(precision ?? 6));
    case "e":
    case "E": {
      const text = numberArg(value)
        .toExponential(precision ?? 6)
        .replace(/e([+-])(\d)$/, "e$10$2");
      return signed(verb === "E" ? text.toUpperCase() : text);
    }
    case "g":
    case "G":
      return signed(String(numberArg(value)));
    default:
      throw new HclFault(`the format has an unknown verb "${verb}"`);
  }
}

/** One result for each element of the lists; what is no list stands in each. */
function formatList(args: readonly HclValue[]): HclValue {
  const [pattern, ...values] = args;
  const sequences = values.filter((each) => each instanceof HclSequence);
  if (sequences.length === 0) return list([format(args)]);
  const lengths = new Set(sequences.map((each) => each.items.length));
  if (lengths.size > 1) throw new HclFault("the lists have different lengths");
  const [length = 0] = lengths;
  return list(
    Array.from({ length }, (_, index) =>
      format([
        pattern ?? null,
        ...values.map((each) => (each instanceof HclSequence ? (each.items[index] ?? null) : each)),
      ]),
    ),
  );
}

export const TEXT_FUNCTIONS: Readonly<Record<string, HclFunction>> = {
  upper: textFunction((text) => text.toUpperCase()),
  lower: textFunction((text) => text.toLowerCase()),
  title: textFunction((text) =>
    text.replace(
      /(^|[^\p{L}\p{N}_'])(\p{L})/gu,
      (_, before, letter) => before + letter.toUpperCase(),
    ),
  ),
  strrev: textFunction((text) => Array.from(text).reverse().join("")),
  chomp: textFunction((text) => text.replace(/(?:\r?\n)+$/, "")),
  trimspace: textFunction((text) => text.trim()),
  trim: hclFunction(2, ([text, chars]) => trimChars(textArg(text), textArg(chars)), {
    type: "string",
  }),
  trimprefix: hclFunction(
    2,
    ([given, prefix]) => {
      const [text, start] = [textArg(given), textArg(prefix)];
      return text.startsWith(start) ? text.slice(start.length) : text;
    },
    { type: "string" },
  ),
  trimsuffix: hclFunction(
    2,
    ([given, suffix]) => {
      const [text, end] = [textArg(given), textArg(suffix)];
      return end !== "" && text.endsWith(end) ? text.slice(0, -end.length) : text;
    },
    { type: "string" },
  ),
  indent: hclFunction(
    2,
    ([spaces, text]) =>
      textArg(text).replaceAll("\n", `\n${" ".repeat(Math.min(wholeArg(spaces), 1000))}`),
    { type: "string" },
  ),
  startswith: hclFunction(2, startsWith, { seesUnknown: true }),
  endswith: textTest((text, suffix) => text.endsWith(suffix)),
  strcontains: textTest((text, part) => text.includes(part)),
  substr: hclFunction(3, substr, { type: "string" }),
  join: hclFunction([1, 100], join, { type: "string" }),
  split: hclFunction(
    2,
    ([separator, text]) => {
      const [by, whole] = [textArg(separator), textArg(text)];
      return list(by === "" ? Array.from(whole) : whole.split(by));
    },
    { type: LIST_OF_TEXTS },
  ),
  replace: hclFunction(3, replace, { type: "string" }),
  regex: hclFunction(2, regex),
  regexall: hclFunction(2, regexAll),
  format: hclFunction([1, 1000], format, { seesUnknown: true }),
  formatlist: hclFunction([1, 1000], formatList, { seesUnknown: false, type: LIST_OF_TEXTS }),
};
