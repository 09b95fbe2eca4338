import { describe, expect, it } from "vitest";
import { findProfile } from "./aws-config.js";
import { parseAwsIni } from "./parse-aws-ini.js";
import { parseEnvFile } from "./parse-env-file.js";
import { isSettingVariable, SETTINGS, settingOfKey } from "./setting-table.js";

const VARIABLES = SETTINGS.flatMap(({ variable }) => variable ?? []);
const KEYS = SETTINGS.flatMap(({ configKey }) => configKey ?? []);

describe("the table of settings", () => {
  it("names each variable and each key once", () => {
    expect(new Set(VARIABLES).size).toBe(VARIABLES.length);
    expect(new Set(KEYS).size).toBe(KEYS.length);
  });

  it.each(VARIABLES)("is what a file of variables is read by: %s", (name) => {
    expect([...parseEnvFile(`${name}=a\nOTHER=b`, "env").keys()]).toEqual([name]);
  });

  it.each(KEYS)("is what a config file is read by: %s", (key) => {
    const file = parseAwsIni(`[default]\n${key} = a\nother = b`, "config");
    const profile = findProfile({ config: file, credentials: null }, "default");
    expect([...(profile?.keys() ?? [])]).toEqual([key]);
  });

  it.each([
    ["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", true],
    ["AWS_ENDPOINT_URL_", false],
    ["AWS_ENDPOINT_URL_s3", false],
    ["AWS_SECRET_ACCESS_KEY", false],
    ["AWS_SESSION_TOKEN", false],
  ])("has %s: %s", (name, isThere) => {
    expect(isSettingVariable(name)).toBe(isThere);
  });

  it("has keys in whatever case", () => {
    expect(settingOfKey("Use_DualStack_Endpoint")?.id).toBe("dualstack");
    expect(settingOfKey("aws_secret_access_key")).toBeNull();
  });
});
