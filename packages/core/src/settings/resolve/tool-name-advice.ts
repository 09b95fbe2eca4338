import { type CalledName, endpointsCalled, labelOf } from "../../endpoint/called-name.js";
import { additionalEndpointsIn, type Catalog } from "../../endpoint/catalog.js";
import type { AdditionalEndpoint, Service } from "../../endpoint/types.js";
import type { ToolFacts } from "../../facts/sdk-facts.js";
import type { NameSupport } from "../../verdict/support.js";
import { additionalReadiness } from "../choose/additional-choice.js";
import { observedWords, unsettledWords } from "./evidence-words.js";

/** Additional endpoints of a service with names of their own: `ssmmessages` of SSM, `aps-workspaces` of AMP. */
export function namesBeside(
  catalog: Catalog,
  service: Service,
  region: string,
): readonly CalledName[] {
  const own = additionalEndpointsIn(catalog, service, region).filter(isNameOfItsOwn);
  return [...new Set(own.map(labelOf))].map((label) => ({ service, label }));
}

/** Not of some operations, an account or a resource. */
function isNameOfItsOwn({ hostname, region, purpose }: AdditionalEndpoint): boolean {
  const isPart = /^(operations|host prefix|bucket|alias)/.test(purpose) || hostname.includes("{");
  return !isPart && hostname.split(".")[1] === region;
}

/** The hostnames to look up before advice on such a name. */
export function hostsOf(catalog: Catalog, name: CalledName, region: string): readonly string[] {
  return endpointsCalled(catalog, name, region)
    .filter(({ variant }) => variant === "default" || variant === "dualstack")
    .map(({ hostname }) => hostname);
}

interface NameQuestion {
  readonly catalog: Catalog;
  readonly region: string;
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
}

/** Which tools call such a name, and how they are told its dual-stack one; null: none is known to, or need be. */
export function toolNameAdvice(
  question: NameQuestion,
  name: CalledName,
  tools: readonly ToolFacts[],
): string | null {
  const { service, label } = name;
  const callers = tools.filter(
    ({ calls = [], writes }) =>
      (writes?.by === "url" || writes?.by === "target") &&
      calls.some(
        (call) =>
          call.service === service.cliName && call.name === label && call.when === undefined,
      ),
  );
  const { byDefault, byOptIn } = additionalReadiness(question, name);
  if (callers.length === 0 || byOptIn === null || byDefault?.ipv6 === "yes") return null;
  const seen =
    byOptIn.ipv6 === "unknown"
      ? unsettledWords(byOptIn)
      : `has ${byOptIn.ipv6 === "yes" ? "" : "no "}AAAA, ${observedWords(byOptIn)}`;
  const who = callers.map((tool) => tool.name).join("; ");
  const commands = callers.map(({ id }) => `\`egress6 config --for ${id}\``).join(" or ");
  return `${label} is called by no SDK, so that no switch of an SDK leads there, but by: ${who}. ${byOptIn.hostname} ${seen}. What to write for it: ${commands}.`;
}
