import type { Call, EndpointSetting, SdkUse } from "../reading.js";
import type { AwsNames } from "./aws-names.js";
import {
  BY_CODE,
  bareAwsHosts,
  type CallOrigin,
  callOfHost,
  type FoundInFile,
  NOTHING_FOUND,
  serviceCall,
  urlHosts,
} from "./found-calls.js";
import { type SourceLanguage, type SourceToken, tokensOf } from "./tokens.js";

/** Whether it is worth reading: most files of a program say nothing of AWS or the network. */
export function mayCall(text: string): boolean {
  return /aws|boto|amazon|https?:\/\/|dualstack|dual_stack|ipv4first|AF_INET|preferIPv4|tcp4|disable_ipv6/i.test(
    text,
  );
}

/** Code that is run to test other code: what it calls, no user's machine does. */
export function isTestPath(path: string): boolean {
  return /(^|\/)(tests?|__tests__|specs?|__mocks__|mocks|testdata|testing|e2e)\/|[._-](test|spec)s?\.[a-z]+$|(^|\/)test_[^/]+\.py$|(^|\/)conftest\.py$|Tests?\.(java|kt|cs)$/.test(
    path,
  );
}

/** The services and hosts that code calls, and what it sets about endpoints. */
export function readSource(
  file: string,
  text: string,
  language: SourceLanguage,
  names: AwsNames,
  by: CallOrigin = BY_CODE,
): FoundInFile {
  if (!mayCall(text)) return NOTHING_FOUND;
  const reader = new SourceReader(file, tokensOf(text, language), language, names, by);
  reader.read();
  return { ...NOTHING_FOUND, calls: reader.calls, settings: reader.settings };
}

const SDKS: Readonly<Record<SourceLanguage, string>> = {
  javascript: "js-v3",
  python: "boto3",
  go: "go-v2",
  java: "java-v2",
  csharp: "dotnet-4",
  ruby: "ruby-3",
  rust: "rust",
  php: "php-3",
};

/** How far an option may stand from the client it is of. */
const NEAR_LINES = 40;

class SourceReader {
  readonly calls: Call[] = [];
  readonly settings: EndpointSetting[] = [];
  /** Names that stand for a text, such as `SERVICE = "sqs"`. */
  private readonly constants = new Map<string, string>();
  private lastService: { readonly service: string; readonly line: number } | null = null;
  private sdk: SdkUse;
  private readonly file: string;
  private readonly tokens: readonly SourceToken[];
  private readonly language: SourceLanguage;
  private readonly names: AwsNames;
  private readonly by: CallOrigin;

  constructor(
    file: string,
    tokens: readonly SourceToken[],
    language: SourceLanguage,
    names: AwsNames,
    by: CallOrigin,
  ) {
    this.file = file;
    this.tokens = tokens;
    this.language = language;
    this.names = names;
    this.by = by;
    this.sdk = { sdk: SDKS[language], version: null };
  }

  read(): void {
    for (const [at, token] of this.tokens.entries()) {
      if (token.kind === "text") {
        this.constant(at, token);
        if (this.package(at, token)) continue;
        this.hosts(at, token);
        this.forcedIpv4(at, token);
      } else if (token.kind === "name") {
        this.client(at, token);
        this.option(at, token);
        this.forcedIpv4(at, token);
      }
    }
  }

  private value(at: number): string {
    return this.tokens[at]?.value ?? "";
  }

  private place(token: SourceToken) {
    return { file: this.file, line: token.line };
  }

  private constant(at: number, token: SourceToken): void {
    const sign = this.tokens[at - 1]?.value;
    const name = this.tokens[at - 2];
    if ((sign === "=" || sign === ":") && name?.kind === "name" && token.value.length < 300) {
      this.constants.set(name.value, token.value);
    }
  }

