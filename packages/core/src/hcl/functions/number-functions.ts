import { HclFault, HclUnknown, type HclValue, list, unknownOf } from "../hcl-value.js";
import {
  type HclFunction,
  hclFunction,
  itemsArg,
  numberArg,
  textArg,
  wholeArg,
} from "./hcl-function.js";

const numberFunction = (run: (value: number) => number): HclFunction =>
  hclFunction(1, ([value]) => run(numberArg(value)) + 0, { type: "number" });

function greatest(args: readonly HclValue[], better: (a: number, b: number) => number): number {
  const numbers = args.map(numberArg);
  if (numbers.length === 0) throw new HclFault("at least one number is required");
  return numbers.reduce((a, b) => better(a, b));
}

const MOST_RANGE = 1024;

/** As Terraform, at most 1,024 numbers. */
function range(args: readonly HclValue[]): HclValue {
  const numbers = args.map(numberArg);
  const [first = 0, second = 0] = numbers;
  const [start, end] = numbers.length === 1 ? [0, first] : [first, second];
  const step = numbers[2] ?? (end < start ? -1 : 1);
  if (step === 0 || (end < start ? step > 0 : step < 0 && end > start)) {
    throw new HclFault("the step leads away from the end");
  }
  const count = Math.max(0, Math.ceil((end - start) / step));
  if (count > MOST_RANGE) throw new HclFault("the range has more than 1,024 numbers");
  return list(Array.from({ length: count }, (_, index) => start + index * step));
}

function sum([value]: readonly HclValue[]): HclValue {
  const items = itemsArg(value);
  if (items.length === 0) throw new HclFault("there is nothing to add");
  if (items.some((each) => each instanceof HclUnknown)) return unknownOf(items, "number");
  return items.map(numberArg).reduce((a, b) => a + b);
}

function parseInteger([text, base]: readonly HclValue[]): HclValue {
  const digits = textArg(text).toLowerCase();
  const radix = wholeArg(base);
  if (radix < 2 || radix > 36) throw new HclFault("the base is from 2 to 36");
  const isRight = /^-?[0-9a-z]+$/.test(digits);
  const number = Number.parseInt(digits, radix);
  if (
    !isRight ||
    Number.isNaN(number) ||
    number.toString(radix) !== digits.replace(/^(-?)0+(?=.)/, "$1")
  ) {
    throw new HclFault("not a number of this base");
  }
  return number;
}

/** Whole powers are exact, as far as doubles are. */
const log = (value: number, base: number): number => {
  const result = Math.log(value) / Math.log(base);
  const whole = Math.round(result);
  return Math.abs(result - whole) < 1e-12 ? whole : result;
};

export const NUMBER_FUNCTIONS: Readonly<Record<string, HclFunction>> = {
  abs: numberFunction(Math.abs),
  ceil: numberFunction(Math.ceil),
  floor: numberFunction(Math.floor),
  signum: numberFunction(Math.sign),
  max: hclFunction([0, 1000], (args) => greatest(args, Math.max), { type: "number" }),
  min: hclFunction([0, 1000], (args) => greatest(args, Math.min), { type: "number" }),
  pow: hclFunction(2, ([base, power]) => numberArg(base) ** numberArg(power), { type: "number" }),
  log: hclFunction(2, ([value, base]) => log(numberArg(value), numberArg(base)), {
    type: "number",
  }),
  sum: hclFunction(1, sum, { type: "number" }),
  parseint: hclFunction(2, parseInteger, { type: "number" }),
  range: hclFunction([1, 3], range, { type: { kind: "list", of: "number" } }),
};
