import type { Call, EndpointSetting } from "../reading.js";
import type { AwsNames } from "./aws-names.js";
import {
  bareAwsHosts,
  type CallOrigin,
  callOfHost,
  type FoundInFile,
  hostCall,
  NOTHING_FOUND,
  realHost,
  serviceCall,
  urlHosts,
} from "./found-calls.js";
import { imageCalls } from "./images.js";

/** Where package managers download from, unless they are told otherwise: a distribution's own are not known here. */
const INSTALLERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /\bpip3?\s+(?:--\S+\s+)*install\b|\buv\s+(?:pip\s+install|sync)\b|\bpoetry\s+install\b/,
    ["pypi.org", "files.pythonhosted.org"],
  ],
  [/\b(?:npm|pnpm|yarn)\s+(?:ci|install|i|add)\b|\bnpx\s+\S/, ["registry.npmjs.org"]],
  [/\bgo\s+(?:mod\s+download|install|get)\b/, ["proxy.golang.org"]],
  [/\bgem\s+install\b|\bbundle\s+install\b/, ["rubygems.org"]],
  [/\bcargo\s+(?:build|install)\b/, ["static.crates.io"]],
  [/\bcomposer\s+(?:install|require)\b/, ["repo.packagist.org"]],
  [/\bmvn\b|\bgradlew?\s+\w/, ["repo.maven.apache.org"]],
];

/**
 * What a script calls: the AWS CLI, curl and the like, package managers. Also user data, `RUN` of a Dockerfile,
 * commands of a build.
 * @param firstLine of the script in its file
 */
