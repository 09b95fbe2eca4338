/** How the settings of one service are called outside of code. */
export interface ServiceIdentifiers {
  /** `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS`. */
  readonly env: string;
  /** The key of its part in a `[services NAME]` section: `cloudwatch_logs`. */
  readonly configKey: string;
  /** A system property of Java's SDK: `aws.endpointUrlCloudWatchLogs`. */
  readonly jvmProperty: string;
}

/**
 * Derives the identifiers from the service id of the API model, never from the CLI name or the host.
 * @source https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html
 */
export function serviceIdentifiers(serviceId: string): ServiceIdentifiers {
  const known = derived.get(serviceId);
  if (known !== undefined) return known;
  const identifiers = deriveIdentifiers(serviceId);
  derived.set(serviceId, identifiers);
  return identifiers;
}

/** There are as many as the catalog has services. */
const derived = new Map<string, ServiceIdentifiers>();

function deriveIdentifiers(serviceId: string): ServiceIdentifiers {
  const words = serviceId.replaceAll(" ", "_");
  return {
    env: `AWS_ENDPOINT_URL_${words.toUpperCase()}`,
    configKey: words.toLowerCase(),
    jvmProperty: `aws.endpointUrl${javaClientName(serviceId)}`,
  };
}

/**
 * As the SDK for Java 2.x names its clients: `KMS` → `Kms`, `DynamoDB` → `DynamoDb`,
 * `Database Migration Service` → `DatabaseMigration`.
 * @source aws-sdk-java-v2, codegen: CodegenNamingUtils.splitOnWordBoundaries, DefaultNamingStrategy.getServiceName
 */
export function javaClientName(serviceId: string): string {
  const words = serviceId
    .replace(/[^A-Za-z0-9]+/g, " ")
    .replace(/([^a-z]{2,})v([0-9]+)/g, "$1 v$2 ")
    .replace(/([^A-Z]{2,})V([0-9]+)/g, "$1 V$2 ")
    .replace(/(?<=[a-z])(?=[A-Z][a-zA-Z0-9])/g, " ")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replace(/([0-9])([a-zA-Z])/g, "$1 $2")
    .trim()
    .split(/ +/);
  const name = words.map((word) => capitalized(word.toLowerCase())).join("");
  return name.replace(/^(Amazon|Aws)(?=.)/, "").replace(/(?<=.)Service$/, "");
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
