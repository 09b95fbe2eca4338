import { partition } from "@aws-sdk/core/client";
import {
  AwsJson1_0Protocol,
  AwsJson1_1Protocol,
  AwsRestJsonProtocol,
} from "@aws-sdk/core/protocols";
import { makeBuilder } from "@smithy/core/client";
import { getEndpointPlugin } from "@smithy/core/endpoints";

/** A service that speaks JSON: its answers are kept as they come, so that no list of its shapes is needed. */
export interface JsonService {
  /** As the SDK calls it: settings such as `AWS_ENDPOINT_URL_ECS` go by it. */
  readonly serviceId: string;
  readonly signingName: string;
  /** The first label of its hosts. */
  readonly prefix: string;
  readonly protocol: "json-1.0" | "json-1.1" | "rest-json";
  /** What stands before the operation in `X-Amz-Target`; the namespace of its shapes in REST. */
  readonly target: string;
}

const PROTOCOLS = {
  "json-1.0": AwsJson1_0Protocol,
  "json-1.1": AwsJson1_1Protocol,
  "rest-json": AwsRestJsonProtocol,
};

interface EndpointParameters {
  readonly Endpoint?: unknown;
  readonly Region?: unknown;
  readonly UseFIPS?: unknown;
  readonly UseDualStack?: unknown;
}

/** What makes a client of another service of the SDK one of this: same credentials, signature, retries. */
export function jsonServiceConfig({
  serviceId,
  signingName,
  prefix,
  protocol,
  target,
}: JsonService) {
  return {
    serviceId,
    protocol: PROTOCOLS[protocol],
    protocolSettings: {
      defaultNamespace: `com.amazonaws.${signingName}`,
      serviceTarget: target,
      version: "",
      errorTypeRegistries: [],
    },
    endpointProvider: (given: EndpointParameters) => {
      const region = typeof given.Region === "string" ? given.Region : "";
      return {
        url: endpointUrl(given, prefix, region),
        properties: {
          authSchemes: [{ name: "sigv4", signingName, signingRegion: region, properties: {} }],
        },
        headers: {},
      };
    },
    httpAuthSchemeProvider: (parameters: { readonly region?: string }) => [
      {
        schemeId: "aws.auth#sigv4",
        signingProperties: { name: signingName, region: parameters.region },
        propertiesExtractor: (config: unknown, context: unknown) => ({
          signingProperties: { config, context },
        }),
      },
    ],
  };
}

function endpointUrl(given: EndpointParameters, prefix: string, region: string): URL {
  const { Endpoint: endpoint } = given;
  if (typeof endpoint === "string") return new URL(endpoint);
  const { dnsSuffix, dualStackDnsSuffix } = partition(region);
  const name = given.UseFIPS === true ? `${prefix}-fips` : prefix;
  const suffix = given.UseDualStack === true ? dualStackDnsSuffix : dnsSuffix;
  return new URL(`https://${name}.${region}.${suffix}`);
}

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

/** Where in a request a member stands: `{ httpQuery: "Marker" }`. */
type Traits = Readonly<Record<string, string | number>>;

/**
 * A command of such a service.
 * @param http of REST: method, path, and what of the request stands in path and query
 */
export function jsonCommand(
  { target, signingName }: JsonService,
  operation: string,
  members: { readonly asked: readonly string[]; readonly answered: readonly string[] },
  http?: {
    readonly path: string;
    readonly members: Readonly<Record<string, Traits>>;
  },
) {
  const namespace = `com.amazonaws.${signingName}`;
  const any = (name: string, members: readonly string[]): ShapeSchema => [
    3,
    namespace,
    name,
    0,
    [...members],
    members.map(() => DOCUMENT),
  ];
  const bound = (name: string, members: Readonly<Record<string, Traits>>): ShapeSchema => [
    3,
    namespace,
    name,
    0,
    Object.keys(members),
    Object.values(members).map((traits) => [TEXT, traits]),
  ];
  const schema: OperationSchema = [
    9,
    namespace,
    operation,
    http === undefined ? 0 : { http: ["GET", http.path, 200] },
    http === undefined
      ? any(`${operation}Request`, members.asked)
      : bound(`${operation}Request`, http.members),
    any(`${operation}Response`, members.answered),
  ];
  const command = makeBuilder(COMMON, target, "JsonClient", getEndpointPlugin);
  return command({}, () => [], operation, schema);
}
