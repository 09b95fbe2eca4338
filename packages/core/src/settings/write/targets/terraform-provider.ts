import { choiceReason } from "../../choose/explain-choice.js";
import { switchReasons } from "../shared-settings.js";
import { type ConfigTarget, commentLines, sourceWords, type TargetContext } from "../target.js";

// The provider refuses its switch together with an endpoint of a service, as the choice never does, and
// looks for global names in a region (hashicorp/terraform-provider-aws#47412).
export const terraformProvider: ConfigTarget = {
  id: "terraform-provider",
  title: "Terraform AWS provider",
  group: "infrastructure",
  powers: {
    dualstackSwitch: "all-clients",
    urlsFor: "all",
    calls: "all",
    switchMissesGlobalNames: true,
  },
  forms: [
    {
      id: "provider",
      title: "Provider block",
      fileName: "provider.tf",
      language: "hcl",
      comment: "#",
      body: providerText,
    },
  ],
};

function providerText({ choice, fact }: TargetContext): string {
  const documented = sourceWords(fact);
  // Mostly the CLI name without hyphens.
  const argumentOf = (cliName: string): string =>
    fact.serviceNames?.[cliName] ?? cliName.replaceAll("-", "");
  const dualstack = choice.isSwitchOn
    ? `${commentLines("#", [...switchReasons(choice), documented], "  ")}  use_dualstack_endpoint = true\n`
    : "";
  const urls = choice.services.flatMap((each) =>
    each.means === "url"
      ? [
          `${commentLines("#", [choiceReason(each)], "    ")}    ${argumentOf(each.service.cliName)} = "${each.url}"\n`,
        ]
      : [],
  );
  const endpoints =
    urls.length === 0
      ? ""
      : `${commentLines("#", [documented], "  ")}  endpoints {\n${urls.join("")}  }\n`;
  if (dualstack === "" && endpoints === "") return "";
  return `provider "aws" {\n  region = "${choice.region}"\n${dualstack}${endpoints}}\n`;
}
