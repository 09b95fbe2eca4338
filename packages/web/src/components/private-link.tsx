import type { DocumentedPrivateLink } from "@egress6/core/map/service-details";
import { Term } from "./term.js";

const IPV6_WORDS = {
  yes: "It can have IPv6 addresses",
  no: "It has IPv4 addresses only",
  unknown: "We do not know whether it can have IPv6 addresses",
} as const;

const GATEWAY_WORDS = {
  yes: "It carries IPv4. Set its address type to dualstack and it carries IPv6, too; until then, calls to the dual-stack hostname leave it.",
  no: "It carries IPv4 only.",
  unknown: "It carries IPv4. We do not know whether it can carry IPv6.",
} as const;

/** `April 2026` for `2026-04` and for `2026-04-09`. */
const monthText = (date: string) => longMonth.format(new Date(`${date.slice(0, 7)}-01`));
const longMonth = new Intl.DateTimeFormat("en-GB", {
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** VPC endpoints of the service: what AWS says about them, since they cannot be seen from outside a VPC. */
export function PrivateLink({ documented }: { readonly documented: DocumentedPrivateLink }) {
  const { endpoints, ipv6, gatewayIpv6, asOf, source } = documented;
  const documentation = (
    <a href={source} rel="noreferrer">
      {endpoints.length === 0 ? "AWS’s list of interface endpoints" : "AWS’s documentation"}
    </a>
  );
  return (
    <section class="private-link" aria-labelledby="private-link-title">
      <h3 id="private-link-title">
        <Term word="interface endpoint" />
      </h3>
      {endpoints.length === 0 ? (
        <p class="fine">
          Not in {documentation} ({monthText(asOf)}). The list may be incomplete.
        </p>
      ) : (
        <>
          <p>
            {endpoints.map((endpoint) => (
              <code key={endpoint}>{endpoint} </code>
            ))}
          </p>
          <p class="fine">
            {IPV6_WORDS[ipv6]}, according to {documentation} ({monthText(asOf)}). We have not tested
            it, and AWS does not say in which regions.
          </p>
        </>
      )}
      {gatewayIpv6 !== null && (
        <>
          <h3>
            <Term word="gateway endpoint">Gateway endpoint (free)</Term>
          </h3>
          <p class="fine">{GATEWAY_WORDS[gatewayIpv6]}</p>
        </>
      )}
    </section>
  );
}
