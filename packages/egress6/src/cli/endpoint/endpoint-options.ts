export interface EndpointOptions {
  readonly region?: string;
  readonly dualstack?: true;
  readonly fips?: true;
  readonly endpointUrl?: string;
  readonly ignoreConfiguredEndpointUrls?: true;
  readonly profile?: string;
  readonly sdk?: string;
  readonly param?: readonly string[];
  readonly discovered?: readonly string[];
  readonly explain?: true;
  readonly verbose?: true;
  readonly live?: true;
  readonly json?: true;
  readonly batch?: true;
  readonly rules?: string;
  readonly db?: string;
  readonly resolver?: readonly string[];
  readonly rate: number;
}
