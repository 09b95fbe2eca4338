import { bytesOfBase64, textOfUtf8 } from "../../hcl/functions/encoding-functions.js";
import type { Call, EndpointSetting } from "../reading.js";
import { lineOf, type Resource } from "../resource.js";
import {
  type AuditValue,
  auditValueAt,
  itemsOf,
  missingIn,
  textOf,
  textsIn,
  valueOfJson,
} from "../value.js";
import type { AwsNames } from "./aws-names.js";
import {
  bareAwsHosts,
  byCompute,
  type CallOrigin,
  callOfHost,
  type FoundInFile,
  joinFound,
  NOTHING_FOUND,
  serviceCall,
  urlHosts,
} from "./found-calls.js";
import { imageCalls } from "./images.js";
import { environmentSetting, readShell } from "./read-shell.js";
import { readSource } from "./read-source.js";
import type { SourceLanguage } from "./tokens.js";

/** What resources call by what they carry: environments, images, user data, policies. */
export function callsOfResources(resources: readonly Resource[], names: AwsNames): FoundInFile {
  return joinFound(resources.map((resource) => callsOfResource(resource, names)));
}

function callsOfResource(resource: Resource, names: AwsNames): FoundInFile {
  const { attributes } = resource;
  const by = byCompute(resource);
  switch (resource.kind) {
    case "lambda-function":
      return joinFound([
        environmentCalls(resource, mapEnvironment(attributes), "environment", by, names),
        imageOf(resource, attributes["image_uri"], "image_uri", by, names),
        inlineCode(resource, by, names),
      ]);
    case "ecs-task":
      return containersCalls(
        resource,
        containersOf(attributes["container_definitions"]),
        by,
        names,
      );
    case "instance":
    case "launch-template":
    case "launch-configuration":
      return userData(resource, by, names);
    case "codebuild-project":
      return buildProject(resource, by, names);
    case "provider":
      return providerSettings(resource, names);
    case "policy":
      return { ...NOTHING_FOUND, calls: actionCalls(resource, names) };
    case "other":
      return managedCalls(resource, names);
    default:
      return NOTHING_FOUND;
  }
}

/** A text as far as it is known. */
export function shownText(value: AuditValue | undefined): string | null {
  return textOf(value) ?? (value?.kind === "unknown" ? value.pattern : null);
}

/** JSON in a text, or structured. */
export function containersOf(value: AuditValue | undefined): readonly AuditValue[] {
  const text = shownText(value);
  if (text === null) return itemsOf(value) ?? [];
  try {
    const parsed: unknown = JSON.parse(text);
    return itemsOf(valueOfJson(parsed)) ?? [];
  } catch {
    return [];
  }
}

function mapEnvironment(attributes: Resource["attributes"]): readonly Variable[] {
  const variables =
    auditValueAt(attributes["environment"], "variables") ??
    auditValueAt(attributes["environment"], "Variables");
  return variables?.kind === "map"
    ? Object.entries(variables.entries).map(([name, value]) => ({ name, value }))
    : [];
}

interface Variable {
  readonly name: string;
  readonly value: AuditValue | undefined;
  readonly line?: number | null;
}

export interface CallsPlace {
  readonly place: Resource["place"];
}

/** Switches of the SDKs, and hosts in values. */
export function environmentCalls(
  resource: Resource,
  variables: readonly Variable[],
  attribute: string,
  by: CallOrigin,
  names: AwsNames,
): FoundInFile {
  const calls: Call[] = [];
  const settings: EndpointSetting[] = [];
  for (const { name, value, line } of variables) {
    const place = { file: resource.place.file, line: line ?? lineOf(resource, attribute) };
    const text = shownText(value);
    const found = environmentSetting(name, text ?? "", names);
    if (found !== null) {
      settings.push({
        ...found,
        value: text,
        missing: text === null ? (missingIn(value)[0] ?? name) : null,
        where: "environment",
        name,
        place,
        caller: by.caller,
        scope: by.scope,
        sdk: null,
      });
    }
    if (text !== null) calls.push(...hostsInText(text, place, by, names));
  }
  return { ...NOTHING_FOUND, calls, settings };
}

