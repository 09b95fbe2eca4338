import type { Service } from "../endpoint/types.js";
import type { IdentifiedMatch } from "./identified.js";
import type { Found, Known } from "./known.js";
import { serviceMatch } from "./match.js";
import type { EndpointServiceNames } from "./names.js";
import { placedIn, purposeCalled } from "./place-match.js";
import { listedRegions } from "./region-in-name.js";
import { bare } from "./service-words.js";

const IPV6: Readonly<Record<EndpointServiceNames["ipv6"], string>> = {
  yes: "Interface endpoints of this service can have IPv6 addresses: ask for the address type ipv6 or dualstack.",
  no: "Interface endpoints of this service have IPv4 addresses only.",
  unknown: "Whether interface endpoints of this service can have IPv6 addresses is not known.",
};

const SOMEBODYS = "An endpoint service of somebody's own, in PrivateLink.";

/** `com.amazonaws.us-east-1.ecr.api`, and the whole names that a few services have; null for other texts. */
export function readEndpointService(known: Known, word: string): Found | null {
  if (!/^(?:cn\.com\.|com\.amazonaws\.|aws\.)/i.test(word)) return null;
  const text = word.toLowerCase().replace(/\.$/, "");
  const place = placeOf(known, text);
  if (place === null) return null;
  const { region, name } = place;
  if (name.startsWith("vpce-svc-")) {
    return { kind: "endpoint-service", regions: [region], note: SOMEBODYS };
  }
  const plain = name.replace(/-fips$/, "");
  const listed = known.names.endpointServices.filter(
    ({ endpoints, wholeNames }) =>
      endpoints.includes(name) ||
      endpoints.includes(plain) ||
      wholeNames.some((whole) => whole.replace("{Region}", region) === text),
  );
  const services = listed.flatMap(({ service }) => known.words.byCliName.get(service) ?? []);
  const meant = services.length > 0 ? inOrder(known, plain, services) : calledLike(known, plain);
  if (meant.length === 0 && !text.startsWith("com.amazonaws.")) return null;
  const variant = plain === name ? null : "fips";
  return {
    kind: "endpoint-service",
    matches: meant.map((service) =>
      carriedBy(known, plain, serviceMatch(known.catalog, service, { region, variant })),
    ),
    regions: [region],
    note: IPV6[listed[0]?.ipv6 ?? "unknown"],
  };
}

/** `ssmmessages`, `aps-workspaces` and `ecr.dkr` carry another name than the service's own, which says nothing of it. */
function carriedBy({ catalog }: Known, name: string, match: IdentifiedMatch): IdentifiedMatch {
  const word = name.slice(name.lastIndexOf(".") + 1);
  const purpose = purposeCalled(catalog, match, word);
  if (purpose === null) return match;
  return placedIn(catalog, { ...match, region: null, hostname: null, purpose }, match.region);
}

/** Region and what follows it, or what stands around it in a whole name. */
function placeOf({ catalog }: Known, text: string) {
  const labels = text.replace(/^cn\./, "").split(".");
  const at = labels.findIndex((label) => listedRegions(catalog).has(label));
  const isCom = labels[0] === "com" && labels[1] === "amazonaws";
  if (at < 0 || (!isCom && labels[0] !== "aws")) return null;
  const name = labels.slice(at + 1).join(".");
  return name === "" ? null : { region: labels[at] ?? "", name };
}

function inOrder(known: Known, name: string, services: readonly Service[]): readonly Service[] {
  const called = calledLike(known, name);
  const place = (service: Service) => {
    const found = called.indexOf(service);
    return found < 0 ? called.length : found;
  };
  return [...services].sort((a, b) => place(a) - place(b));
}

const calledLike = ({ words }: Known, name: string): readonly Service[] =>
  words.namespaces.get(bare(name)) ?? [];
