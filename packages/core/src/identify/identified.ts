import type { Variant } from "../endpoint/types.js";

/** What a text is; the first that fits, in this order. */
export const IDENTIFIED_KINDS = [
  /** With a scheme, a port or a path: the host counts. */
  "url",
  /** A hostname of the catalog, or one that an operation, an account or a bucket makes of it. */
  "endpoint",
  /** A host made for one resource, such as an OpenSearch domain: the resource has to be switched. */
  "resource-host",
  /** Of PrivateLink: `com.amazonaws.REGION.NAME`. */
  "endpoint-service",
  "arn",
  /** Of IAM: `sqs:SendMessage`. */
  "action",
  /** Of Terraform or CloudFormation, and packages and clients of SDKs: `aws_sns_topic`, `@aws-sdk/client-sqs`. */
  "iac-type",
  /** A variable or a key of a config file, with or without its value: `AWS_ENDPOINT_URL_SQS=…`. */
  "setting",
  /** Of a container: its registry counts. */
  "image",
  "service",
  "tool",
  /** Free text around any of these: an error message, a line of a log. */
  "error",
  "address",
  "region",
  "variant",
  /** Not AWS's, or not known to be. */
  "host",
  "unknown",
] as const;
export type IdentifiedKind = (typeof IDENTIFIED_KINDS)[number];

/** What one line of a text is. */
export interface Identified {
  /** As it was given, cut where it is far too long. */
  readonly input: string;
  readonly kind: IdentifiedKind;
  /** The most likely first; none where nothing of AWS's is meant. */
  readonly matches: readonly IdentifiedMatch[];
  /** What there is to say besides, in a sentence: of an address, a resource's host, an unknown word. */
  readonly note: string | null;
  /** Ids of entries in `data/tools.json`. */
  readonly tools: readonly string[];
  /** Ids of entries in `data/error-messages.json` that the text is an example of. */
  readonly errors: readonly string[];
  /** Id of the entry in `data/resource-hosts.json`. */
  readonly resource: string | null;
  /** Hosts named in the text, lower case, in its order; also those of AWS. */
  readonly hosts: readonly string[];
  /** Regions that the text names, whether or not anything is found there. */
  readonly regions: readonly string[];
  /** Variants that the text names: `fips`. */
  readonly variants: readonly Variant[];
  /** Addresses in the text, as written there, without brackets. */
  readonly addresses: readonly string[];
  /** CLI names that are nearly what was typed, or none. */
  readonly nearest: readonly string[];
}

/** One endpoint, or one service, that a text may mean. */
export interface IdentifiedMatch {
  /** CLI name. */
  readonly service: string;
  /** Null where the text does not say, and where one name serves a whole partition. */
  readonly region: string | null;
  /** As far as the text says: of its region, its ARN, its hostname. */
  readonly partition: string | null;
  readonly variant: Variant | null;
  /** With the text's own values in place of placeholders; null where region and partition leave it open. */
  readonly hostname: string | null;
  /** What an additional name is for, as in the catalog; null: the service's own endpoint. */
  readonly purpose: string | null;
  /** The names of the same purpose, by variant; null where AWS's rules build none, or `hostname` is null. */
  readonly siblings: Readonly<Record<Variant, string | null>>;
}
