import type { IncomingHttpHeaders } from "node:http";

interface Asked {
  readonly path: string;
  readonly search: string;
  readonly isPage: boolean;
}

/**
 * Whether a request may be answered that a page of another site made a browser send: only for badges of what is
 * named, so that no foreign page can keep the server busy. A link that somebody follows to a page is their own doing.
 * @source Fetch Metadata Request Headers, W3C
 */
export function mayAskFromElsewhere(headers: IncomingHttpHeaders, asked: Asked): boolean {
  if (headers["sec-fetch-site"] !== "cross-site") return true;
  const isFollowed =
    headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
  return (isFollowed && asked.isPage) || isNamedBadge(asked);
}

function isNamedBadge({ path, search }: Asked): boolean {
  if (path.startsWith("/badges/")) return true;
  if (path !== "/api/badge.svg") return false;
  const values = [...new URLSearchParams(search).values()];
  return values.length > 0 && !values.some((value) => /[*?]/.test(value));
}
