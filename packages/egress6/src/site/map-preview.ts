import type { Catalog } from "@egress6/core/endpoint/catalog";
import { markup } from "@egress6/core/map/markup";

/** What chat programs, histories and search engines show of an address. */
export interface MapPreview {
  readonly title: string;
  readonly description: string;
}

/** Longer ones are no name of anything. */
const MOST_TYPED = 60;

/** @param search of an address of the map, such as `?c=s3:eu-central-1` @returns null: it says nothing special */
export function mapPreview(catalog: Catalog, search: string): MapPreview | null {
  const asked = new URLSearchParams(search);
  const [cliName = "", regionId = ""] = asked.get("c")?.split(":") ?? [];
  const service = catalog.services.find((each) => each.cliName === cliName);
  const region = regionOf(catalog, regionId);
  if (service !== undefined && region !== null) {
    const { displayName } = service;
    return {
      title: `${displayName} in ${regionId} over IPv6`,
      description: `Whether ${displayName} (${cliName}) answers over IPv6 in ${region} (${regionId}), by which hostname, and what to set.`,
    };
  }
  const typed = asked.get("q") ?? "";
  if (typed !== "" && typed.length <= MOST_TYPED) {
    return {
      title: `“${typed}” over IPv6`,
      description: `Which AWS endpoints that match “${typed}” answer over IPv6, where, and what to set.`,
    };
  }
  const shown = asked.get("r") ?? "";
  const name = regionOf(catalog, shown);
  if (name === null) return null;
  return {
    title: `AWS endpoints over IPv6 in ${shown}`,
    description: `Which AWS endpoints answer over IPv6 in ${name} (${shown}), and what to set so that they do.`,
  };
}

function regionOf({ partitions }: Catalog, id: string): string | null {
  return partitions.flatMap(({ regions }) => regions).find((each) => each.id === id)?.name ?? null;
}

/** The page with another title and description; it stays what it is where it has none. */
export function withPreview(html: string, { title, description }: MapPreview): string {
  const [safeTitle, safeDescription] = [markup`${title}`, markup`${description}`].map(String);
  return html
    .replace(/<title>(Demo: )?[^<]*/, (_, demo = "") => `<title>${demo}${safeTitle} · egress6`)
    .replace(/(<meta property="og:title"\s+content=")[^"]*/, (_, start) => start + safeTitle)
    .replace(
      /(<meta\s+(?:name="description"|property="og:description")\s+content=")[^"]*/g,
      (_, start) => start + safeDescription,
    );
}
