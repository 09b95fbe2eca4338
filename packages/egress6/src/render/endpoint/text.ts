import { VARIANTS, type Variant } from "@egress6/core/endpoint/types";
import type { StatedEvidence } from "@egress6/core/evidence/evidence";
import type { TrapFinding } from "@egress6/core/finding/find-traps";
import type {
  EndpointExplanation,
  ExplainedSigning,
} from "@egress6/core/settings/resolve/explain-endpoint";
import type { Resolved } from "@egress6/core/settings/resolve/resolve-settings";
import { CLIENT_FAMILIES } from "@egress6/core/verdict/readiness";
import type { Support } from "@egress6/core/verdict/support";
import { trapLines } from "../finding/text.js";
import { shownLength, supportTone, toned } from "../style.js";
import { plural } from "../words.js";
import { wrapText } from "../wrap-text.js";
import { debugLines } from "./debug-lines.js";
import { familiesText, seenText } from "./families-text.js";

interface TextOptions {
  /** Which endpoint rules the names are of, as a sentence. */
  readonly rules: string;
  readonly detail: "short" | "verbose" | "explain";
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What others say of the name of a variant: said where nobody asked from here. */
  readonly evidenceOf: (variant: Variant) => StatedEvidence | null;
}

/** A line stays within these, but for what has no space, and for the log of `--explain`. */
const COLUMNS = 80;

const wrapped = (text: string, indent = "  "): string => `${wrapText(text, indent, COLUMNS)}\n`;

/** More of them are listed on request only. */
const MOST_ADDITIONAL = 2;

const DISCOVERY = {
  none: "",
  optional: "Clients may ask this endpoint for another one at run time (endpoint discovery).\n",
  required: "Clients ask this endpoint for the real one at run time (endpoint discovery).\n",
};

/** For people; the first line is the URL alone. */
export function explanationText(explained: EndpointExplanation, options: TextOptions): string {
  const sections = [
    heading(explained),
    verdictText(explained, options.now),
    adviceText(explained.advice),
    trapsText(explained.traps, options.detail),
    otherReadingsText(explained),
    namesText(explained, options),
    additionalText(explained, options.detail),
    options.detail === "explain" ? debugLines(explained) : "",
    DISCOVERY[explained.endpointDiscovery] + wrapped(options.rules),
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
  const isKnown = sdk?.namesKnown !== false || source !== "rules";
  const isYounger = sdk?.hasService === "no";
  const missing = isKnown
    ? `no ${variant} endpoint`
    : isYounger
      ? "no endpoint: this version does not have the service"
      : `${variant} endpoint not known`;
  const why = `${reasonText(explained)}; signed for ${signedText(explained.signing)}`;
  return `${toned("strong", url ?? missing)}\n${wrapped(about)}${wrapped(why)}`;
}

function signedText({ name, region }: ExplainedSigning): string {
  if (region === null) return `${name}, in which region is not known for this version`;
  return region === "*" ? `${name} in every region (SigV4a)` : `${region}/${name}`;
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
  { variants, notKnown, sdk }: EndpointExplanation,
  { now, evidenceOf }: TextOptions,
): string {
  const rows = VARIANTS.map((variant) => {
    const name = variants[variant];
    const unknown = sdk?.hasService === "no" ? "not in this version" : "not known for this version";
    const missing = notKnown.includes(variant) ? unknown : "—";
    return [
      variant,
      name?.hostname ?? missing,
      name === null ? "" : familiesText(name, now, evidenceOf(variant)),
    ];
  });
  const width = Math.max(...rows.map(([, hostname = ""]) => hostname.length));
  return rows
    .map(([variant = "", hostname = "", seen = ""]) =>
      besideOrBelow(`  ${variant.padEnd(14)}  ${hostname}`, seen, 18 + width, 18),
    )
    .join("");
}

/** A name and what is said of it: from a column on in the same line, or in the next where that is too long. */
function besideOrBelow(name: string, text: string, at: number, below: number): string {
  if (text === "") return `${name}\n`;
  if (at + 2 + shownLength(text) <= COLUMNS) return `${name.padEnd(at)}  ${text}\n`;
  const indent = " ".repeat(below);
  return `${name}\n${wrapped(indent + text, indent)}`;
}

function additionalText(
  { additional, variant }: EndpointExplanation,
  detail: TextOptions["detail"],
): string {
  const also = additional.filter((name) => name.variant === variant);
  if (also.length === 0) return "";
  if (detail === "short" && also.length > MOST_ADDITIONAL) {
    return `${plural(also.length, "more hostname")} for some uses: --verbose lists them.\n`;
  }
  const lines = also.map(({ hostname, purpose }) =>
    besideOrBelow(`  ${hostname}`, purpose, hostname.length + 2, 4),
  );
  return `For some uses, with the ${variant} setting:\n${lines.join("")}`;
}

/** Where the same settings lead clients that take them in another way. */
function otherReadingsText({ otherReadings, sdk }: EndpointExplanation): string {
  if (otherReadings.length === 0) return "";
  const lines = otherReadings.map(({ readBy, url, fault }) => {
    const who = sdk === null ? readBy.join(", ") : `${sdk.name}, if it`;
    const where = fault === null ? (url ?? "no endpoint") : `none: ${fault.message}`;
    return wrapped(`  ${where} (${sdk === null ? who : `${who} takes them so`})`, "    ");
  });
  const title =
    sdk === null
      ? "Other SDKs take the same settings in another way, and call"
      : `It is not known how ${sdk.name} takes these settings. It may also call`;
  return `${wrapped(title)}${lines.join("")}`;
}

const REACH: Readonly<Record<Support, string>> = {
  yes: "IPv6-only clients reach this endpoint.",
  no: "IPv6-only clients do not reach this endpoint.",
  unknown: "We do not know whether IPv6-only clients reach this endpoint.",
};

function verdictText({ verdict, observed }: EndpointExplanation, now: number): string {
  const reach = verdict["ipv6-only"];
  const basis =
    observed == null || observed.outcomes.aaaa === null
      ? "Not checked yet."
      : `Observed ${seenText(observed, now)}.`;
  const clients = CLIENT_FAMILIES.map(
    (client) => `${client} ${toned(supportTone(verdict[client]), verdict[client])}`,
  ).join(" · ");
  const sentence = toned("strong", toned(supportTone(reach), REACH[reach]));
  const isAllUnknown = CLIENT_FAMILIES.every((client) => verdict[client] === "unknown");
  const others = isAllUnknown ? "" : wrapped(`Reached by clients that are: ${clients}`);
  return `${wrapped(`${sentence} ${basis}`)}${others}`;
}

function trapsText(traps: readonly TrapFinding[], detail: TextOptions["detail"]): string {
  return traps
    .map((trap) => {
      const more = detail === "explain" ? `  see ${trap.helpUri}\n` : "";
      return `${trapLines(trap, COLUMNS).join("\n")}\n${more}`;
    })
    .join("");
}

function adviceText(advice: readonly string[]): string {
  return advice.map((line) => wrapped(`→ ${line}`)).join("");
}
