import { CELL_WORDS } from "@egress6/core/map/cell-words";
import type { MapData } from "@egress6/core/map/map-data";
import { cellAt, evidenceAt, visibleRegions, visibleServices } from "../state/visible-cells.js";

/** What is shown as an ordinary table: for readers and printers that do not get along with a grid. */
export function PlainTable({ map }: { readonly map: MapData }) {
  const regions = visibleRegions.value;
  const stateOf = cellAt.value;
  const evidenceOf = evidenceAt.value;
  return (
    <table class="plain-table">
      <thead>
        <tr>
          <th scope="col">Service</th>
          {regions.map((region) => (
            <th scope="col" key={region}>
              {map.layout.regions[region]?.id}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {visibleServices.value.map((service) => (
          <tr key={service}>
            <th scope="row">{map.catalog.services[service]?.cliName}</th>
            {regions.map((region) => {
              const state = stateOf(service, region);
              const evidence = evidenceOf(service, region);
              return (
                <td key={region} data-state={state} data-evidence={evidence?.says}>
                  {(evidence ?? CELL_WORDS[state]).word}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
