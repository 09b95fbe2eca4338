import { describe, expect, test } from "vitest";
import { isConnectFailure } from "./connect-failure.js";

const error = (properties: object, message = "") => Object.assign(new Error(message), properties);
const refused = error({ code: "ECONNREFUSED", syscall: "connect" });
const silent = error({ code: "ETIMEDOUT", syscall: "connect" });

describe("a request that was never sent", () => {
  test.each([
    ["a name without address", error({ code: "ENOTFOUND", syscall: "getaddrinfo" })],
    ["a closed port", refused],
    ["both families unreachable", new AggregateError([refused, silent])],
    [
      "the SDK's connection time-out",
      error(
        { name: "TimeoutError" },
        "the request socket did not establish a connection with the server within the configured timeout of 5 ms.",
      ),
    ],
    [
      "the oldest SDK's connection time-out",
      error(
        { name: "TimeoutError" },
        "Socket timed out without establishing a connection within 5 ms",
      ),
    ],
    ["a certificate for another name", error({ code: "ERR_TLS_CERT_ALTNAME_INVALID" })],
    ["a certificate of an unknown authority", error({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" })],
    [
      "a connection that was cut before TLS was up",
      error(
        { code: "ECONNRESET" },
        "Client network socket disconnected before secure TLS connection was established",
      ),
    ],
  ])("%s", (_title, failure) => {
    expect(isConnectFailure(failure)).toBe(true);
  });
});

describe("a request that may have arrived", () => {
  test.each([
    ["a reset connection", error({ code: "ECONNRESET", syscall: "read" }, "read ECONNRESET")],
    ["a hang-up", error({ code: "ECONNRESET" }, "socket hang up")],
    ["a broken pipe", error({ code: "EPIPE", syscall: "write" })],
    [
      "a time-out of the answer",
      error({ name: "TimeoutError" }, "the request socket timed out after 5 ms of inactivity"),
    ],
    ["an abort", error({ name: "AbortError" }, "Request aborted")],
    [
      "an error of the service",
      error({ name: "ThrottlingException", $metadata: { httpStatusCode: 400 } }),
    ],
    [
      "one of two errors of that kind",
      new AggregateError([refused, error({ code: "EPIPE", syscall: "write" })]),
    ],
    ["no error at all", undefined],
  ])("%s", (_title, failure) => {
    expect(isConnectFailure(failure)).toBe(false);
  });
});
