import type { SdkFacts } from "../../facts/sdk-facts.js";
import { fixText } from "../audit-fix.js";
import { type AuditContext, type CodeHit, codeRule } from "../code-rule.js";
import type { EndpointSetting } from "../reading.js";

/** An endpoint URL beside the dual-stack setting, or one that leads to a host without IPv6. */
export const e6505 = codeRule({
  id: "E6505",
  find: (context) => {
    const { settings } = context.reading;
    return settings
      .filter(({ what }) => what === "endpoint-url")
      .flatMap((url) => {
        const on = settings.find(
          (each) => each.what === "dualstack" && each.value === "true" && areTogether(url, each),
        );
        return on === undefined ? ofHost(url, context) : together(url, on, context);
      });
  },
});

/** Whether both count for the same client. */
function areTogether(url: EndpointSetting, on: EndpointSetting): boolean {
  if (url.service !== null && on.service !== null && url.service !== on.service) return false;
  if (url.caller !== null || on.caller !== null) {
    return url.caller === on.caller && url.scope === on.scope;
  }
  return url.place.file === on.place.file;
}

const placeOf = ({ place: { file, line }, caller }: EndpointSetting) => ({
  file,
  line,
  resource: caller,
});

function together(
  url: EndpointSetting,
  on: EndpointSetting,
  { capability }: AuditContext,
): readonly CodeHit[] {
  const sdk = url.sdk === null ? null : capability.sdk(url.sdk.sdk);
  // The CLI and boto3 take the URL without a word; what takes it is no failure, but a setting without effect.
  const words = (effect: SdkFacts["switchAndUrl"]["value"]) =>
    sdk !== null && sdk.switchAndUrl.value === effect ? [sdk.name] : [];
  const args = {
    url: url.name,
    switch: on.name,
    refusing: words("refuses"),
    winning: words("url-wins"),
  };
  return [
    {
      kind: "fail",
      message: { code: "E6505", args },
      on: null,
      place: placeOf(url),
      attribute: [url.name, on.name, url.caller ?? ""],
      related: [placeOf(on)],
      fix: fixText("Keep one of them.", [`  ${url.name}`, `- ${on.name}`]),
    },
  ];
}

function ofHost(url: EndpointSetting, { capability }: AuditContext): readonly CodeHit[] {
  const [, host] = /^(?:https?:\/\/)?([^/:?#{}]+)/i.exec(url.value ?? "") ?? [];
  if (host === undefined) return [];
  const { endpoint, ipv6, asOf } = capability.host(host.toLowerCase());
  // Names of AWS have a rule of their own.
  if (endpoint !== null || ipv6 !== "no") return [];
  const args = { url: url.name, host, asOf: asOf ?? "" };
  return [
    {
      kind: "fail",
      message: { code: "E6505.host", args },
      on: null,
      place: placeOf(url),
      attribute: [url.name, host, url.caller ?? ""],
      fix: fixText("Use a host that answers over IPv6, or leave the name to the SDK."),
    },
  ];
}
