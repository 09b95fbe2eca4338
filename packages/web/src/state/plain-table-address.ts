import { formatAddress, type PageAddress } from "./page-address.js";

/** Where the same services and regions stand in a plain table. */
export function plainTableAddress(address: PageAddress): string {
  return `view.html${formatAddress({ ...address, openCell: null })}`;
}
