import type { Service } from "@egress6/core/endpoint/types";
import { CELL_ORDER, CELL_WORDS } from "@egress6/core/map/cell-words";
import type { RegionReadiness } from "@egress6/core/verdict/list-readiness";
import { readyPercent, readyWords } from "../my-services/readiness-words.js";
import { Swatch } from "./swatch.js";

interface ReadinessTableProps {
  readonly services: readonly Service[];
  readonly regions: readonly RegionReadiness[];
}

/** The colours of a figure are those of the states that it comes closest to. */
const STATE_OF = { yes: "ipv6", no: "ipv4", unknown: "unknown" } as const;

/** Up to so many columns have room for words, for short ones on a wide screen, and for the usual width of a figure. */
const MOST_WORDY_COLUMNS = 2;
const MOST_ROOMY_COLUMNS = 8;
const MOST_USUAL_COLUMNS = 16;

function widthClass(columns: number): string {
  if (columns <= MOST_WORDY_COLUMNS) return "is-wordy";
  if (columns <= MOST_ROOMY_COLUMNS) return "is-roomy";
  return columns <= MOST_USUAL_COLUMNS ? "" : "is-dense";
}

/** The list by regions, with the figure of each region above. */
export function ReadinessTable({ services, regions }: ReadinessTableProps) {
  const classes = `wide-table readiness ${widthClass(regions.length)}`;
  const isWordy = regions.length <= MOST_WORDY_COLUMNS;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs a tab stop */}
      <section class={classes} aria-label="Readiness by region" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Region</th>
              {regions.map(({ region }) => (
                <th key={region} scope="col">
                  <a href={`regions/${region}.html`}>{region}</a>
                </th>
              ))}
            </tr>
            <tr class="figures">
              <th scope="row">Ready, %</th>
              {regions.map((region) => (
                <td
                  key={region.region}
                  data-state={STATE_OF[region.isReady]}
                  title={readyWords(region)}
                >
                  <span aria-hidden="true">{readyPercent(region)}</span>
                  <span class="visually-hidden">{readyWords(region)}</span>
                </td>
              ))}
            </tr>
          </thead>
          <tbody>
            {services.map(({ cliName, displayName }, index) => (
              <tr key={cliName}>
                <th scope="row" title={displayName}>
                  <a href={`services/${cliName}.html`}>{cliName}</a>
                </th>
                {regions.map(({ region, services }) => {
                  const readiness = services[index];
                  const cell = readiness?.cell ?? "unknown";
                  const { name, word } = CELL_WORDS[cell];
                  return (
                    <td key={region}>
                      <a
                        href={`./?q=${cliName}&r=${region}&c=${cliName}:${region}`}
                        aria-label={`${cliName}, ${region}: ${name}`}
                        title={`${region}: ${name}`}
                      >
                        <Swatch state={cell} />
                        <span>{isWordy ? name : word}</span>
                      </a>
                      {isWordy && readiness?.ipv6Name && <code>{readiness.ipv6Name.hostname}</code>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <ul class="legend" aria-label="Legend">
        {CELL_ORDER.map((state) => (
          <li key={state}>
            <Swatch state={state} />
            {CELL_WORDS[state].name}
          </li>
        ))}
      </ul>
    </>
  );
}
