import type { ConnectionAttempt } from "../connection.js";
import type { HostObservations } from "../host-observations.js";
import type { TargetResult } from "../target.js";
import { labels } from "../target-words.js";
import { attemptWords } from "../words.js";
import type { Remedy } from "./remedies.js";

interface Words {
  readonly what: string;
  readonly remedy: Remedy;
}

/** What is wrong, and what to do, where a connection over IPv6 is made and TLS fails on it. */
export function brokenTls(
  stuck: readonly TargetResult[],
  one: TargetResult,
  host: Pick<HostObservations, "ipv6Routes">,
): { readonly text: string; readonly remedy: Remedy } {
  const { hostname, attempt } = tlsAttempt(one);
  const { what, remedy } = wordsFor(attempt, hostname, host);
  const end = attempt === null ? "" : `: ${attemptWords(attempt)}`;
  return { text: `${labels(stuck)}: connected over IPv6, and ${what}${end}.`, remedy };
}

function wordsFor(
  attempt: ConnectionAttempt | null,
  hostname: string,
  { ipv6Routes }: Pick<HostObservations, "ipv6Routes">,
): Words {
  switch (attempt?.tls?.kind) {
    case "timeout":
      return { what: "TLS gets no answer", remedy: smallerPackets(ipv6Routes) };
    case "failed":
      return { what: "TLS is broken off", remedy: { text: CUT_OFF, command: curl(hostname) } };
    case "expired":
      return {
        what: "the certificate is not of this time",
        remedy: { text: "Compare this host's clock with the certificate.", command: "date -u" },
      };
    default:
      return {
        what: "what answers is not who it should be",
        remedy: { text: INTERCEPTED, command: openssl(hostname) },
      };
  }
}

const CUT_OFF =
  "A firewall or proxy on the way may let through listed names only. See where it ends, and have the name listed.";
const INTERCEPTED =
  "Look who answers. A proxy that opens TLS wants its authority trusted (AWS_CA_BUNDLE, NODE_EXTRA_CA_CERTS).";

const curl = (hostname: string) => `curl -6 -v --connect-timeout 5 https://${hostname}/`;
const openssl = (hostname: string) =>
  `openssl s_client -6 -connect ${hostname}:443 -servername ${hostname} </dev/null | openssl x509 -noout -subject -issuer -ext subjectAltName`;

/** @source RFC 8200, section 5: what every link of IPv6 carries; RFC 8201: how hosts learn of smaller links */
const LEAST_MTU = 1280;

function smallerPackets(routes: HostObservations["ipv6Routes"]): Remedy {
  const [best] = routes !== null && "known" in routes ? routes.known.defaults : [];
  return {
    text: "Small packets arrive, large ones may get lost: a link on the way takes smaller ones, and ICMPv6 “packet too big” does not come back. Let that in (network ACLs, firewalls). If smaller packets help, it is that:",
    command: `sudo ip link set dev ${best?.device ?? "DEVICE"} mtu ${LEAST_MTU}`,
  };
}

/** The name that got as far as TLS over IPv6. */
function tlsAttempt({ names }: TargetResult): {
  readonly hostname: string;
  readonly attempt: ConnectionAttempt | null;
} {
  const name = names.find(({ reach }) => reach.ipv6.brokenAt === "tls");
  return { hostname: name?.hostname ?? "", attempt: name?.probe.ipv6 ?? null };
}
