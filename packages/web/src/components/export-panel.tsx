import "../styles/export-panel.css";
import type { MapData } from "@egress6/core/map/map-data";
import { exportView, type ViewFormat } from "../map/export-view.js";
import { grouped } from "../map/grouped.js";
import { address } from "../state/address-state.js";
import { fetchCatalog } from "../state/catalog-state.js";
import { copyText } from "../state/copy.js";
import { meta } from "../state/map-state.js";
import { pastStatusMatrix } from "../state/past-state.js";
import { plainTableAddress } from "../state/plain-table-address.js";
import {
  cellAt,
  evidenceAt,
  soughtStates,
  view,
  visibleRegions,
  visibleServices,
} from "../state/visible-cells.js";

const FORMATS: readonly {
  readonly format: ViewFormat;
  readonly title: string;
  readonly file: string;
  readonly type: string;
}[] = [
  { format: "csv", title: "CSV", file: "egress6-view.csv", type: "text/csv" },
  { format: "json", title: "JSON", file: "egress6-view.json", type: "application/json" },
  { format: "markdown", title: "Markdown", file: "egress6-view.md", type: "text/markdown" },
];

interface ExportPanelProps {
  readonly map: MapData;
  readonly close: () => void;
}

/** What is shown, to take along; and all there is. */
export function ExportPanel({ map, close }: ExportPanelProps) {
  const shownMeta = meta.value;
  if (shownMeta === null) return null;
  const textOf = async (format: ViewFormat) =>
    exportView(format, {
      catalog: await fetchCatalog(),
      map,
      meta: shownMeta,
      statusMatrix: pastStatusMatrix.peek() ?? map.statusMatrix,
      view: view.peek(),
      services: visibleServices.peek(),
      regions: visibleRegions.peek(),
      cellAt: cellAt.peek(),
      evidenceAt: evidenceAt.peek(),
      sought: soughtStates.peek(),
      address: location.href,
    });
  return (
    <div class="export-panel">
      <h2>
        This view{" "}
        <small>
          {grouped(visibleServices.value.length)} services × {visibleRegions.value.length} regions
          {soughtStates.value.size > 0 && ", the cells looked for"}
        </small>
      </h2>
      <ul>
        {FORMATS.map(({ format, title, file, type }) => (
          <li key={format}>
            <span>{title}</span>
            <button
              type="button"
              aria-label={`Download ${title}`}
              onClick={async () => {
                download(file, type, await textOf(format));
                close();
              }}
            >
              Download
            </button>
            <button
              type="button"
              aria-label={`Copy ${title}`}
              onClick={async () => copyText(await textOf(format))}
            >
              Copy
            </button>
          </li>
        ))}
      </ul>
      <p>
        <a href={plainTableAddress(address.value)}>As a plain table</a>, also to print
      </p>
      <h2>Everything</h2>
      <p class="fine">All names with dates and outcomes, as the command line exports them:</p>
      <p>
        <a href="data/export.csv">CSV</a> · <a href="data/export.json">JSON</a>
      </p>
    </div>
  );
}

function download(file: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file;
  link.click();
  URL.revokeObjectURL(url);
}
