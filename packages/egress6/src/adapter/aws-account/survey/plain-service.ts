import {
  AwsJson1_0Protocol,
  AwsJson1_1Protocol,
  AwsQueryProtocol,
  AwsRestJsonProtocol,
  AwsRestXmlProtocol,
} from "@aws-sdk/core/protocols";
import { makeBuilder } from "@smithy/core/client";
import { getEndpointPlugin } from "@smithy/core/endpoints";
import type { EndpointFinder } from "../../../ports.js";

/** A service without a client of its own: what is asked of it needs few of its shapes. */
export interface PlainService {
  /** As the SDK calls it: settings such as `AWS_ENDPOINT_URL_ECS` go by it. */
  readonly serviceId: string;
  readonly cliName: string;
  readonly protocol: keyof typeof PROTOCOLS;
  /** What stands before the operation in `X-Amz-Target`; the namespace of its shapes elsewhere. */
  readonly target: string;
  /** Of its API, where a request has to say it. */
  readonly version?: string;
}

const PROTOCOLS = {
  "json-1.0": AwsJson1_0Protocol,
  "json-1.1": AwsJson1_1Protocol,
  "rest-json": AwsRestJsonProtocol,
  "rest-xml": AwsRestXmlProtocol,
  query: AwsQueryProtocol,
};

interface EndpointParameters {
  readonly Endpoint?: unknown;
  readonly Region?: unknown;
  readonly UseFIPS?: unknown;
  readonly UseDualStack?: unknown;
}

/** What makes a client of another service of the SDK one of this: same credentials, signature, retries. */
export function plainServiceConfig(
  { serviceId, cliName, protocol, target, version = "" }: PlainService,
  endpointOf: EndpointFinder,
) {
  return {
    serviceId,
    protocol: PROTOCOLS[protocol],
    protocolSettings: {
      defaultNamespace: namespaceOf(cliName),
      serviceTarget: target,
      version,
      xmlNamespace: "",
      errorTypeRegistries: [],
    },
    endpointProvider: (given: EndpointParameters) => {
      const region = typeof given.Region === "string" ? given.Region : "";
      const found = endpointOf(cliName, region, {
        isFips: given.UseFIPS === true,
        isDualstack: given.UseDualStack === true,
      });
      const own = typeof given.Endpoint === "string" ? given.Endpoint : undefined;
      const url = own ?? found?.url;
      if (url === undefined) throw new Error(`AWS has no such endpoint of ${cliName} in ${region}`);
      const { signingName = cliName, signingRegion = region } = found ?? {};
      return {
        url: new URL(url),
        properties: {
          authSchemes: [{ name: "sigv4", signingName, signingRegion, properties: {} }],
        },
        headers: {},
      };
    },
    httpAuthSchemeProvider: (parameters: { readonly region?: string }) => [
      {
        schemeId: "aws.auth#sigv4",
        signingProperties: { name: cliName, region: parameters.region },
        propertiesExtractor: (config: unknown, context: unknown) => ({
          signingProperties: { config, context },
        }),
      },
    ],
  };
}

const namespaceOf = (cliName: string): string => `com.amazonaws.${cliName}`;

const COMMON = {
  UseFIPS: { type: "builtInParams", name: "useFipsEndpoint" },
  Endpoint: { type: "builtInParams", name: "endpoint" },
  Region: { type: "builtInParams", name: "region" },
  UseDualStack: { type: "builtInParams", name: "useDualstackEndpoint" },
} as const;

/** As the SDK writes down what a command takes and gives. */
type OperationSchema = Parameters<ReturnType<typeof makeBuilder>>[3];
type ShapeSchema = Exclude<OperationSchema[4], () => unknown>;

/** Smithy's numbers for a text, and for what may be any JSON. */
const TEXT = 0;
const DOCUMENT = 15;

/** Where in a request or an answer a member stands: `{ httpQuery: "Marker" }`. */
type Traits = Readonly<Record<string, string | number>>;

/** What is taken of an answer in XML, by the names of its members. */
export interface XmlMembers {
  readonly [name: string]: "text" | "payload" | XmlList;
}
/** Each of its items a text, or with members of its own. */
interface XmlList {
  readonly each: "text" | XmlMembers;
  /** How an item is called; `member` unless given. */
  readonly called?: string;
}

interface RestMembers {
  readonly path: string;
  readonly members: Readonly<Record<string, Traits>>;
}

/**
 * A command of a service that speaks JSON.
 * @param http of REST: method, path, and what of the request stands in path and query
 */
export function jsonCommand(
  service: PlainService,
  operation: string,
  members: { readonly asked: readonly string[]; readonly answered: readonly string[] },
  http?: RestMembers,
) {
  const namespace = namespaceOf(service.cliName);
  const any = (name: string, members: readonly string[]): ShapeSchema => [
    3,
    namespace,
    name,
    0,
    [...members],
    members.map(() => DOCUMENT),
  ];
  return commandOf(service, operation, http, {
    asked: any(`${operation}Request`, members.asked),
    answered: any(`${operation}Response`, members.answered),
  });
}

/**
 * A command of a service that answers in XML.
 * @param asked texts, and lists of texts
 */
export function xmlCommand(
  service: PlainService,
  operation: string,
  asked: Readonly<Record<string, "text" | "texts">>,
  answered: XmlMembers,
  http?: RestMembers,
) {
  const namespace = namespaceOf(service.cliName);
  return commandOf(service, operation, http, {
    asked: [
      3,
      namespace,
      `${operation}Request`,
      0,
      Object.keys(asked),
      Object.values(asked).map((kind) => (kind === "text" ? TEXT : textsSchema(namespace))),
    ],
    answered: structureOf(namespace, `${operation}Response`, answered),
  });
}

const textsSchema = (namespace: string): ShapeSchema => [1, namespace, "Texts", 0, TEXT];

function structureOf(namespace: string, name: string, members: XmlMembers): ShapeSchema {
  return [
    3,
    namespace,
    name,
    0,
    Object.keys(members),
    Object.entries(members).map(([member, kind]) => {
      if (kind === "text") return TEXT;
      if (kind === "payload") return [TEXT, { httpPayload: 1 }];
      const { each, called } = kind;
      const item = each === "text" ? TEXT : structureOf(namespace, `${member}Item`, each);
      return [
        1,
        namespace,
        `${member}List`,
        0,
        called === undefined ? item : [() => item, { xmlName: called }],
      ];
    }),
  ];
}

function commandOf(
  { target, cliName }: PlainService,
  operation: string,
  http: RestMembers | undefined,
  { asked, answered }: { readonly asked: ShapeSchema; readonly answered: ShapeSchema },
) {
  const namespace = namespaceOf(cliName);
  const bound = ({ members }: RestMembers): ShapeSchema => [
    3,
    namespace,
    `${operation}Request`,
    0,
    Object.keys(members),
    Object.values(members).map((traits) => [TEXT, traits]),
  ];
  const schema: OperationSchema = [
    9,
    namespace,
    operation,
    http === undefined ? 0 : { http: ["GET", http.path, 200] },
    http === undefined ? asked : bound(http),
    answered,
  ];
  const command = makeBuilder(COMMON, target, "PlainClient", getEndpointPlugin);
  return command({}, () => [], operation, schema);
}
