import type { BrokenLink } from "@egress6/core/doctor/conclude/broken";
import type { Diagnosis } from "@egress6/core/doctor/conclude/diagnose";
import type { Verdict } from "@egress6/core/doctor/conclude/diagnosis-verdict";
import type { Remedy } from "@egress6/core/doctor/conclude/remedies";
import type { ConnectionAttempt, TcpKind, TlsKind } from "@egress6/core/doctor/connection";
import type { Step, StepState } from "@egress6/core/doctor/step";
import type {
  ConnectionReach,
  ProbedName,
  TargetResult,
  TargetState,
} from "@egress6/core/doctor/target";
import { timeWords } from "@egress6/core/doctor/words";
import type { NoFactReason, Outcome } from "@egress6/core/observation/outcome";
import { type Tone, toned } from "../style.js";
import { alignColumns } from "../text-columns.js";
import { wrapText } from "../wrap-text.js";

/**
 * For a person: the verdict first, then link by link what it rests on. Marked for colour: `coloured` shows it,
 * `untoned` leaves it out.
 */
export function diagnosisText(diagnosis: Diagnosis): string {
  const sections = [
    verdictText(diagnosis.verdict),
    diagnosis.steps.map((step) => stepText(step, diagnosis.verdict)).join("\n"),
    ...targetsText(diagnosis.targets),
  ];
  return `${sections.join("\n\n")}\n`;
}

function verdictText(verdict: Verdict): string {
  const text = wrapText(
    `${toned("strong", toned(VERDICT_TONES[verdict.state], headline(verdict)))} ${verdict.text}`,
    "",
  );
  return [text, ...remedyLines(verdict.remedy, "  ")].join("\n");
}

const VERDICT_TONES: Readonly<Record<Verdict["state"], Tone>> = {
  works: "good",
  "needs-setting": "unsure",
  unknown: "unsure",
  broken: "bad",
};

const LINK_WORDS: Readonly<Record<BrokenLink, string>> = {
  address: "the address",
  route: "the route",
  resolver: "the resolver",
  credentials: "the credentials",
  dns64: "NAT64",
  setting: "a setting",
  dns: "the name",
  tcp: "the connection",
  tls: "TLS",
};

function headline({ state, brokenLink }: Verdict): string {
  switch (state) {
    case "works":
      return "Works.";
    case "needs-setting":
      return "Needs a setting.";
    case "unknown":
      return "Unknown.";
    case "broken":
      return brokenLink === null ? "Broken." : `Broken at ${LINK_WORDS[brokenLink]}.`;
  }
}

const STATE_WORDS: Readonly<Record<StepState, string>> = {
  ok: "ok",
  note: "note",
  failed: "failed",
  unknown: "unknown",
};

const STATE_TONES: Readonly<Record<StepState, Tone>> = {
  ok: "good",
  note: "unsure",
  failed: "bad",
  unknown: "unsure",
};

const TITLE_WIDTH = 17;
const STATE_WIDTH = 9;
const TIME_WIDTH = 8;
const SUMMARY_AT = TITLE_WIDTH + STATE_WIDTH + TIME_WIDTH;

function stepText(step: Step, verdict: Verdict): string {
  const { title, state, ms, summary, details } = step;
  // What the verdict says already is not said again.
  const isSaid = step.remedy?.text === verdict.remedy?.text;
  const remedy = state === "ok" || isSaid ? null : step.remedy;
  const head = [
    title.padEnd(TITLE_WIDTH),
    toned(STATE_TONES[state], STATE_WORDS[state].padEnd(STATE_WIDTH)),
    (ms === null ? "" : timeWords(ms)).padEnd(TIME_WIDTH),
  ].join("");
  const indent = " ".repeat(SUMMARY_AT);
  const shown = state === "ok" ? [] : details;
  const text = [summary, ...shown].map((line) => wrapText(indent + line, indent)).join("\n");
  return [head + text.slice(SUMMARY_AT), ...remedyLines(remedy, "    ")].join("\n");
}

function remedyLines(remedy: Remedy | null, indent: string): readonly string[] {
  if (remedy === null) return [];
  const text = wrapText(indent + remedy.text, indent);
  return remedy.command === null ? [text] : [text, `${indent}$ ${remedy.command}`];
}

