import { expect, test } from "vitest";
import { awsFault, loadAwsClient } from "./aws-client.js";

test("a client that is not installed is named, with the commands that bring it", async () => {
  const name: string = "@aws-sdk/client-that-nobody-has";
  const load = () => import(/* @vite-ignore */ name);
  await expect(loadAwsClient(name, load)).rejects.toMatchObject({
    code: "AWS_CLIENT_MISSING",
    kind: "input",
    message: expect.stringContaining(`npm install ${name}`),
  });
});

test("a fault within a client is not taken for a missing one", async () => {
  const load = () => Promise.reject(new TypeError("broken"));
  await expect(loadAwsClient("@aws-sdk/client-pricing", load)).rejects.toThrow("broken");
});

const call = { action: "ec2:DescribeVpcs", profile: "finops", instead: "Else read a file." };

test.each([
  ["CredentialsProviderError", "AWS_CREDENTIALS_MISSING", "input"],
  ["ExpiredToken", "AWS_CREDENTIALS_REFUSED", "input"],
  ["SignatureDoesNotMatch", "AWS_CREDENTIALS_REFUSED", "input"],
  ["UnauthorizedOperation", "AWS_ACCESS_DENIED", "input"],
  ["TooManyRequestsException", "AWS_THROTTLED", "incomplete"],
  ["TimeoutError", "AWS_UNREACHABLE", "incomplete"],
])("%s is %s (%s)", (name, code, kind) => {
  const fault = awsFault(Object.assign(new Error("words of AWS"), { name }), call);
  expect(fault).toMatchObject({ code, kind });
  expect(fault.message).toContain("words of AWS");
});

test("a denied call names its IAM action", () => {
  const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
  expect(awsFault(denied, call).message).toContain("IAM action `ec2:DescribeVpcs`");
});
