import type { MiddlewareStack } from "@smithy/types";
import { type EndpointRules, withCandidates } from "./candidates.js";
import { checkedOptions } from "./checked-options.js";
import { lettingEndpointWin } from "./letting-endpoint-win.js";
import type { LookUp } from "./look-up.js";
import { NameTable } from "./name-table.js";
import { nodeLookUp } from "./node-look-up.js";
import type { Ipv6Options } from "./options.js";
import { sendByChosenName } from "./send-by-chosen-name.js";
import type { Settings } from "./settings.js";
import { Egress6Error } from "./vocabulary.js";

/** Any client of the AWS SDK for JavaScript v3, such as `S3Client`, and the aggregated ones, such as `S3`. */
export interface AwsClient {
  readonly config: object;
  readonly middlewareStack: object;
}

const now = () => performance.now();
const defaultLookUp = nodeLookUp();
/** One table for each way to look names up: what one client learns, all know. */
const tables = new WeakMap<LookUp, NameTable>();
/**
 * By middleware stack, since a `DynamoDBDocumentClient` shares that of its client. Read for each request, so
 * that they can be replaced.
 */
const settingsOfStacks = new WeakMap<object, { current: Settings }>();
/** Seen by other copies of this package too. */
const ATTACHED = Symbol.for("@egress6/aws-sdk attached");

/** Whether a client went through `ipv6`, of this copy of the package or another. */
export function isAttached({ middlewareStack }: AwsClient): boolean {
  return ATTACHED in middlewareStack;
}

/**
 * Lets a client use IPv6 where AWS offers it: each request goes to the service's default name if that has
 * IPv6, else to the dual-stack name if that has, else to the default name. Requests are signed as the
 * client's own rules say. An endpoint that is set in code, environment or profile always wins, over the
 * dual-stack switch too. A host that the service hands out (endpoint discovery) is none of these: requests go there,
 * and `require` holds for it.
 *
 * @example
 * const s3 = ipv6(new S3Client({ region: "eu-central-1" }));
 * @returns the same client; called again for it, the new options take the place of the old ones
 * @throws Egress6Error CLIENT_UNSUPPORTED when it is no client of the SDK, or too old a one; OPTION_INVALID
 */
export function ipv6<Client extends AwsClient>(client: Client, options: Ipv6Options = {}): Client {
  const { config, middlewareStack } = sdkPartsOf(client);
  const current = settingsFrom(checkedOptions(options));
  const known = settingsOfStacks.get(middlewareStack);
  if (known !== undefined) {
    known.current = current;
    return client;
  }
  const settings = { current };
  settingsOfStacks.set(middlewareStack, settings);
  Object.defineProperty(middlewareStack, ATTACHED, { value: true });
  config.endpointProvider = withCandidates(lettingEndpointWin(config.endpointProvider));
  // Newer versions ask the rules once more for how to sign.
  const { httpAuthSchemeProvider } = config;
  if (typeof httpAuthSchemeProvider === "function") {
    config.httpAuthSchemeProvider = lettingEndpointWin(httpAuthSchemeProvider);
  }
  middlewareStack.addRelativeTo(
    sendByChosenName(
      () => settings.current,
      typeof config.endpointDiscoveryCommandCtor === "function",
    ),
    { name: "egress6Middleware", relation: "before", toMiddleware: SIGNING },
  );
  return client;
}

function settingsFrom(options: Ipv6Options): Settings {
  const {
    ipv6: preference,
    resolver = defaultLookUp,
    lookUpTimeoutMs = 2000,
    onChoice,
    seed,
  } = options;
  let table = tables.get(resolver);
  if (table === undefined) {
    table = new NameTable(resolver, now);
    tables.set(resolver, table);
  }
  if (seed !== undefined) table.seed(seed);
  return { isRequired: preference === "require", table, lookUpTimeoutMs, onChoice, now };
}

/** The middleware that signs: until then a request can go elsewhere. Newer versions keep this older name as an alias. */
const SIGNING = "awsAuthMiddleware";

interface SdkParts {
  readonly config: {
    endpointProvider: EndpointRules;
    httpAuthSchemeProvider?: (parameters: object) => unknown;
    /** Of clients that ask their service for the host of its calls. */
    endpointDiscoveryCommandCtor?: unknown;
  };
  readonly middlewareStack: MiddlewareStack<object, object>;
}

function sdkPartsOf(client: AwsClient): SdkParts {
  const { config, middlewareStack } = client as Partial<SdkParts>;
  const isSupported =
    typeof config?.endpointProvider === "function" &&
    typeof middlewareStack?.addRelativeTo === "function" &&
    // Older versions sign each command in a way of its own.
    middlewareStack.clone().remove(SIGNING);
  if (isSupported) return { config, middlewareStack };
  throw new Egress6Error(
    "CLIENT_UNSUPPORTED",
    "input",
    "ipv6() takes a client of the AWS SDK for JavaScript v3, 3.540.0 or later, such as new S3Client({}). Update the @aws-sdk packages, or pass the client itself.",
  );
}
