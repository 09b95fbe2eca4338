import { addressOctets } from "../../address/ip-address.js";

/** Names that RFC 2606, RFC 6761, RFC 6762 and the like keep from the internet, and those of clusters. */
const NOT_PUBLIC =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|example|invalid|localdomain|arpa|svc|cluster\.local|example\.(com|net|org))$/;

/** Whether a name can be a host on the internet: no address, no placeholder, no name of one network alone. */
export function isReachableHost(host: string): boolean {
  if (host.includes("{}") || !host.includes(".") || addressOctets(host) !== null) return false;
  return /^[a-z0-9_.-]+\.[a-z][a-z0-9-]+$/.test(host) && !NOT_PUBLIC.test(host);
}
