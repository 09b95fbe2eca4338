import { VARIANTS, type Variant } from "@egress6/core/endpoint/types";
import type { StatedEvidence } from "@egress6/core/evidence/evidence";
import type { TrapFinding } from "@egress6/core/finding/find-traps";
import type { EndpointExplanation } from "@egress6/core/settings/resolve/explain-endpoint";
import type { Resolved } from "@egress6/core/settings/resolve/resolve-settings";
import { CLIENT_FAMILIES } from "@egress6/core/verdict/readiness";
import { trapLines } from "../finding/text.js";
import { wrapText } from "../wrap-text.js";
import { debugLines } from "./debug-lines.js";
import { familiesText, seenText } from "./families-text.js";

interface TextOptions {
  /** Of the endpoint rules: `botocore 1.43.62`. */
  readonly rules: string;
  readonly detail: "short" | "explain";
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What others say of the name of a variant: said where nobody asked from here. */
  readonly evidenceOf: (variant: Variant) => StatedEvidence | null;
}

const DISCOVERY = {
  none: "",
  optional: "Clients may ask this endpoint for another one at run time (endpoint discovery).\n",
  required: "Clients ask this endpoint for the real one at run time (endpoint discovery).\n",
};

/** For people; the first line is the URL alone. */
export function explanationText(explained: EndpointExplanation, options: TextOptions): string {
  const sections = [
    heading(explained),
    options.detail === "explain" ? debugLines(explained) : "",
    namesText(explained, options),
    additionalText(explained),
    otherReadingsText(explained),
    verdictText(explained, options.now),
    trapsText(explained.traps, options.detail),
    adviceText(explained.advice),
    `${DISCOVERY[explained.endpointDiscovery]}Names are what AWS's rules (${options.rules}) build.\n`,
  ];
  return sections.filter((section) => section !== "").join("\n");
}

function heading(explained: EndpointExplanation): string {
  const { displayName, service, region, partition, variant, scope, url, sdk, source } = explained;
  const about = [
    `${displayName} (${service})`,
    scope === "partition" ? `one name for all of ${partition}` : `${region} (${partition})`,
    kindOfName(explained),
  ].join(" · ");
  const { name, region: signingRegion } = explained.signing;
  const signed =
    signingRegion === "*" ? `${name} in every region (SigV4a)` : `${signingRegion}/${name}`;
  const isKnown = sdk?.namesKnown !== false || source !== "rules";
  const missing = isKnown ? `no ${variant} endpoint` : `${variant} endpoint not known`;
  return `${url ?? missing}\n${about}\n${reasonText(explained)}; signed for ${signed}\n`;
}

function kindOfName({ source, variants, variant, hostname, sdk }: EndpointExplanation): string {
  if (source === "client") return `endpoint of ${sdk?.name} itself`;
  const isName = source === "rules" || variants[variant]?.hostname === hostname;
  return isName ? variant : "endpoint URL";
}

function reasonText(explained: EndpointExplanation): string {
  const { source, trail, settings, sdk, otherReadings } = explained;
  const name = sdk === null ? "" : `${sdk.name}${sdk.version === null ? "" : ` ${sdk.version}`}`;
  const isSure = otherReadings.length === 0;
  const as = sdk === null ? "" : isSure ? ` (as ${name} does)` : ` (if ${name} takes them so)`;
  const step = trail.find(({ outcome }) => outcome === "used");
  if (source === "client") return `by a list that ${sdk?.name} carries, whatever is set`;
  if (source !== "rules") return `because of ${step?.name}${placeText(step?.place ?? null)}${as}`;
  const switches = [settings.dualstack, settings.fips].filter(({ value }) => value).map(originText);
  return `by AWS's rules${switches.length === 0 ? "" : `, with ${switches.join(" and ")}`}${as}`;
}

function originText({ name, place }: Resolved<unknown>): string {
  return `${name}${placeText(place)}`;
}

function placeText(place: string | null): string {
  return place === null || place === "environment" || place === "command line" ? "" : ` (${place})`;
}

function namesText(
  { variants, notKnown }: EndpointExplanation,
  { now, evidenceOf }: TextOptions,
): string {
  const rows = VARIANTS.map((variant) => {
    const name = variants[variant];
    const missing = notKnown.includes(variant) ? "not known for this version" : "—";
    return [
      variant,
      name?.hostname ?? missing,
      name === null ? "" : familiesText(name, now, evidenceOf(variant)),
    ];
  });
  const width = Math.max(...rows.map(([, hostname = ""]) => hostname.length));
  return rows
    .map(([variant = "", hostname = "", seen]) =>
      `  ${variant.padEnd(14)}  ${hostname.padEnd(width)}  ${seen}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

function additionalText({ additional, variant }: EndpointExplanation): string {
  const also = additional.filter((name) => name.variant === variant);
  if (also.length === 0) return "";
  const lines = also.map(({ hostname, purpose }) => `  ${hostname}  ${purpose}\n`);
  return `For some uses, with the ${variant} setting:\n${lines.join("")}`;
}

/** Where the same settings lead clients that take them in another way. */
function otherReadingsText({ otherReadings, sdk }: EndpointExplanation): string {
  if (otherReadings.length === 0) return "";
  const lines = otherReadings.map(({ readBy, url, fault }) => {
    const who = sdk === null ? readBy.join(", ") : `${sdk.name}, if it`;
    const where = fault === null ? (url ?? "no endpoint") : `none: ${fault.message}`;
    return wrapText(`${where} (${sdk === null ? who : `${who} takes them so`})`, "  ");
  });
  const title =
    sdk === null
      ? "Other SDKs take the same settings in another way, and call"
      : `It is not known how ${sdk.name} takes these settings. It may also call`;
  return `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

function verdictText({ verdict, observed }: EndpointExplanation, now: number): string {
  const clients = CLIENT_FAMILIES.map((client) => `${client} ${verdict[client]}`).join(" · ");
  const basis =
    observed == null || observed.outcomes.aaaa === null
      ? "not observed: --live looks now"
      : `observed ${seenText(observed, now)}`;
  return `Reached by clients that are: ${clients} (${basis})\n`;
}

function trapsText(traps: readonly TrapFinding[], detail: TextOptions["detail"]): string {
  return traps
    .map((trap) => {
      const more = detail === "explain" ? `  see ${trap.helpUri}\n` : "";
      return `${trapLines(trap).join("\n")}\n${more}`;
    })
    .join("");
}

function adviceText(advice: readonly string[]): string {
  return advice.map((line) => `${wrapText(`→ ${line}`, "  ")}\n`).join("");
}
