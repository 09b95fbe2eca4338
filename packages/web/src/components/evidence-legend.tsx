import { EVIDENCE_KINDS, type EvidenceKind } from "@egress6/core/evidence/evidence";
import { EVIDENCE_GLYPH, legendText } from "@egress6/core/evidence/evidence-words";
import { computed } from "@preact/signals";
import { grouped } from "../map/grouped.js";
import { address, changeAddress } from "../state/address-state.js";
import { evidenceAt, namedServices, query, visibleRegions } from "../state/visible-cells.js";

/** How many cells have evidence of each kind, before any is chosen. */
const counts = computed(() => {
  const sums = { declared: 0, documented: 0, "seen-by-others": 0 };
  for (const service of namedServices.value) {
    for (const region of visibleRegions.value) {
      const evidence = evidenceAt.value(service, region);
      if (evidence !== null) sums[evidence.says]++;
    }
  }
  return sums;
});

/** The part of the legend for cells that nobody asked about and others say something of; chooses, too. */
export function EvidenceLegend() {
  const { states } = query.value;
  const isChosen = (says: EvidenceKind) => states.some((group) => group.includes(says));
  return (
    <>
      {EVIDENCE_KINDS.filter((says) => counts.value[says] > 0 || isChosen(says)).map((says) => (
        <button
          key={says}
          type="button"
          class="chip"
          aria-pressed={isChosen(says)}
          title="Others say that it has IPv6; not checked from here. Click to look for these."
          onClick={() => changeAddress({ query: toggled(address.value.query, says) })}
        >
          <span class="swatch" data-state="unknown" data-evidence={says} aria-hidden="true">
            {EVIDENCE_GLYPH}
          </span>
          {legendText(says)} <span class="count">{grouped(counts.value[says])}</span>
        </button>
      ))}
    </>
  );
}

/** The filter with the token for this kind, or without it where it has it. */
function toggled(query: string, says: EvidenceKind): string {
  const token = `evidence:${says}`;
  const words = query.split(/\s+/).filter(Boolean);
  return (words.includes(token) ? words.filter((word) => word !== token) : [...words, token]).join(
    " ",
  );
}
