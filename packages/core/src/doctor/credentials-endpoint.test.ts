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
    [{ [FULL]: "https://52.94.5.7/secret" }, "own", "52.94.5.7", 443],
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

  it("may be a name, over HTTPS", () => {
    const env = { [FULL]: "https://credentials.test:8443/secret" };
    expect(credentialsEndpoint(env)).toEqual({
      kind: "name",
      place: FULL,
      host: "credentials.test",
    });
  });

  it.each([[{}], [{ [FULL]: "", [RELATIVE]: "" }]])("is nowhere where nothing is set", (env) => {
    expect(credentialsEndpoint(env)).toBeNull();
  });
});