export function hostsInText(
  text: string,
  place: Resource["place"],
  by: CallOrigin,
  names: AwsNames,
): readonly Call[] {
  if (text.startsWith("arn:")) return [];
  const urls = urlHosts(text).map(({ host }) =>
    callOfHost(host, true, place, by, "configuration", names),
  );
  const bare = bareAwsHosts(text).map((host) =>
    callOfHost(host, false, place, by, "configuration", names, { confidence: "medium" }),
  );
  return [...urls, ...bare].flatMap((each) => each ?? []);
}

function imageOf(
  resource: Resource,
  value: AuditValue | undefined,
  attribute: string,
  by: CallOrigin,
  names: AwsNames,
): FoundInFile {
  const text = shownText(value);
  if (text === null) return NOTHING_FOUND;
  const place = { file: resource.place.file, line: lineOf(resource, attribute) };
  return { ...NOTHING_FOUND, calls: imageCalls(text, place, by, names) };
}

const RUNTIMES: readonly (readonly [RegExp, SourceLanguage])[] = [
  [/^python/, "python"],
  [/^nodejs/, "javascript"],
];

/** Code that stands in the template itself. */
function inlineCode(resource: Resource, by: CallOrigin, names: AwsNames): FoundInFile {
  const { attributes, place } = resource;
  const isSam = attributes["inline_code"] !== undefined;
  const code = shownText(
    isSam ? attributes["inline_code"] : auditValueAt(attributes["code"], "zip_file"),
  );
  const runtime = textOf(attributes["runtime"]) ?? "";
  const language = RUNTIMES.find(([pattern]) => pattern.test(runtime))?.[1];
  if (code === null || language === undefined || place.file === null) return NOTHING_FOUND;
  const { calls, settings } = readSource(place.file, code, language, names, by);
  const line = lineOf(resource, isSam ? "inline_code" : "code.zip_file") ?? 1;
  // A text of several lines begins below its key.
  const first = line + (code.includes("\n") ? 0 : -1);
  const at = <T extends { readonly place: Resource["place"] }>(each: T): T => ({
    ...each,
    place: { file: place.file, line: first + (each.place.line ?? 1) },
  });
  return { ...NOTHING_FOUND, calls: calls.map(at), settings: settings.map(at) };
}

/** Containers as ECS has them. */
export function containersCalls(
  resource: Resource,
  containers: readonly AuditValue[],
  by: CallOrigin,
  names: AwsNames,
): FoundInFile {
  return joinFound(
    containers.map((container) => {
      const attribute = "container_definitions";
      const variables = (itemsOf(auditValueAt(container, "environment")) ?? []).map((each) => ({
        name: textOf(auditValueAt(each, "name")) ?? "",
        value: auditValueAt(each, "value"),
      }));
      const command = (itemsOf(auditValueAt(container, "command")) ?? []).flatMap(
        (each) => textOf(each) ?? [],
      );
      return joinFound([
        imageOf(resource, auditValueAt(container, "image"), attribute, by, names),
        environmentCalls(resource, variables, attribute, by, names),
        readShell(
          resource.place.file ?? "",
          command.join(" "),
          lineOf(resource, attribute) ?? 1,
          by,
          names,
          "first",
        ),
      ]);
    }),
  );
}

function userData(resource: Resource, by: CallOrigin, names: AwsNames): FoundInFile {
  const name = ["user_data", "user_data_base64"].find(
    (each) => resource.attributes[each] !== undefined,
  );
  if (name === undefined || resource.place.file === null) return NOTHING_FOUND;
  const value = resource.attributes[name];
  const written = shownText(value);
  if (written === null) return NOTHING_FOUND;
  const bytes = /^[A-Za-z0-9+/=\s]{20,}$/.test(written) ? bytesOfBase64(written) : null;
  const text = (bytes === null ? null : textOfUtf8(bytes)) ?? written;
  const line = lineOf(resource, name) ?? 1;
  // A heredoc begins on the line after its attribute; a text from another file has no lines here.
  const isInPlace = (resource.endLine ?? 0) - line >= text.split("\n").length - 1;
  return readShell(
    resource.place.file,
    text,
    isInPlace ? line + 1 : line,
    by,
    names,
    isInPlace ? "own" : "first",
  );
}

