import { HclFault, HclUnknown, type HclValue } from "../hcl-value.js";
import { type HclFunction, hclFunction, textArg } from "./hcl-function.js";

/** Seconds since the epoch, by RFC 3339. */
function secondsOf(text: string): number {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|([+-])(\d\d):(\d\d))$/.exec(text);
  if (match === null) throw new HclFault("not a time as 2026-11-30T08:00:00Z");
  const [, year, month, day, hours, minutes, seconds, , sign, zoneHours, zoneMinutes] = match;
  const utc = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hours),
    Number(minutes),
    Number(seconds),
  );
  const offset = (Number(zoneHours ?? 0) * 60 + Number(zoneMinutes ?? 0)) * 60;
  return utc / 1000 - (sign === "-" ? -offset : offset);
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

function durationOf(text: string): number {
  const parts = [...text.replace(/^[+-]/, "").matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length === 0) throw new HclFault("not a duration as 36h");
  const total = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ""] ?? 0),
    0,
  );
  return text.startsWith("-") ? -total : total;
}

const rfc3339 = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

function formatDate([format, time]: readonly HclValue[]): HclValue {
  const date = new Date(secondsOf(textArg(time)) * 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const hour = date.getUTCHours();
  const month = MONTHS[date.getUTCMonth()] ?? "";
  const day = DAYS[date.getUTCDay()] ?? "";
  const parts: Readonly<Record<string, string>> = {
    YYYY: String(date.getUTCFullYear()),
    YY: two(date.getUTCFullYear() % 100),
    MMMM: month,
    MMM: month.slice(0, 3),
    MM: two(date.getUTCMonth() + 1),
    M: String(date.getUTCMonth() + 1),
    DD: two(date.getUTCDate()),
    D: String(date.getUTCDate()),
    EEEE: day,
    EEE: day.slice(0, 3),
    hh: two(hour),
    h: String(hour),
    HH: two(hour % 12 || 12),
    H: String(hour % 12 || 12),
    AA: hour < 12 ? "AM" : "PM",
    aa: hour < 12 ? "am" : "pm",
    mm: two(date.getUTCMinutes()),
    m: String(date.getUTCMinutes()),
    ss: two(date.getUTCSeconds()),
    s: String(date.getUTCSeconds()),
    ZZZZZ: "+00:00",
    ZZZZ: "+0000",
    ZZZ: "UTC",
    Z: "Z",
  };
  return textArg(format).replace(/'((?:[^']|'')*)'|([A-Za-z])\2*/g, (written: string, quoted) => {
    if (quoted !== undefined) return String(quoted).replaceAll("''", "'");
    const part = parts[written];
    if (part === undefined) throw new HclFault(`a date has no part "${written}"`);
    return part;
  });
}

const later = (name: string): HclFunction =>
  hclFunction([0, 2], () => new HclUnknown(`${name}()`, "string", { isNotNull: true }), {
    type: "string",
  });

export const TIME_FUNCTIONS: Readonly<Record<string, HclFunction>> = {
  timestamp: later("timestamp"),
  plantimestamp: later("plantimestamp"),
  uuid: later("uuid"),
  bcrypt: later("bcrypt"),
  formatdate: hclFunction(2, formatDate, { type: "string" }),
  timeadd: hclFunction(
    2,
    ([time, duration]) => rfc3339(secondsOf(textArg(time)) + durationOf(textArg(duration))),
    { type: "string" },
  ),
  timecmp: hclFunction(
    2,
    ([a, b]) => Math.sign(secondsOf(textArg(a)) - secondsOf(textArg(b))) + 0,
    { type: "number" },
  ),
};
