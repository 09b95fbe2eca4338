/** One line per measurement; gates are marked, since only they decide. */
export function printTable(rows) {
  const texts = rows.map(({ name, unit, value, limit, isGate, isMet }) => [
    name,
    `${value.toLocaleString("en", { maximumFractionDigits: 1 })}${unit === "" ? "" : ` ${unit}`}`,
    limit,
    isMet ? "met" : isGate ? "MISSED" : "missed",
    isGate ? "gate" : "",
  ]);
  const all = [["", "measured", "target", "", ""], ...texts];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  for (const row of all) {
    console.log(
      row
        .map((text, column) => text.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    );
  }
}
