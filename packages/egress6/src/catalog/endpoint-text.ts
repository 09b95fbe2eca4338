import type { EndpointAnswer } from "@egress6/core/endpoint/answer-endpoint";
import { VARIANTS } from "@egress6/core/endpoint/types";

const DISCOVERY = {
  none: "",
  optional: "Clients may ask this endpoint for another one at run time (endpoint discovery).\n",
  required: "Clients ask this endpoint for the real one at run time (endpoint discovery).\n",
};

/** For people; the first line is the URL alone. */
export function endpointText(answer: EndpointAnswer, rulesVersion: string): string {
  const { displayName, service, region, partition, variant, scope } = answer;
  const about = [
    `${displayName} (${service})`,
    scope === "partition" ? `one name for all of ${partition}` : `${region} (${partition})`,
    variant,
  ].join(" · ");
  const also = answer.additional.filter((name) => name.variant === variant);
  return [
    `${answer.url ?? `no ${variant} endpoint`}\n${about}\n\n`,
    ...VARIANTS.map((each) => row(each, answer.variants[each]?.hostname ?? "—")),
    ...(also.length > 0 ? [`\nFor some uses, with the ${variant} setting:\n`] : []),
    ...also.map(({ hostname, purpose }) => `  ${hostname}  ${purpose}\n`),
    `\n${DISCOVERY[answer.endpointDiscovery]}`,
    `Names are what AWS's rules (${rulesVersion}) build; whether they exist, \`egress6 lookup\` says.\n`,
  ].join("");
}

function row(label: string, value: string): string {
  return `  ${label.padEnd(14)}  ${value}\n`;
}
