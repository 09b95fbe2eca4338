import { serviceIdentifiers } from "../../read/service-identifiers.js";
import { sharedSettings, sharedUrls } from "../shared-settings.js";
import { type ConfigTarget, commentLines, SHARED_SETTINGS, type TargetContext } from "../target.js";

export const awsConfig: ConfigTarget = {
  id: "aws-config",
  title: "AWS config file",
  group: "settings",
  powers: SHARED_SETTINGS,
  forms: [
    {
      id: "ini",
      title: "~/.aws/config",
      fileName: "~/.aws/config",
      language: "ini",
      comment: "#",
      body: awsConfigText,
    },
  ],
};

// A comment inside a nested value would be part of it for some SDKs: comments stand before its key.
function awsConfigText(context: TargetContext): string {
  const urls = sharedUrls(context);
  const section = `egress6-${context.choice.region}`;
  const lines = sharedSettings(context).map(
    ({ names, value, reasons }) => `${commentLines("#", reasons)}${names.configKey} = ${value}\n`,
  );
  if (urls.length > 0) lines.push(`services = ${section}\n`);
  if (lines.length === 0) return "";
  const services = urls.map(
    ({ serviceId, url, reasons }) =>
      `${commentLines("#", reasons)}${serviceIdentifiers(serviceId).configKey} =\n  endpoint_url = ${url}\n`,
  );
  return [
    `[default]\n${lines.join("")}`,
    ...(urls.length > 0 ? [`\n[services ${section}]\n${services.join("")}`] : []),
  ].join("");
}
