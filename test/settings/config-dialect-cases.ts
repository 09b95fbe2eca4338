/** Files and variables that SDKs take differently, or might: what a client of any service starts with. */
export interface DialectCase {
  readonly what: string;
  readonly config: string | null;
  readonly credentials: string | null;
  readonly env: Readonly<Record<string, string>>;
}

interface Setup {
  readonly config?: string;
  readonly credentials?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const lines = (...text: readonly string[]) => `${text.join("\n")}\n`;
const SWITCH = "use_dualstack_endpoint = true";
const REGION = "region = eu-west-1";

const inDefault = (...entries: readonly string[]): Setup => ({
  config: lines("[default]", REGION, ...entries),
});
const inEnvironment = (env: Setup["env"], ...entries: readonly string[]): Setup => ({
  ...inDefault(...entries),
  env: env ?? {},
});
const servicesOf = (...section: readonly string[]): Setup => ({
  config: lines("[default]", REGION, "services = own", ...section),
});
const inVirginia = (env: Setup["env"], ...entries: readonly string[]): Setup => ({
  config: lines("[default]", "region = us-east-1", ...entries),
  env: env ?? {},
});

const CASES: Readonly<Record<string, Setup>> = {
  "no files": { env: { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-1" } },
  "a plain file": inDefault(SWITCH),

  "two default sections": {
    config: lines("[default]", REGION, SWITCH, "[profile default]", "output = json"),
  },
  "two, the short one later": {
    config: lines("[profile default]", "output = json", "[default]", REGION, SWITCH),
  },
  "two, both with a region": {
    config: lines("[default]", REGION, SWITCH, "[profile default]", "region = eu-central-1"),
  },
  "two with a region, the short one later": {
    config: lines("[profile default]", "region = eu-central-1", "[default]", REGION, SWITCH),
  },
  "two, the long one empty": { config: lines("[default]", REGION, SWITCH, "[profile default]") },
  "two, the long one first and empty": {
    config: lines("[profile default]", "[default]", REGION, SWITCH),
  },
  "two, the short one empty": { config: lines("[profile default]", REGION, SWITCH, "[default]") },

  "a comment behind the switch": inDefault("use_dualstack_endpoint = true # for IPv6"),
  "a semicolon behind the switch": inDefault("use_dualstack_endpoint = true ; for IPv6"),
  "no space before the comment": inDefault("use_dualstack_endpoint = true#for IPv6"),
  "a comment for a value": inDefault("use_dualstack_endpoint = # true", SWITCH.toUpperCase()),
  "a comment behind the region": { config: lines("[default]", `${REGION} # Dublin`, SWITCH) },
  "a comment behind a URL": inDefault("endpoint_url = https://a.test:4566 # mine"),
  "a fragment in a URL": inDefault("endpoint_url = https://a.test:4566#mine"),
  "a comment behind the name of the section": {
    config: lines(
      ...["[default]", REGION, "services = own # mine"],
      ...["[services own]", "sts =", "  endpoint_url = https://a.test"],
    ),
  },
  "a comment behind a URL of one service": servicesOf(
    ...["[services own]", "sts =", "  endpoint_url = https://a.test # mine"],
  ),
  "a comment behind the head of a service": servicesOf(
    ...["[services own]", "sts = # mine", "  endpoint_url = https://a.test"],
  ),
  "a comment behind a header": { config: lines("[default] # mine", REGION, SWITCH) },

  "an upper-case region": { config: lines("[default]", "Region = eu-west-1", SWITCH) },
  "an upper-case switch": inDefault("Use_DualStack_Endpoint = true"),
  "an upper-case URL": inDefault("ENDPOINT_URL = https://a.test"),
  "an upper-case name of a section": {
    config: lines(
      ...["[default]", REGION, "Services = own"],
      ...["[services own]", "sts =", "  endpoint_url = https://a.test"],
    ),
  },
  "an upper-case service": servicesOf(
    ...["[services own]", "STS =", "  endpoint_url = https://a.test"],
  ),
  "an upper-case URL of one service": servicesOf(
    ...["[services own]", "sts =", "  Endpoint_URL = https://a.test"],
  ),
  "the same key in two cases": inDefault(
    "Use_Dualstack_Endpoint = true",
    "use_dualstack_endpoint = false",
  ),

  colons: { config: lines("[default]", REGION, "use_dualstack_endpoint: true") },
  "a colon and an equals sign": inDefault("endpoint_url : https://a.test/a=b"),
  "a section that is there twice": {
    config: lines("[default]", REGION, "[default]", SWITCH),
  },
  "a key that is there twice": inDefault("use_dualstack_endpoint = false", SWITCH),
  "an indented line below a value": inDefault("output = json", `  ${SWITCH}`),
  "an indented line below a region": { config: lines("[default]", REGION, `  ${SWITCH}`) },
  "all lines indented": { config: lines("[default]", `  ${REGION}`, `  ${SWITCH}`) },
  "tabs and carriage returns": { config: `[default]\r\n\tregion\t=\teu-west-1\r\n\t${SWITCH}\r\n` },
  "spaces within the brackets": { config: lines("[ default ]", REGION, SWITCH) },
  "an empty region": { config: lines("[default]", "region =", SWITCH) },
  "a region in quotes": { config: lines("[default]", 'region = "eu-west-1"', SWITCH) },

  "both files with a switch": {
    ...inDefault("use_dualstack_endpoint = false"),
    credentials: lines("[default]", SWITCH),
  },
  "both files with a region": {
    ...inDefault(SWITCH),
    credentials: lines("[default]", "region = eu-central-1"),
  },
  "both files with a URL": {
    ...inDefault("endpoint_url = https://a.test"),
    credentials: lines("[default]", "endpoint_url = https://b.test"),
  },
  "all in the credentials file": { credentials: lines("[default]", REGION, SWITCH) },

  "TRUE in the file": inDefault("use_dualstack_endpoint = TRUE"),
  "1 in the file": inDefault("use_dualstack_endpoint = 1"),
  "nothing in the file": inDefault("use_dualstack_endpoint ="),
  "TRUE in the environment": inEnvironment({ AWS_USE_DUALSTACK_ENDPOINT: "TRUE" }),
  "1 in the environment": inEnvironment({ AWS_USE_DUALSTACK_ENDPOINT: "1" }, SWITCH),
  "on in the environment": inEnvironment({ AWS_USE_DUALSTACK_ENDPOINT: "on" }, SWITCH),
  "false in the environment": inEnvironment({ AWS_USE_DUALSTACK_ENDPOINT: "false" }, SWITCH),
  "nothing in the environment": inEnvironment({ AWS_USE_DUALSTACK_ENDPOINT: "" }, SWITCH),
  "True for FIPS": { config: lines("[default]", "region = us-east-1", "use_fips_endpoint = True") },
  "TRUE for what drops URLs": inEnvironment(
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "TRUE" },
    "endpoint_url = https://a.test",
  ),
  "true for what drops URLs": inDefault(
    "ignore_configured_endpoint_urls = true",
    "endpoint_url = https://a.test",
  ),

  "AWS_REGION alone": { config: lines("[default]", SWITCH), env: { AWS_REGION: "eu-west-1" } },
  "AWS_DEFAULT_REGION alone": {
    config: lines("[default]", SWITCH),
    env: { AWS_DEFAULT_REGION: "eu-west-1" },
  },
  "two regions in the environment": inEnvironment({
    AWS_REGION: "eu-central-1",
    AWS_DEFAULT_REGION: "us-west-2",
  }),
  "AWS_REGION empty": inEnvironment({ AWS_REGION: "" }),
  "AWS_DEFAULT_REGION empty": inEnvironment({ AWS_DEFAULT_REGION: "" }),
  "AWS_REGION empty, the other set": inEnvironment({
    AWS_REGION: "",
    AWS_DEFAULT_REGION: "eu-central-1",
  }),
  "no region": { config: lines("[default]", SWITCH) },
  "no region and no switch": {},

  "AWS_PROFILE empty": inEnvironment({ AWS_PROFILE: "" }, SWITCH),
  AWS_PROFILE: {
    config: lines("[default]", REGION, "[profile dev]", "region = eu-central-1", SWITCH),
    env: { AWS_PROFILE: "dev" },
  },
  AWS_DEFAULT_PROFILE: {
    config: lines("[default]", REGION, "[profile dev]", "region = eu-central-1", SWITCH),
    env: { AWS_DEFAULT_PROFILE: "dev" },
  },
  "two profiles in the environment": {
    config: lines("[profile a]", REGION, "[profile b]", "region = eu-central-1"),
    env: { AWS_PROFILE: "a", AWS_DEFAULT_PROFILE: "b" },
  },
  "a profile that is not there": {
    config: lines("[default]", REGION),
    env: { AWS_PROFILE: "nobody", AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-1" },
  },
  "a profile without the word": {
    config: lines("[dev]", SWITCH),
    env: { AWS_PROFILE: "dev", AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-1" },
  },

  "a services section that is not there": inDefault("services = gone"),
  "the same, and a URL": inDefault("services = gone", "endpoint_url = https://a.test"),
  "an empty services section": servicesOf("[services own]"),
  "a switch and a URL": inDefault(SWITCH, "endpoint_url = https://a.test"),
  "a URL in the environment and the switch": inEnvironment(
    { AWS_ENDPOINT_URL_STS: "https://a.test", AWS_ENDPOINT_URL: "" },
    SWITCH,
  ),
  "an S3 switch": inDefault("s3 =", "  use_dualstack_endpoint = true"),

  Virginia: inVirginia({}),
  "Virginia with the switch": inVirginia({}, SWITCH),
  "S3 regional by variable": inVirginia({ AWS_S3_US_EAST_1_REGIONAL_ENDPOINT: "regional" }),
  "S3 legacy by variable": inVirginia({ AWS_S3_US_EAST_1_REGIONAL_ENDPOINT: "legacy" }),
  "S3 regional below s3": inVirginia({}, "s3 =", "  us_east_1_regional_endpoint = regional"),
  "S3 regional by key": inVirginia({}, "s3_us_east_1_regional_endpoint = regional"),
  "a defaults mode": inVirginia({}, "defaults_mode = standard"),
  "a defaults mode in the environment": inVirginia({ AWS_DEFAULTS_MODE: "in-region" }),
  "a defaults mode, and S3 legacy": inVirginia({
    AWS_DEFAULTS_MODE: "standard",
    AWS_S3_US_EAST_1_REGIONAL_ENDPOINT: "legacy",
  }),
  "the legacy defaults mode": inVirginia({ AWS_DEFAULTS_MODE: "legacy" }),
  "STS legacy by variable": inVirginia({ AWS_STS_REGIONAL_ENDPOINTS: "legacy" }),
  "STS legacy by key": inDefault("sts_regional_endpoints = legacy"),
  "STS legacy in a defaults mode": inVirginia(
    { AWS_DEFAULTS_MODE: "standard" },
    "sts_regional_endpoints = legacy",
  ),
};

export const DIALECT_CASES: readonly DialectCase[] = Object.entries(CASES).map(
  ([what, { config = null, credentials = null, env = {} }]) => ({ what, config, credentials, env }),
);
