import type { TrapFinding } from "@egress6/core/finding/find-traps";
import { trapFix, trapSentences } from "@egress6/core/finding/trap-words";
import { isoTimeOrNull } from "@egress6/core/observation/iso-time";
import type { Witness } from "@egress6/core/observation/witness";
import { witnessJson } from "@egress6/core/observation/witness-words";
import { isMet, type ServiceChoice } from "@egress6/core/settings/choose/settings-choice";
import type { WrittenForm, WrittenSettings } from "@egress6/core/settings/write/write-settings";
import { privateAddressesOf } from "@egress6/core/verdict/readiness";
import { findingJson } from "../finding/json.js";
import { configText } from "./text.js";

interface WrittenResult {
  readonly written: WrittenSettings;
  readonly warnings: readonly string[];
  readonly witnesses: readonly Witness[];
}

/** What `egress6 config --json` prints. */
export type ConfigDocument = ReturnType<typeof configDocument>;

/** The choice with its evidence, and the text. */
export function configDocument(
  { written, warnings, witnesses }: WrittenResult,
  target: string,
  forms: readonly WrittenForm[],
) {
  const { choice, isComplete, explanation, evidence, undone, operations, cautions, notes } =
    written;
  return {
    target,
    region: choice.region,
    isComplete,
    warnings,
    resolvers: witnesses.map(witnessJson),
    choice: {
      dualstackSwitch: choice.isSwitchOn,
      services: choice.services.map(serviceJson),
      accountNameToAvoid: choice.accountNameToAvoid,
    },
    explanation,
    evidence,
    undone,
    operations,
    cautions: cautions.map(cautionJson),
    notes,
    forms: forms.map(({ id, title, fileName, language, text, words }) => ({
      id,
      title,
      fileName,
      language,
      text,
      words,
    })),
    text: configText(forms),
  };
}

function cautionJson(finding: TrapFinding) {
  const { ruleId: trap, helpUri: source, fix } = finding;
  return { trap, message: trapSentences(finding), source, ...findingJson(finding, trapFix(fix)) };
}

function serviceJson(choice: ServiceChoice) {
  const { service, part, means, readiness } = choice;
  const name = isMet(choice) ? choice.name : null;
  return {
    service: service.cliName,
    name: readiness.called ?? null,
    serviceId: service.serviceId,
    part,
    means,
    cell: readiness.cell,
    hostname: name?.hostname ?? null,
    url: means === "url" ? choice.url : null,
    observedAt: isoTimeOrNull(name?.states.ipv6.lastConfirmed ?? null),
    resolver: name?.states.ipv6.lastResolver ?? null,
    obstacle: means === "impossible" ? choice.obstacle : null,
    privateAddresses: privateAddressesOf(readiness.byDefault),
    unobserved: means === "unobserved" ? choice.names : [],
  };
}