function buildProject(resource: Resource, by: CallOrigin, names: AwsNames): FoundInFile {
  const { attributes, place } = resource;
  const environment =
    itemsOf(auditValueAt(attributes["environment"], "environment_variable")) ??
    itemsOf(auditValueAt(attributes["environment"], "EnvironmentVariables")) ??
    [];
  const variables = environment.map((each) => ({
    name: textOf(auditValueAt(each, "name")) ?? textOf(auditValueAt(each, "Name")) ?? "",
    value: auditValueAt(each, "value") ?? auditValueAt(each, "Value"),
  }));
  const spec = textOf(auditValueAt(attributes["source"], "buildspec")) ?? "";
  const line = lineOf(resource, "source") ?? 1;
  return joinFound([
    environmentCalls(resource, variables, "environment", by, names),
    spec.includes("\n")
      ? readShell(place.file ?? "", spec, line, by, names, "first")
      : NOTHING_FOUND,
  ]);
}

/** Of Terraform's provider: what Terraform itself calls, not what runs. */
function providerSettings(resource: Resource, names: AwsNames): FoundInFile {
  const { attributes, place } = resource;
  const settings: EndpointSetting[] = [];
  const add = (
    what: EndpointSetting["what"],
    name: string,
    value: AuditValue | undefined,
    service: string | null,
  ) => {
    if (value === undefined) return;
    settings.push({
      what,
      value: textOf(value) ?? (value.kind === "unknown" ? value.pattern : null),
      missing: missingIn(value)[0] ?? null,
      service,
      where: "file",
      name,
      place: { file: place.file, line: lineOf(resource, name) },
      caller: resource.address,
      scope: resource.scope,
      sdk: null,
    });
  };
  add("dualstack", "use_dualstack_endpoint", attributes["use_dualstack_endpoint"], null);
  add("fips", "use_fips_endpoint", attributes["use_fips_endpoint"], null);
  const endpoints = auditValueAt({ kind: "map", entries: attributes }, "endpoints");
  const inner = endpoints?.kind === "list" ? endpoints.items[0] : endpoints;
  if (inner?.kind === "map") {
    for (const [name, value] of Object.entries(inner.entries)) {
      add("endpoint-url", "endpoints", value, names.serviceNamed(name));
    }
  }
  return { ...NOTHING_FOUND, settings };
}

/** `sqs:SendMessage` says that somebody may call, not that somebody does. */
function actionCalls(resource: Resource, names: AwsNames): readonly Call[] {
  const services = new Set<string>();
  for (const value of Object.values(resource.attributes)) {
    for (const { path, text } of textsIn(structured(value))) {
      if (!path.some((step) => /^(Action|actions|NotAction)$/.test(step))) continue;
      const prefix = /^([a-z0-9-]+):[A-Z*]/.exec(text)?.[1];
      const service = prefix === undefined ? null : names.serviceNamed(prefix);
      if (service !== null) services.add(service);
    }
  }
  const by: CallOrigin = { caller: resource.address, scope: resource.scope, callerKind: "code" };
  return Array.from(services, (service) =>
    serviceCall(service, resource.place, by, "policy", { confidence: "low" }),
  );
}

/** JSON in a text as a value. */
export function structured(value: AuditValue): AuditValue {
  const text = shownText(value);
  if (text === null || !/^\s*[[{]/.test(text)) return value;
  try {
    const parsed: unknown = JSON.parse(text);
    return valueOfJson(parsed);
  } catch {
    return value;
  }
}

/** A service of AWS that calls an URL by itself: outside the VPC. */
function managedCalls(resource: Resource, names: AwsNames): FoundInFile {
  const by: CallOrigin = { caller: resource.address, scope: resource.scope, callerKind: "managed" };
  const calls = [
    "endpoint",
    "uri",
    "url",
    "invocation_endpoint",
    "integration_uri",
    "endpoint_url",
  ].flatMap((name) => {
    const value = resource.attributes[name];
    const text = shownText(value);
    if (text === null || !/^https?:\/\//.test(text)) return [];
    const place = { file: resource.place.file, line: lineOf(resource, name) };
    return hostsInText(text, place, by, names);
  });
  return { ...NOTHING_FOUND, calls };
}