export function readShell(
  file: string,
  text: string,
  firstLine: number,
  by: CallOrigin,
  names: AwsNames,
  lineOfEvery: "own" | "first" = "own",
): FoundInFile {
  const calls: Call[] = [];
  const settings: EndpointSetting[] = [];
  const { caller, scope } = by;
  for (const [index, raw] of joinedLines(text).entries()) {
    if (raw === null) continue;
    const place = { file, line: lineOfEvery === "own" ? firstLine + index : firstLine };
    const line = withoutComment(raw);
    if (line === "") continue;
    const set = (
      what: EndpointSetting["what"],
      value: string,
      name: string,
      service: string | null,
    ) =>
      settings.push({
        what,
        value,
        missing: null,
        service,
        where: "environment",
        name,
        place,
        caller,
        scope,
        sdk: null,
      });
    for (const [, options = "", service = ""] of line.matchAll(
      /(?:^|[\s;&|(`"'])aws\s+((?:--[\w-]+(?:[ =]\S+)?\s+)*)([a-z][a-z0-9-]+)\s+[a-z-]/g,
    )) {
      const known = names.serviceNamed(service);
      if (known === null) continue;
      const url = /--endpoint-url[= ]["']?([^\s"']+)/.exec(line)?.[1] ?? null;
      if (url !== null) set("endpoint-url", url, "--endpoint-url", known);
      const region =
        /--region[= ]["']?([a-z]{2}(?:-[a-z]+)+-\d)\b/.exec(line + options)?.[1] ?? null;
      calls.push(serviceCall(known, place, by, "cli", { region }));
    }
    for (const [, name = "", value = ""] of line.matchAll(
      /\b(AWS_USE_DUALSTACK_ENDPOINT|AWS_USE_FIPS_ENDPOINT|AWS_IGNORE_CONFIGURED_ENDPOINT_URLS|AWS_ENDPOINT_URL(?:_[A-Z0-9_]+)?)[= ]["']?([^\s"';]+)/g,
    )) {
      const found = environmentSetting(name, value, names);
      if (found !== null) set(found.what, value, name, found.service);
    }
    if (
      /disable_ipv6\s*=\s*1|ipv6\.disable=1|ForceIPv4\s+"?true|--dns-result-order=ipv4first|preferIPv4Stack=true|\b(?:curl|wget)\s(?:\S+\s)*?(?:-4|--ipv4)\b/.test(
        line,
      )
    ) {
      set("ipv4-forced", line.trim().slice(0, 120), "IPv4 only", null);
    }
    for (const [pattern, hosts] of INSTALLERS) {
      if (!pattern.test(line) || /--(?:index-url|registry)/.test(line)) continue;
      for (const host of hosts)
        calls.push(hostCall(host, place, by, "cli", { confidence: "medium" }));
    }
    for (const { host } of urlHosts(shellValues(line))) {
      const call = callOfHost(host, true, place, by, "url", names);
      if (call !== null) calls.push(call);
    }
    for (const host of bareAwsHosts(shellValues(line))) {
      const call = callOfHost(host, false, place, by, "url", names, { confidence: "medium" });
      if (call !== null) calls.push(call);
    }
    for (const [, host = ""] of line.matchAll(
      /\b(?:curl|wget)\s+(?:-\S+\s+)*([a-z0-9.-]+\.[a-z]{2,})(?=[/\s]|$)/g,
    )) {
      const real = realHost(host);
      if (real !== null && !names.isAwsZone(real)) calls.push(hostCall(real, place, by, "url"));
    }
    for (const [, image = ""] of line.matchAll(
      /\b(?:docker|podman|nerdctl)\s+(?:pull|run)\s+(?:-\S+(?:[ =][^-\s]\S*)?\s+)*([\w./:{}$-]+\/[\w./:@{}$-]+)/g,
    )) {
      calls.push(...imageCalls(shellValues(image), place, by, names));
    }
  }
  return { ...NOTHING_FOUND, calls, settings };
}

/** `$REGION`, `${REGION}` and `$(…)` are put in when it runs. */
export const shellValues = (text: string): string =>
  text.replace(/\$\{[^}]*\}|\$\([^)]*\)|\$\w+/g, "{}");

/** Lines that end in a backslash go on; what was joined is null in its own place. */
function joinedLines(text: string): readonly (string | null)[] {
  const lines = text.split("\n");
  const joined: (string | null)[] = [];
  let start = -1;
  for (const [index, line] of lines.entries()) {
    const goesOn = /\\\s*$/.test(line);
    const part = line.replace(/\\\s*$/, " ");
    if (start === -1) {
      joined.push(part);
      if (goesOn) start = index;
    } else {
      joined.push(null);
      joined[start] = `${joined[start] ?? ""}${part.trim()} `;
      if (!goesOn) start = -1;
    }
  }
  return joined;
}

const withoutComment = (line: string): string =>
  /^\s*(#|\/\/|REM\b|::)/.test(line) ? "" : line.replace(/\s#\s.*$/, "");

/** What a variable of the SDKs says; null: nothing about endpoints. */
export function environmentSetting(
  name: string,
  value: string,
  names: AwsNames,
): { readonly what: EndpointSetting["what"]; readonly service: string | null } | null {
  switch (name) {
    case "AWS_USE_DUALSTACK_ENDPOINT":
      return { what: "dualstack", service: null };
    case "AWS_USE_FIPS_ENDPOINT":
      return { what: "fips", service: null };
    case "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS":
      return { what: "ignore-endpoint-urls", service: null };
    case "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE":
      return value.toLowerCase() === "ipv6" ? { what: "ipv6-metadata", service: null } : null;
    case "AWS_ENDPOINT_URL":
      return { what: "endpoint-url", service: null };
    default: {
      const service = /^AWS_ENDPOINT_URL_([A-Z0-9_]+)$/.exec(name)?.[1];
      if (service !== undefined) {
        const known = names.serviceNamed(service.replaceAll("_", " ").toLowerCase());
        return { what: "endpoint-url", service: known };
      }
      const isForced =
        (name === "NODE_OPTIONS" && value.includes("ipv4first")) ||
        (/^(JAVA_OPTS|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS)$/.test(name) &&
          value.includes("preferIPv4Stack=true"));
      return isForced ? { what: "ipv4-forced", service: null } : null;
    }
  }
}
