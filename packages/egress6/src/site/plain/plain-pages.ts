import type { Service } from "@egress6/core/endpoint/types";
import {
  EVIDENCE_KINDS,
  type EvidenceKind,
  type StatedEvidence,
} from "@egress6/core/evidence/evidence";
import { EVIDENCE_GLYPH, legendText, uncheckedText } from "@egress6/core/evidence/evidence-words";
import { CELL_ORDER, CELL_WORDS } from "@egress6/core/map/cell-words";
import type { MapRegion } from "@egress6/core/map/map-layout";
import { type Markup, markup } from "@egress6/core/map/markup";
import { countCells, type RegionReadiness } from "@egress6/core/verdict/list-readiness";
import type { Readiness } from "@egress6/core/verdict/readiness";
import {
  CELL_COLUMNS,
  COUNT_COLUMNS,
  countCellsMarkup,
  countWords,
  endpointCells,
} from "./endpoint-cells.js";
import {
  columnHeads,
  observedBasis,
  type PlainPage,
  pictureOf,
  plainPage,
  plainTablesNav,
  stateMarkup,
  wideTable,
} from "./plain-page.js";

/** Everything the plain pages show. */
export interface PlainMap {
  readonly services: readonly Service[];
  /** Of the public partitions. */
  readonly regions: readonly MapRegion[];
  /** One per region, with every service, both in the order above. */
  readonly readiness: readonly RegionReadiness[];
  readonly observedTo: number | null;
  /** Where the site will be, with a slash at the end; null: not known. */
  readonly siteUrl: string | null;
  /** What others say of a cell where nobody asked from here. */
  readonly evidenceOf: (readiness: Readiness) => StatedEvidence | null;
}

/** A plain page that shows a table of the map. */
function mapPage(
  { observedTo, siteUrl }: PlainMap,
  page: Omit<PlainPage, "basis" | "above" | "address" | "picture"> & { readonly path: string },
): string {
  return plainPage({
    ...page,
    above: plainTablesNav(page.root),
    basis: observedBasis(observedTo),
    address: siteUrl === null ? null : `${siteUrl}${page.path}`,
    picture: pictureOf(siteUrl),
  });
}

/** One service in all regions. @param index of the service */
export function servicePage(map: PlainMap, index: number): string {
  const service = serviceAt(map, index);
  const { cliName, displayName } = service;
  const cells = map.readiness.flatMap(({ services }) => services[index] ?? []);
  const title = `${displayName} (${cliName}) over IPv6`;
  const rows = map.regions.map(({ id, name }, place) => {
    const cell = cells[place];
    return cell === undefined
      ? markup``
      : markup`<tr><th scope="row"><a href="../regions/${id}.html">${id}</a><br><small>${name}</small></th>${endpointCells(cell, map.evidenceOf(cell))}</tr>\n`;
  });
  return mapPage(map, {
    path: `services/${cliName}.html`,
    title,
    description: `In which AWS regions ${displayName} answers over IPv6, by which hostname: ${countWords(countCells(cells))}.`,
    root: "../",
    feed: `feeds/services/${cliName}.atom`,
    content: markup`<p class="lead">Regions: ${countWords(countCells(cells))}</p>
<p class="links"><a href="../index.html?q=${cliName}&amp;r=all">On the map</a> <a href="../changes.html?q=${cliName}">Changes</a> <a href="../feeds/services/${cliName}.atom">Feed</a> <a href="../data/services/${cliName}.json">Outcomes as JSON</a> <a href="../badges/${cliName}.svg">Badge</a></p>
${wideTable(title, columnHeads(["Region", ...CELL_COLUMNS]), rows)}`,
  });
}

/** All services in one region. @param index of the region */
export function regionPage(map: PlainMap, index: number): string {
  const region = map.regions[index];
  const readiness = map.readiness[index];
  if (region === undefined || readiness === undefined) throw new RangeError(`no region ${index}`);
  const { id, name } = region;
  const title = `${id}, ${name}, over IPv6`;
  const rows = readiness.services.map(
    (cell) =>
      markup`<tr><th scope="row"><a href="../services/${cell.service.cliName}.html">${cell.service.cliName}</a><br><small>${cell.service.displayName}</small></th>${endpointCells(cell, map.evidenceOf(cell))}</tr>\n`,
  );
  return mapPage(map, {
    path: `regions/${id}.html`,
    title,
    description: `Which AWS services answer over IPv6 in ${name} (${id}): ${countWords(readiness.cells)}.`,
    root: "../",
    feed: `feeds/regions/${id}.atom`,
    content: markup`<p class="lead">Services: ${countWords(readiness.cells)}</p>
<p class="links"><a href="../index.html?r=${id}">On the map</a> <a href="../changes.html?r=${id}">Changes</a> <a href="../feeds/regions/${id}.atom">Feed</a> <a href="../badges/regions/${id}.svg">Badge</a></p>
${wideTable(title, columnHeads(["Service", ...CELL_COLUMNS]), rows)}`,
  });
}

