import type { DocumentedPrivateLink } from "@egress6/core/map/service-details";

const IPV6_WORDS = {
  yes: "It may have IPv6 addresses.",
  no: "It has IPv4 addresses only.",
  unknown: "Whether it may have IPv6 addresses is unknown.",
} as const;

/** The way by an interface endpoint: what AWS says about it, since it cannot be seen from outside a VPC. */
export function PrivateLink({ documented }: { readonly documented: DocumentedPrivateLink }) {
  const { endpoints, ipv6, asOf, source } = documented;
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
    </section>
  );
}
