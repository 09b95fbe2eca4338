import { describe, expect, it } from "vitest";
import { credentialsEndpoint } from "./credentials-endpoint.js";

const FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";

describe("where a container gets credentials", () => {
  it.each([
    [{ [RELATIVE]: "/v2/credentials/secret" }, "ecs", "169.254.170.2", 80],
    [{ [FULL]: "http://169.254.170.23/v1/credentials" }, "eks", "169.254.170.23", 80],
    [{ [FULL]: "http://[fd00:ec2::23]/v1/credentials" }, "eks", "fd00:ec2::23", 80],
    [{ [FULL]: "http://localhost:8080/secret" }, "own", "127.0.0.1", 8080],
    [{ [FULL]: "http://[::1]:8080/secret" }, "own", "::1", 8080],
    [{ [FULL]: "https://169.254.170.9/secret" }, "own", "169.254.170.9", 443],
    [{ [FULL]: "https://[fd00::7]:8443/secret" }, "own", "fd00::7", 8443],
    [{ [FULL]: "http://[fd00:ec2::23]/v1", [RELATIVE]: "/v2" }, "ecs", "169.254.170.2", 80],
  ])("%j", (env, provider, host, port) => {
    const endpoint = credentialsEndpoint(env);
    expect(endpoint).toMatchObject({ kind: "address", provider, host, port });
    expect(JSON.stringify(endpoint)).not.toContain("secret");
  });

  it.each([
    ["http://52.94.5.7/secret", "52.94.5.7"],
    ["http://credentials.test/secret", "credentials.test"],
    ["fd00:ec2::23/secret", "not an http"],
    [`http://localhost/${"x".repeat(10_000)}`, "not an http"],
  ])("is nowhere that SDKs ask: %s", (url, reason) => {
    const endpoint = credentialsEndpoint({ [FULL]: url });
    expect(endpoint).toMatchObject({ kind: "unusable", reason: expect.stringContaining(reason) });
    expect(JSON.stringify(endpoint)).not.toContain("secret");
  });

  it.each(["credentials.test", "52.94.5.7", "10.0.0.7", "[2600:1f18:a::7]"])(
    "may be elsewhere over HTTPS, and is not to be tried there: %s",
    (host) => {
      const endpoint = credentialsEndpoint({ [FULL]: `https://${host}:8443/secret` });
      expect(endpoint).toEqual({
        kind: "elsewhere",
        place: FULL,
        host: host.replace(/[[\]]/g, ""),
      });
    },
  );

  it("is the one of two that the SDK looks at first", () => {
    const env = { [FULL]: "http://[fd00:ec2::23]/v1", [RELATIVE]: "/v2" };
    expect(credentialsEndpoint(env, "full-first")).toMatchObject({ place: FULL, provider: "eks" });
    expect(credentialsEndpoint({ [RELATIVE]: "/v2" }, "full-first")).toMatchObject({
      place: RELATIVE,
      provider: "ecs",
    });
  });

  it.each([[{}], [{ [FULL]: "", [RELATIVE]: "" }]])("is nowhere where nothing is set", (env) => {
    expect(credentialsEndpoint(env)).toBeNull();
  });
});
