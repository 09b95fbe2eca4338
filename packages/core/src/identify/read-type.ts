import type { Service } from "../endpoint/types.js";
import type { Found, Known } from "./known.js";
import { serviceMatch } from "./match.js";
import { bare } from "./service-words.js";

/** Types of resources in Terraform, CloudFormation, Pulumi and CDK, and packages and clients of SDKs. */
export function readType(known: Known, word: string): Found | null {
  // Of the words of a text, few have any of this in them.
  if (word.length > LONGEST_TYPE || !/[_:/.\\@-]|Client$/.test(word)) return null;
  const services =
    terraformType(known, word) ?? cloudFormationType(known, word) ?? packageName(known, word);
  if (services === null || services.length === 0) return null;
  return {
    kind: "iac-type",
    matches: services.map((service) => serviceMatch(known.catalog, service, {})),
  };
}

const LONGEST_TYPE = 200;

/** `aws_lb_listener`, `data.aws_vpc.main`: the longest prefix that is known. */
function terraformType(known: Known, word: string): readonly Service[] | null {
  const type = word.split(".").find((part) => part.startsWith("aws_"));
  if (type === undefined || !/^aws_[a-z0-9_]+$/.test(type)) return null;
  const parts = type.slice("aws_".length).split("_");
  if (parts[0] === "sdk") return null;
  const { terraform } = known.names.iacTypes;
  for (let count = parts.length; count > 0; count--) {
    const listed = entryOf(terraform, parts.slice(0, count).join("_"));
    if (listed !== null) return servicesCalled(known, listed);
  }
  for (let count = parts.length; count > 0; count--) {
    const found = known.words.ids.get(parts.slice(0, count).join(""));
    if (found !== undefined) return found;
  }
  return null;
}

/** `AWS::SQS::Queue`. */
function cloudFormationType(known: Known, word: string): readonly Service[] | null {
  const parts = word.split("::");
  if (parts[0] !== "AWS" || parts.length < 2 || parts.some((part) => !/^[\w*]+$/.test(part)))
    return null;
  const [, space = "", resource = ""] = parts.map((part) => part.toLowerCase());
  const { cloudformation } = known.names.iacTypes;
  for (let length = resource.length; length > 0; length--) {
    const listed = entryOf(cloudformation, `${space}::${resource.slice(0, length)}`);
    if (listed !== null) return servicesCalled(known, listed);
  }
  const listed = entryOf(cloudformation, space);
  if (listed !== null) return servicesCalled(known, listed);
  return known.words.ids.get(space) ?? known.words.namespaces.get(space) ?? null;
}

/** What stands around the service's name in packages, imports and clients. */
const PACKAGES: readonly RegExp[] = [
  /^@aws-sdk\/client-([a-z0-9-]+)/,
  /^@aws-sdk\/(lib-dynamodb|lib-storage|s3-[a-z-]+)/,
  /^aws-sdk\/clients\/([a-z0-9]+)/,
  /^(?:boto3|session|botocore|aioboto3|client)(?:\.[a-z_]+)*\.(?:client|resource)\((?:service_name=)?["']([a-z0-9-]+)["']/i,
  /^software\.amazon\.(?:awssdk)(?:\.services\.|:)([a-z0-9]+)/,
  /^com\.amazonaws(?:\.services\.|:aws-java-sdk-)([a-z0-9]+)/,
  /^aws\.sdk\.kotlin(?:\.services\.|:)([a-z0-9]+)/,
  /^github\.com\/aws\/aws-sdk-go(?:-v2)?\/service\/([a-z0-9]+)/,
  /^aws-(?:cpp-sdk|java-sdk|sdk)-([a-z0-9-]+)/,
  /^aws_sdk_([a-z0-9]+)/,
  /^(?:AWSSDK|Amazon)\.([A-Za-z0-9]+)/,
  /^\\?Aws\\([A-Za-z0-9]+)/,
  /^Aws::([A-Za-z0-9]+)/,
  /^(?:aws-cdk-lib\/|@aws-cdk\/)aws-([a-z0-9]+)/,
  /^aws_cdk\.aws_([a-z0-9]+)/,
  /^(?:types-boto3|mypy-boto3)-([a-z0-9-]+)/,
  /^aws:([a-z0-9]+)\/[a-zA-Z]+:[A-Z]/,
  /^@pulumi\/aws\/([a-z0-9]+)/,
  /^pulumi_aws\.([a-z0-9]+)/,
  /^([a-z0-9]+)\.services\.k8s\.aws/,
  /^([A-Z][A-Za-z0-9]+)Client$/,
];

function packageName(known: Known, word: string): readonly Service[] | null {
  for (const pattern of PACKAGES) {
    const name = pattern.exec(word)?.[1];
    const found = name === undefined ? null : servicesOfPackage(known, name);
    if (found !== null) return found;
  }
  return null;
}

/** By id, else as CloudFormation or ARNs have it, since CDK and older packages do. */
function servicesOfPackage({ words }: Known, name: string): readonly Service[] | null {
  const plain = bare(name);
  return words.ids.get(plain) ?? words.namespaces.get(plain) ?? null;
}

function entryOf(
  table: Readonly<Record<string, readonly string[]>>,
  key: string,
): readonly string[] | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}

function servicesCalled({ words }: Known, cliNames: readonly string[]): readonly Service[] {
  return cliNames.flatMap((cliName) => words.byCliName.get(cliName) ?? []);
}