export function servicesPage(map: PlainMap): string {
  const rows = map.services.map((service, index) => {
    const cells = map.readiness.flatMap(({ services }) => services[index] ?? []);
    return markup`<tr><th scope="row"><a href="${service.cliName}.html">${service.cliName}</a></th><td>${service.displayName}</td>${countCellsMarkup(countCells(cells))}</tr>\n`;
  });
  return indexPage(map, "AWS services over IPv6", ["Service", "Name"], rows, "regions", "services");
}

export function regionsPage(map: PlainMap): string {
  const rows = map.regions.map(({ id, name }, index) => {
    const cells = map.readiness[index]?.services ?? [];
    return markup`<tr><th scope="row"><a href="${id}.html">${id}</a></th><td>${name}</td>${countCellsMarkup(countCells(cells))}</tr>\n`;
  });
  return indexPage(map, "AWS regions over IPv6", ["Region", "Name"], rows, "services", "regions");
}

function indexPage(
  map: PlainMap,
  title: string,
  firstColumns: readonly string[],
  rows: readonly Markup[],
  counted: "services" | "regions",
  listed: "services" | "regions",
): string {
  const heads = markup`${columnHeads(firstColumns)}${COUNT_COLUMNS.map((name) => markup`<th scope="col" class="number">${name}</th>`)}`;
  return mapPage(map, {
    path: `${listed}/index.html`,
    title,
    description: `${title}: how many ${counted} of each answer, by default or by a dual-stack hostname.`,
    root: "../",
    feed: "feeds/all.atom",
    content: markup`<p class="lead">Number of ${counted} per state.</p>
${wideTable(title, heads, rows)}`,
  });
}

/** Every service in every region, as one table. */
export function tablePage(map: PlainMap): string {
  const title = "AWS endpoints over IPv6: services by region";
  const heads = markup`<th scope="col">Service</th>${map.regions.map(({ id }) => markup`<th scope="col"><a href="regions/${id}.html">${id}</a></th>`)}`;
  const saying = EVIDENCE_KINDS.filter((says) =>
    map.readiness.some(({ services }) =>
      services.some((cell) => map.evidenceOf(cell)?.says === says),
    ),
  );
  const rows = map.services.map(
    ({ cliName }, index) =>
      markup`<tr><th scope="row"><a href="services/${cliName}.html">${cliName}</a></th>${map.readiness.map(({ services }) => cellMarkup(map, services[index]))}</tr>\n`,
  );
  return mapPage(map, {
    path: "table.html",
    title,
    description:
      "Which AWS service endpoints answer over IPv6, in which region: the whole map as one plain table.",
    root: "./",
    feed: "feeds/all.atom",
    content: markup`<ul class="legend" aria-label="Legend">
${CELL_ORDER.map((cell) => markup`<li>${stateMarkup(cell)}</li>\n`)}${saying.map((says) => markup`<li>${legendMarkup(says)}</li>\n`)}</ul>
<div class="whole-map">${wideTable(title, heads, rows)}</div>`,
  });
}

function legendMarkup(says: EvidenceKind): Markup {
  return markup`<span class="swatch" data-state="unknown" data-evidence="${says}" aria-hidden="true">${EVIDENCE_GLYPH}</span> ${legendText(says)}`;
}

function cellMarkup(map: PlainMap, readiness: Readiness | undefined): Markup {
  if (readiness === undefined) return markup`<td></td>`;
  const { cell } = readiness;
  const evidence = map.evidenceOf(readiness);
  // The style sheet puts a glyph in the place of the words: elements for both would be fifty thousand.
  return evidence === null
    ? markup`<td data-state="${cell}">${CELL_WORDS[cell].name}</td>`
    : markup`<td data-state="${cell}" data-evidence="${evidence.says}">${uncheckedText(evidence)}</td>`;
}

function serviceAt({ services }: PlainMap, index: number): Service {
  const service = services[index];
  if (service === undefined) throw new RangeError(`no service ${index}`);
  return service;
}
