import type { Service } from "@egress6/core/endpoint/types";
import { nearest } from "@egress6/core/identify/nearest";
import type { MapRegion } from "@egress6/core/map/map-layout";
import { markup } from "@egress6/core/map/markup";
import { plainPage } from "./plain-page.js";

export interface NotFound {
  /** Where the site begins: a path from the host's root, since nobody knows how deep a wrong address is. */
  readonly root: string;
  readonly services: readonly Service[];
  /** Of the public partitions. */
  readonly regions: readonly Pick<MapRegion, "id" | "name">[];
  /** What was asked for; null: a page for all wrong addresses. */
  readonly path: string | null;
}

const MOST_NEAR = 3;

/** In the place of a page that there is not: what was looked for, if it can be told, and a way on. */
export function notFoundPage({ root, services, regions, path }: NotFound): string {
  const near = path === null ? [] : nearPages(path, services, regions);
  return plainPage({
    title: "There is no page at this address",
    description: "There is no page at this address.",
    root,
    content: markup`<p class="lead">The link may be old, or mistyped.</p>
<form class="search" role="search" action="${root}index.html" method="get">
<label for="q">Find a service, a hostname or a region</label>
<input id="q" type="search" name="q" value="${path === null ? "" : lastWord(path)}">
<button type="submit">Find on the map</button>
</form>
${near.length === 0 ? "" : markup`<h2>Did you mean</h2>\n<ul class="near">${near.map(({ file, title }) => markup`<li><a href="${root}${file}">${title}</a></li>\n`)}</ul>\n`}<p><a href="${root}services/index.html">All services</a> · <a href="${root}regions/index.html">All regions</a> · <a href="${root}docs/index.html">Documents</a></p>`,
  });
}

/** `lambda` of `/services/lambda.html`. */
function lastWord(path: string): string {
  const word = path.split("/").filter(Boolean).at(-1) ?? "";
  return word.replace(/\.\w+$/, "").toLowerCase();
}

interface NearPage {
  readonly file: string;
  readonly title: string;
}

function nearPages(
  path: string,
  services: readonly Service[],
  regions: NotFound["regions"],
): readonly NearPage[] {
  const word = lastWord(path);
  if (word === "") return [];
  const pages = [
    ...services.map(({ cliName, serviceId, displayName }) => ({
      file: `services/${cliName}.html`,
      title: `${displayName} (${cliName})`,
      names: [cliName, serviceId.toLowerCase()],
    })),
    ...regions.map(({ id, name }) => ({
      file: `regions/${id}.html`,
      title: `${id}, ${name}`,
      names: [id],
    })),
  ];
  return nearest(word, pages, ({ names }) => names, MOST_NEAR);
}
