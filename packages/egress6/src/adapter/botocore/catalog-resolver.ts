import { answerEndpoint } from "@egress6/core/endpoint/answer-endpoint";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { variantOf } from "@egress6/core/endpoint/variant-of";
import { Egress6Error } from "@egress6/core/errors";
import type { BatchResolver } from "./resolve-batch.js";

/** Answers from the catalog, which knows what the rules make of region and switches, and no other parameter. */
export function catalogResolver(catalog: Catalog): BatchResolver {
  return (service, params) => {
    const { Region, UseDualStack, UseFIPS, ...others } = params as Record<string, unknown>;
    const unknown = Object.keys(others).filter((name) => others[name] !== null);
    if (unknown.length > 0) throw needsRules(unknown.join(" and "));
    if (Region === undefined || Region === null) {
      return { error: "Invalid Configuration: Missing Region" };
    }
    if (typeof Region !== "string") throw notA("text", "Region");
    const variant = variantOf(flag("UseDualStack", UseDualStack), flag("UseFIPS", UseFIPS));
    const { url, ...answer } = answerEndpoint(catalog, service, { region: Region, variant });
    if (url === null) {
      return { error: `AWS's rules build no ${variant} name for ${answer.service} in ${Region}.` };
    }
    if (url.includes("{")) throw needsRules(`what stands in braces in ${url}`);
    return { url };
  };
}

function flag(name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (value === undefined || value === null) return false;
  throw notA("boolean", name);
}

const notA = (type: string, name: string) =>
  new Egress6Error("PARAM_INVALID", "input", `the parameter "${name}" must be a ${type}`);

const needsRules = (what: string) =>
  new Egress6Error(
    "PARAM_UNKNOWN",
    "input",
    `the catalog knows Region, UseDualStack and UseFIPS; for ${what} give AWS's full rules: --rules DIR, the data folder of a botocore checkout or wheel`,
  );
