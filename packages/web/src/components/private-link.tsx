import type { DocumentedPrivateLink } from "@egress6/core/map/service-details";

const IPV6_WORDS = {
  yes: "It can have IPv6 addresses.",
  no: "It has IPv4 addresses only.",
  unknown: "Whether it can have IPv6 addresses is unknown.",
} as const;

const GATEWAY_WORDS = {
  yes: "It carries IPv4. Set its address type to dualstack and it carries IPv6, too; until then, calls to the dual-stack hostname leave it.",
  no: "It carries IPv4 only.",
  unknown: "It carries IPv4. Whether it can carry IPv6 is unknown.",
} as const;

/** VPC endpoints of the service: what AWS says about them, since they cannot be seen from outside a VPC. */
export function PrivateLink({ documented }: { readonly documented: DocumentedPrivateLink }) {
  const { endpoints, ipv6, gatewayIpv6, asOf, source } = documented;
  const list = (
    <a href={source} rel="noreferrer">
      AWS’s list
    </a>
  );
  return (
    <section class="private-link" aria-labelledby="private-link-title">
      <h3 id="private-link-title">Interface endpoint (PrivateLink)</h3>
      {endpoints.length === 0 ? (
        <p class="fine">
          None is known: {list} of {asOf} names none for this service.
        </p>
      ) : (
        <>
          <p>
            {endpoints.map((endpoint) => (
              <code key={endpoint}>{endpoint} </code>
            ))}
          </p>
          <p class="fine">
            {IPV6_WORDS[ipv6]} So say {list} and its IPv6 table of {asOf}; not observed, and not
            said of each region.
          </p>
        </>
      )}
      {gatewayIpv6 !== null && (
        <>
          <h3>Gateway endpoint (free)</h3>
          <p class="fine">{GATEWAY_WORDS[gatewayIpv6]}</p>
        </>
      )}
    </section>
  );
}
