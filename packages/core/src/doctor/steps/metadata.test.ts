import { describe, expect, it } from "vitest";
import type { MetadataAnswer } from "../host-observations.js";
import { type MetadataInConfig, metadataSettings } from "../metadata-settings.js";
import { metadataFinding } from "./metadata.js";

const ANSWERS: MetadataAnswer = { tcp: { kind: "connected", ms: 1, code: null }, status: 401 };
const SILENT: MetadataAnswer = { tcp: { kind: "timeout", ms: 1500, code: null }, status: null };
const NOTHING: MetadataInConfig = { mode: null, endpoint: null };
const MODE = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";
const ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
const OVER_IPV4 = "http://169.254.169.254/";

/** On an instance without IPv4. */
const finding = (env: Readonly<Record<string, string>>, inConfig = NOTHING) =>
  metadataFinding({
    metadata: { ipv6: ANSWERS, ipv4: SILENT },
    metadataSettings: metadataSettings(env, inConfig),
  });

describe("the metadata service of an instance without IPv4", () => {
  it.each([
    [{}, "failed", MODE],
    [{ [MODE]: "IPv6" }, "ok", undefined],
    [{ [MODE]: "IPv6", [ENDPOINT]: OVER_IPV4 }, "failed", ENDPOINT],
    [{ [MODE]: "IPv6", [ENDPOINT]: "http://[fd00:ec2::254]" }, "note", undefined],
    [{ [ENDPOINT]: "http://localhost:1338" }, "note", undefined],
    [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://[fd00:ec2::23]/v1" }, "note", MODE],
  ] as const)("with %j: %s", (env, state, variable) => {
    const found = finding(env);
    expect(found.state).toBe(state);
    expect(found.remedy?.command?.split(/[ =]/)[1]).toBe(variable);
  });

  it("is set in the profile, too, and the environment beats that", () => {
    const endpoint = { value: OVER_IPV4, place: "config:2" };
    const mode = { value: "IPv6", place: "config:3" };
    expect(finding({}, { mode, endpoint: null }).state).toBe("ok");
    expect(finding({}, { mode, endpoint })).toMatchObject({
      state: "failed",
      summary: expect.stringContaining("SDKs ask config:2, which is 169.254.169.254"),
    });
    expect(finding({ [ENDPOINT]: "http://[fd00:ec2::254]" }, { mode, endpoint }).state).toBe(
      "note",
    );
  });
});