  private addService(service: string, token: SourceToken, sdk = this.sdk): void {
    this.lastService = { service, line: token.line };
    this.sdk = sdk;
    this.calls.push(serviceCall(service, this.place(token), this.by, "sdk", { sdk }));
  }

  /** A text that names a package: an import. */
  private package(at: number, token: SourceToken): boolean {
    const { value } = token;
    if (this.language === "javascript") {
      const before = this.value(at - 1);
      if (before !== "from" && before !== "(" && before !== "import") return false;
      if (/^@aws-sdk\/(client-|lib-|s3-)/.test(value)) return this.imported(value, token, "js-v3");
      if (/^aws-sdk\/clients\//.test(value)) return this.imported(value, token, "js-v2");
      if (value === "aws-sdk") {
        this.sdk = { sdk: "js-v2", version: null };
        return true;
      }
    }
    if (this.language === "go") {
      const isV2 = value.startsWith("github.com/aws/aws-sdk-go-v2/service/");
      const isV1 = value.startsWith("github.com/aws/aws-sdk-go/service/");
      if (isV1 || isV2) {
        // Types and pagers of a service are no calls of their own.
        const [service = ""] = value.split("/service/")[1]?.split("/") ?? [];
        const root = value.slice(0, value.indexOf("/service/"));
        if (value.split("/service/")[1] !== service) return true;
        return this.imported(`${root}/service/${service}`, token, isV2 ? "go-v2" : "go-v1");
      }
    }
    return false;
  }

  private imported(name: string, token: SourceToken, sdk: string): boolean {
    const service = this.names.serviceOfPackage(name);
    if (service !== null) this.addService(service, token, { sdk, version: null });
    return service !== null;
  }

  /** A name that begins a client, or the import of one. */
  private client(at: number, token: SourceToken): void {
    switch (this.language) {
      case "javascript":
        this.javascriptClient(at, token);
        break;
      case "python":
        this.pythonClient(at, token);
        break;
      case "java":
        this.javaClient(at, token);
        break;
      case "csharp":
        this.csharpClient(at, token);
        break;
      case "ruby":
        if (token.value === "Aws" && this.value(at + 1) === "::")
          this.named(`Aws::${this.value(at + 2)}`, token);
        break;
      case "rust":
        if (/^aws_sdk_[a-z0-9]+$/.test(token.value)) this.named(token.value, token);
        break;
      case "php":
        this.phpClient(at, token);
        break;
      default:
        break;
    }
  }

  private named(name: string, token: SourceToken, sdk = this.sdk): void {
    const isFirst = this.lastService?.line !== token.line;
    const service = this.names.serviceOfPackage(name);
    if (service !== null && (isFirst || this.lastService?.service !== service)) {
      this.addService(service, token, sdk);
    }
  }

  private javascriptClient(at: number, token: SourceToken): void {
    if (this.value(at - 1) !== "new" && this.value(at - 2) !== "new") return;
    // Version 2: new AWS.S3()
    if (/^(AWS|aws)$/.test(token.value) && this.value(at + 1) === ".") {
      const name = this.value(at + 2);
      const service = name === "DocumentClient" ? null : this.names.serviceNamed(name);
      const isDocument = this.value(at + 4) === "DocumentClient";
      if (service !== null && (this.value(at + 3) === "(" || isDocument)) {
        this.addService(service, token, { sdk: "js-v2", version: null });
      }
      return;
    }
    if (this.value(at - 1) === "new" && /^[A-Z]\w+Client$/.test(token.value)) {
      const service = this.names.serviceOfPackage(token.value);
      if (service !== null) this.lastService = { service, line: token.line };
    }
  }

  private pythonClient(at: number, token: SourceToken): void {
    const isCall =
      /^(client|resource|create_client)$/.test(token.value) &&
      this.value(at - 1) === "." &&
      this.value(at + 1) === "(";
    if (!isCall) return;
    const isNamed = this.value(at + 2) === "service_name";
    const argument = this.tokens[at + (isNamed ? 4 : 2)];
    const name =
      argument?.kind === "text" ? argument.value : this.constants.get(argument?.value ?? "");
    if (name === undefined || !/^[a-z0-9-]+$/.test(name)) return;
    const service = this.names.serviceNamed(name);
    if (service !== null) this.addService(service, token);
  }

  private javaClient(at: number, token: SourceToken): void {
    if (
      token.value === "software" &&
      this.value(at + 2) === "amazon" &&
      this.value(at + 4) === "awssdk"
    ) {
      if (
        this.value(at + 6) !== "services" ||
        this.value(at + 9) !== "." ||
        this.value(at + 10) === "model"
      )
        return;
      this.named(`software.amazon.awssdk.services.${this.value(at + 8)}`, token, {
        sdk: "java-v2",
        version: null,
      });
    } else if (
      token.value === "com" &&
      this.value(at + 2) === "amazonaws" &&
      this.value(at + 4) === "services"
    ) {
      if (this.value(at + 8) === "model") return;
      this.named(`com.amazonaws.services.${this.value(at + 6)}`, token, {
        sdk: "java-v1",
        version: null,
      });
    } else if (
      token.value === "aws" &&
      this.value(at + 2) === "sdk" &&
      this.value(at + 4) === "kotlin" &&
      this.value(at + 6) === "services"
    ) {
      if (this.value(at + 10) === "model") return;
      this.named(`aws.sdk.kotlin.services.${this.value(at + 8)}`, token, {
        sdk: "kotlin",
        version: null,
      });
    }
  }

  private csharpClient(at: number, token: SourceToken): void {
    if (token.value !== "Amazon" || this.value(at - 1) !== "using" || this.value(at + 1) !== ".")
      return;
    if (this.value(at + 3) !== ";") return;
    this.named(`Amazon.${this.value(at + 2)}`, token);
  }

  private phpClient(at: number, token: SourceToken): void {
    if (token.value === "Aws" && this.value(at + 1) === "\\") {
      if (this.value(at + 3) === "\\" && /Client$/.test(this.value(at + 4))) {
        this.named(`Aws\\${this.value(at + 2)}`, token);
      }
    }
  }

  private nearService(token: SourceToken): string | null {
    const last = this.lastService;
    return last !== null && token.line - last.line <= NEAR_LINES ? last.service : null;
  }

  /** A switch or URL that code sets. */
  private option(at: number, token: SourceToken): void {
    const name = token.value.replaceAll("_", "").toLowerCase();
    if (DUALSTACK_OPTIONS.has(name) || FIPS_OPTIONS.has(name)) {
      const value = this.switchAfter(at);
      if (value === undefined) return;
      this.settings.push(this.setting(FIPS_OPTIONS.has(name) ? "fips" : "dualstack", value, token));
      return;
    }
    if (!URL_OPTIONS.has(name)) return;
    const sign = this.value(at + 1);
    if (sign !== "=" && sign !== ":" && sign !== "(" && sign !== "=>") return;
    for (let next = at + 2; next < at + 9; next++) {
      const argument = this.tokens[next];
      if (argument === undefined || /^[,;}\n]$/.test(argument.value)) return;
      if (argument.kind !== "text" || !/:\/\//.test(argument.value)) continue;
      this.settings.push(this.setting("endpoint-url", argument.value, token));
      return;
    }
  }

  private setting(
    what: EndpointSetting["what"],
    value: string | null,
    token: SourceToken,
  ): EndpointSetting {
    const { caller, scope } = this.by;
    return {
      what,
      value,
      missing: value === null ? token.value : null,
      service: this.nearService(token),
      where: "code",
      name: token.value,
      place: this.place(token),
      caller,
      scope,
      sdk: this.sdk,
    };
  }

  /** Undefined: it is only spoken of. */
  private switchAfter(at: number): string | null | undefined {
    const sign = this.value(at + 1);
    if (!["=", ":", "(", "=>", "{"].includes(sign)) return undefined;
    for (let next = at + 2; next < at + 8; next++) {
      const word = this.value(next);
      if (/^(true|True|TRUE)$/.test(word) || /Enabled$/.test(word)) return "true";
      if (/^(false|False|FALSE)$/.test(word) || /Disabled$/.test(word)) return "false";
      if (/^[,;})]$/.test(word)) break;
    }
    return this.tokens[at + 2]?.kind === "name" ? null : undefined;
  }

  private hosts(at: number, token: SourceToken): void {
    const { value } = token;
    if (value.length > 5000 || /^arn:/.test(value)) return;
    const place = this.place(token);
    for (const { host, path } of urlHosts(value)) {
      const isAws = this.names.isAwsZone(host.toLowerCase());
      if (!isAws && !this.isCalled(at, host, path)) continue;
      const call = callOfHost(host, true, place, this.by, "url", this.names, {
        confidence: isAws ? "high" : "medium",
      });
      if (call !== null) this.calls.push(call);
    }
    if (this.isPrincipal(at)) return;
    for (const host of bareAwsHosts(value)) {
      const call = callOfHost(host, false, place, this.by, "url", this.names, {
        confidence: "medium",
      });
      if (call !== null) this.calls.push(call);
    }
  }

  /** `Principal: { Service: "…" }`, `ServicePrincipal("…")`. */
  private isPrincipal(at: number): boolean {
    const before = this.tokens.slice(Math.max(0, at - 5), at).map(({ value }) => value);
    return before.some((word) => /principal|^service$|assumed?by/i.test(word));
  }

  /** Whether an URL is called, and not only shown to people. */
  private isCalled(at: number, host: string, path: string): boolean {
    if (/^(www\.)?(github|gitlab)\.com$/.test(host) && !/\/(releases|raw|archive)\//.test(path))
      return false;
    if (/\.(xsd|dtd|md|html?)$/.test(path)) return false;
    const before = this.tokens.slice(Math.max(0, at - 6), at);
    const first = before.findLastIndex(({ value }) => /^[;{}]$/.test(value));
    return before
      .slice(first + 1)
      .some(
        ({ kind, value }) =>
          kind === "name" &&
          /(url|uri|endpoint|host|domain|api|fetch|request|axios|http|download|registry|webhook|proxy|server)/i.test(
            value,
          ) &&
          !/(schema|doc|help|homepage|license|link|namespace|href|reference|xmlns)/i.test(value),
      );
  }

  private forcedIpv4(at: number, token: SourceToken): void {
    const isForced =
      token.kind === "text"
        ? /ipv4first|preferIPv4Stack=true|disable_ipv6\s*=\s*1/.test(token.value) ||
          (this.language === "go" && /^(tcp|udp)4$/.test(token.value))
        : (token.value === "HAS_IPV6" &&
            this.value(at + 1) === "=" &&
            this.value(at + 2) === "False") ||
          (this.language === "javascript" &&
            token.value === "family" &&
            this.value(at + 1) === ":" &&
            this.value(at + 2) === "4");
    if (isForced)
      this.settings.push({ ...this.setting("ipv4-forced", token.value, token), service: null });
  }
}

const DUALSTACK_OPTIONS = new Set([
  "usedualstackendpoint",
  "usedualstackendpoints",
  "usedualstack",
  "dualstackenabled",
  "withusedualstackendpoint",
  "withdualstackenabled",
  "enabledualstack",
]);

const FIPS_OPTIONS = new Set(["usefipsendpoint", "usefips", "fipsenabled"]);

const URL_OPTIONS = new Set([
  "endpoint",
  "endpointurl",
  "endpointoverride",
  "baseendpoint",
  "serviceurl",
  "withendpointconfiguration",
  "endpointconfiguration",
  "withendpoint",
]);
