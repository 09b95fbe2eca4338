import type { DocumentedSupport } from "../facts/provenance.js";

/**
 * What people call things, besides what the catalog knows: plain JSON, so that a page can load it as it is.
 * The files of `data/` that it is made of have source and date of each entry.
 */
export interface IdentifyNames {
  /** `data/aliases.json`: words for a service, and the CLI names that they mean, the most likely first. */
  readonly aliases: readonly AliasNames[];
  /** `data/tools.json`. */
  readonly tools: readonly ToolNames[];
  readonly iacTypes: IacTypes;
  /** `data/resource-hosts.json`. */
  readonly resourceHosts: readonly ResourceHost[];
  /** `data/error-messages.json`. */
  readonly errorMessages: readonly ErrorMessage[];
  /** `data/privatelink-services.json`. */
  readonly endpointServices: readonly EndpointServiceNames[];
  /** Hosts that clients carry a list of, in place of AWS's rules: `data/cli-v1-endpoints.json`. */
  readonly carriedHosts: readonly CarriedHost[];
  /** Container registries outside AWS: `data/third-party-hosts.json`. */
  readonly registries: readonly string[];
}

export interface AliasNames {
  /** Lower case. */
  readonly alias: string;
  readonly services: readonly string[];
}

export interface ToolNames {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

/** `data/iac-types.json`: where the name of a resource or a package is not that of its service. */
export interface IacTypes {
  /** What follows `aws_` in Terraform, up to any underscore: `lb` → `elbv2`. The longest that fits counts. */
  readonly terraform: Readonly<Record<string, readonly string[]>>;
  /** What follows `AWS::` in CloudFormation's types, lower case: `msk`, `cognito::identitypool`. */
  readonly cloudformation: Readonly<Record<string, readonly string[]>>;
  /** What packages of SDKs call a service, lower case, letters and digits only. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /** What ARNs, IAM and CloudTrail call a service, where neither its model nor its endpoint does. */
  readonly namespaces: Readonly<Record<string, readonly string[]>>;
}

/** Hosts that AWS makes for single resources. */
export interface ResourceHost {
  readonly id: string;
  /** `OpenSearch domain`. */
  readonly name: string;
  /** CLI name of the service that makes it; null: none of the catalog. */
  readonly service: string | null;
  /** Patterns of its hosts: a label may be `{Placeholder}`, one or more labels, or `{region}`, one. */
  readonly hosts: readonly string[];
  /** Whether clients reach it inside a VPC only, however the API is reached. */
  readonly isInVpc: boolean;
  /** Host after the resource was switched, with the placeholders of `hosts`; null: the same, or not known. */
  readonly switchedHost: string | null;
  /** The call or setting that switches it; null: none is known. */
  readonly switch: string | null;
  readonly note: string;
  readonly source: string;
  readonly date: string;
}

/** A message that stands in logs, and what is behind it. */
export interface ErrorMessage {
  readonly id: string;
  /**
   * As in a log, lower case: all of the texts of one of these stand in the line. `{ipv4}`, `{ipv6}`, `{no ipv4}`
   * and `{no ipv6}` say which addresses do; NAT64's are neither `{ipv6}` nor `{no ipv6}`.
   */
  readonly patterns: readonly (readonly string[])[];
  /** As people see it. */
  readonly shown: string;
  readonly cause: string;
  readonly fix: string;
  /** A section of the guide: `#the-name-has-no-aaaa`. */
  readonly link: string;
  readonly source: string;
  readonly date: string;
}

/** Endpoint services of PrivateLink that carry the calls of a service. */
export interface EndpointServiceNames {
  /** CLI name. */
  readonly service: string;
  /** After `com.amazonaws.REGION.`. */
  readonly endpoints: readonly string[];
  /** Whole names with `{Region}`, where they are not that. */
  readonly wholeNames: readonly string[];
  readonly ipv6: DocumentedSupport;
}

export interface CarriedHost {
  /** CLI name. */
  readonly service: string;
  readonly region: string;
  readonly hostname: string;
}
