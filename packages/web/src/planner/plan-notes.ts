import { inputDoubts } from "@egress6/core/plan/input-doubts";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { mostGb } from "@egress6/core/workload/volume";

/** What to know before reading the figures: what was left out, what is not known, which prices are weak. */
export function planNotes({ input, setAside, destinations, pricesUsed }: Plan): readonly string[] {
  const unknown = destinations.filter(({ ipv6 }) => ipv6.support === "unknown").length;
  const open = destinations.filter(({ volume }) => mostGb(volume) === null).length;
  const weak = pricesUsed.weak.length;
  return [
    ...setAside.map(({ text }) => text),
    ...inputDoubts(input, destinations),
    ...(unknown === 0
      ? []
      : [
          `We have not checked ${unknown} of your ${destinations.length} destinations yet. Prices are ranges: low if all of them have IPv6, high if none has.`,
        ]),
    ...(open === 0
      ? []
      : [
          `We do not know how much data goes to ${open} of ${destinations.length} destinations. A design that charges by the GB then shows what it costs at least, after “from”.`,
        ]),
    ...(weak === 0
      ? []
      : [
          `${weak === 1 ? "1 price" : `${weak} prices`} of these figures ${weak === 1 ? "is" : "are"} old or estimated. Check ${weak === 1 ? "it" : "them"} before you rely on a small difference.`,
        ]),
  ];
}
