import { Egress6Error } from "@egress6/core/errors";

export interface RequestTarget {
  /** Of a target that is a whole URL: what stands there in place of the Host header. */
  readonly authority: string | null;
  /** Decoded, beginning with a slash. */
  readonly path: string;
  /** After the question mark, as it is. */
  readonly search: string;
}

const WHOLE_URL = /^https?:\/\/([^/?#]*)/i;

/**
 * What a request line asks for (RFC 9112, 3.2).
 * @throws Egress6Error PATH_INVALID (input)
 */
export function parseTarget(target: string): RequestTarget {
  const [origin = "", authority = null] = WHOLE_URL.exec(target) ?? [];
  const rest = target.slice(origin.length);
  const mark = rest.indexOf("?");
  const typed = mark < 0 ? rest : rest.slice(0, mark);
  const path = decoded(typed === "" && authority !== null ? "/" : typed);
  if (!path?.startsWith("/") || path.includes("\0")) {
    throw new Egress6Error("PATH_INVALID", "input", "The address is not a valid path.");
  }
  return { authority, path, search: mark < 0 ? "" : rest.slice(mark + 1) };
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