const TARGET_WORDS: Readonly<Record<TargetState, string>> = {
  ipv6: "reachable over IPv6",
  "needs-setting": "reachable over IPv6 with a setting",
  nat64: "reachable through NAT64 only",
  private: "reachable by private DNS",
  misled: "not reachable as it is set; reachable over IPv6",
  ipv4: "not reachable over IPv6; reachable over IPv4",
  unreachable: "not reachable",
  unknown: "unknown",
};

const TARGET_TONES: Readonly<Record<TargetState, Tone>> = {
  ipv6: "good",
  "needs-setting": "unsure",
  nat64: "unsure",
  private: "good",
  misled: "bad",
  ipv4: "bad",
  unreachable: "bad",
  unknown: "unsure",
};

function targetsText(targets: readonly TargetResult[]): readonly string[] {
  if (targets.length === 0) return [];
  const rows = targets.flatMap(({ names }) => names.map(nameRow));
  const [header = "", ...lines] = alignColumns([HEADER, ...rows]).split("\n");
  const texts = targets.map(({ target, state, names }) => {
    const aside = target.isNeeded ? "" : " (for information)";
    return [
      `${toned("strong", target.label)}: ${toned(TARGET_TONES[state], TARGET_WORDS[state])}${aside}`,
      ...lines.splice(0, names.length),
    ].join("\n");
  });
  return [[header, ...texts].join("\n"), LEGEND];
}

const LEGEND = `* what SDKs and tools use as this host is set now
CONNECTS BY: what a client with Happy Eyeballs (RFC 8305) ends up with, and when`;
const HEADER = ["  NAME", "OVER IPv6", "OVER IPv4", "CONNECTS BY"];

function nameRow({ hostname, port, isUsed, probe, reach }: ProbedName): readonly string[] {
  const ipv6 =
    probe.nat64 === null
      ? wayWords(reach.ipv6, probe.dns?.aaaa ?? null, probe.ipv6)
      : `NAT64: ${attemptCell(probe.nat64)}`;
  const { first } = reach;
  return [
    `${isUsed ? "*" : " "} ${port === 443 ? hostname : `${hostname}:${port}`}`,
    ipv6,
    wayWords(reach.ipv4, probe.dns?.a ?? null, probe.ipv4),
    first === null ? "-" : `${first.family === "ipv6" ? "IPv6" : "IPv4"} ${timeWords(first.ms)}`,
  ];
}

function wayWords(
  reach: ConnectionReach,
  dns: Outcome | null,
  attempt: ConnectionAttempt | null,
): string {
  const isPrivate = dns?.reason === "private";
  if (attempt !== null) return `${isPrivate ? "private: " : ""}${attemptCell(attempt)}`;
  if (reach.brokenAt !== "dns") return "not tried";
  if (dns?.reason !== undefined) return REASON_CELLS[dns.reason];
  switch (dns?.kind) {
    case undefined:
      return "unknown (DNS)";
    case "nodata":
    case "answer":
      return "no address";
    case "nxdomain":
      return "no such name";
    default:
      return `unknown (${dns?.kind})`;
  }
}

const REASON_CELLS: Readonly<Record<NoFactReason, string>> = {
  filtered: "unknown (filtered)",
  rewritten: "unknown (rewritten)",
  stale: "unknown (stale)",
  synthesized: "unknown (DNS64)",
  private: "private DNS",
  "special-address": "no usable address",
  unvetted: "unknown (not vetted)",
};

function attemptCell({ tcp, tls }: ConnectionAttempt): string {
  if (tls !== null) {
    return tls.kind === "verified" ? `reached, ${timeWords(tcp.ms + tls.ms)}` : TLS_CELLS[tls.kind];
  }
  return tcp.kind === "timeout" ? `no answer, ${timeWords(tcp.ms)}` : TCP_CELLS[tcp.kind];
}

// The details are in the verdict, and in the JSON.
const TCP_CELLS: Readonly<Record<Exclude<TcpKind, "timeout">, string>> = {
  connected: "connected",
  "no-route": "no route",
  refused: "refused",
  forbidden: "own firewall",
  failed: "failed",
};
const TLS_CELLS: Readonly<Record<Exclude<TlsKind, "verified">, string>> = {
  "wrong-name": "wrong certificate",
  untrusted: "not trusted",
  expired: "expired",
  timeout: "no TLS answer",
  failed: "TLS failed",
};
