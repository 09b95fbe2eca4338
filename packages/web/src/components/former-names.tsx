import { observableName } from "@egress6/core/endpoint/placeholder";
import { formerHostWords } from "@egress6/core/finding/former-host";
import type { ServiceDetails } from "@egress6/core/map/service-details";
import { reachOf } from "@egress6/core/verdict/readiness";

interface FormerNamesProps {
  readonly region: string;
  readonly loaded: ServiceDetails;
}

/** What older SDKs call in place of the names above, with the dual-stack setting or without any. */
export function FormerNames({ region, loaded }: FormerNamesProps) {
  const former = (loaded.former.get(region) ?? []).filter(
    ({ variant }) => variant === "default" || variant === "dualstack",
  );
  if (former.length === 0) return null;
  return (
    <section class="former-names" aria-labelledby="former-names-title">
      <h3 id="former-names-title">Older SDKs</h3>
      {former.map(({ variant, hostname, until }) => {
        const seen = loaded.names.get(observableName(hostname));
        const exists =
          seen === undefined
            ? "unknown"
            : reachOf({ ipv4: seen.ipv4.known, ipv6: seen.ipv6.known }, "dual-stack");
        return (
          <p key={`${variant} ${hostname}`} class={exists === "no" ? "undone" : "fine"}>
            {variant === "dualstack" && "With the dual-stack setting: "}
            {formerHostWords({ hostname, until, exists })}
          </p>
        );
      })}
    </section>
  );
}
