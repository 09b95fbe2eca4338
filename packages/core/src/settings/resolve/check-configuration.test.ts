import { describe, expect, it } from "vitest";
import { smallCatalog } from "../../../../../test/support/small-catalog.js";
import { parseAwsIni } from "../read/parse-aws-ini.js";
import { judgeConfiguration, resolveConfiguration } from "./check-configuration.js";

const service = (id: string, label: string) => ({ id, name: id, names: { standard: label } });
const catalog = smallCatalog({
  ec2: service("EC2", "ec2"),
  sso: service("SSO", "portal.sso"),
  "sso-oidc": service("SSO OIDC", "oidc"),
});
const ec2 = catalog.services.filter(({ cliName }) => cliName === "ec2");

const PROFILES = 200;

function manyProfiles(): string {
  const profiles = Array.from({ length: PROFILES }, (_, index) => [
    `[profile p${index}]`,
    "region = eu-west-1",
    `source_profile = p${PROFILES - index}`,
    `services = s${index}`,
    `[services s${index}]`,
    "ec2 =",
    `  endpoint_url = https://${index}.test`,
  ]);
  return profiles.flat().join("\n");
}

it("looks every profile and section up by name, and never goes through the whole file for one", () => {
  const { sections, ...index } = parseAwsIni(manyProfiles(), "config");
  let passes = 0;
  const config = {
    ...index,
    get sections() {
      passes++;
      return sections;
    },
  };
  const configuration = {
    files: { config, credentials: null },
    variables: new Map(),
    profile: null,
    sdk: null,
    sdks: [],
  };
  const resolved = resolveConfiguration(catalog, configuration, ec2, null);
  const { clients } = judgeConfiguration(resolved, configuration, new Map());
  expect(clients).toHaveLength(PROFILES);
  expect(clients.map(({ hostname }) => hostname)).toContain("7.test");
  expect(passes).toBe(0);
});

describe("a profile that signs in through IAM Identity Center", () => {
  const SESSION = [
    "[sso-session corp]",
    "sso_start_url = https://ssoins-0123.portal.eu-central-1.app.aws",
    "sso_region = eu-central-1",
  ];
  const OF_SESSION = ["[profile dev]", "sso_session = corp", "region = eu-west-1"];
  const OLD = [
    "[profile dev]",
    "sso_start_url = https://d-0123.awsapps.com/start",
    "sso_region = eu-central-1",
    "region = eu-west-1",
  ];

  function check(lines: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const configuration = {
      files: { config: parseAwsIni(lines.join("\n"), "config"), credentials: null },
      variables: new Map(
        Object.entries(env).map(([name, value]) => [name, { value, place: "env:1" }]),
      ),
      profile: null,
      sdk: null,
      sdks: [],
    };
    const resolved = resolveConfiguration(catalog, configuration, ec2, null);
    return judgeConfiguration(resolved, configuration, new Map());
  }
  const hosts = (lines: readonly string[], env = {}) =>
    check(lines, env).clients.map(({ service, region, hostname }) => [service, region, hostname]);

  it.each([
    ["by a session", [...SESSION, ...OF_SESSION]],
    ["by itself", OLD],
  ])("%s, is checked with the services that it signs in by, in their region", (_how, lines) => {
    expect(hosts(lines)).toEqual([
      ["ec2", "eu-west-1", "ec2.eu-west-1.amazonaws.com"],
      ["sso", "eu-central-1", "portal.sso.eu-central-1.amazonaws.com"],
      ["sso-oidc", "eu-central-1", "oidc.eu-central-1.amazonaws.com"],
    ]);
  });

  it("is told that the link of a dual-stack portal needs the switch", () => {
    const link = (lines: readonly string[], env = {}) =>
      check(lines, env).findings.filter(({ ruleId }) => ruleId === "sso-start-url");
    expect(link([...SESSION, ...OF_SESSION])).toEqual([
      expect.objectContaining({
        level: "note",
        services: ["sso-oidc"],
        place: { file: "config", line: 2, column: null, resource: "sso_start_url" },
      }),
    ]);
    const on = { AWS_USE_DUALSTACK_ENDPOINT: "true" };
    expect(link([...SESSION, ...OF_SESSION], on)).toEqual([]);
    expect(link(OLD)).toEqual([]);
  });

  it("is checked as other profiles where the session is not there", () => {
    expect(hosts(OF_SESSION)).toEqual([["ec2", "eu-west-1", "ec2.eu-west-1.amazonaws.com"]]);
  });
});
