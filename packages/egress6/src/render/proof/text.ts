import { printable } from "@egress6/core/printable";
import { isWorse, type Proof } from "@egress6/core/prove/proof";
import { toned } from "../style.js";
import { wrapText } from "../wrap-text.js";
import { comparedText, proofSections } from "./sections.js";
import { proofHeadline } from "./words.js";

const COLUMNS = 80;

/** For a terminal: the answer, then what it rests on. */
export function proofText(proof: Proof): string {
  const tone = isWorse(proof) ? "bad" : proof.isPartial ? "unsure" : "good";
  const parts = [
    toned(tone, wrapText(printable(proofHeadline(proof)), "", COLUMNS)),
    wrapText(`  ${printable(comparedText(proof))}`, "  ", COLUMNS),
    ...proofSections(proof).map(({ title, items }) =>
      [title, ...items.map((item) => wrapText(`  • ${printable(item)}`, "    ", COLUMNS))].join(
        "\n",
      ),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}
