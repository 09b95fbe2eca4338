import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { HttpRequest } from "@smithy/core/protocols";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { NodeHttp2Handler, NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, test } from "vitest";
import { isConnectFailure, isNameMissing } from "./connect-failure.js";

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

describe.each([
  ["HTTP/1", NodeHttpHandler],
  ["HTTP/2", NodeHttp2Handler],
  ["fetch", FetchHttpHandler],
])("what the SDK's request handler over %s says of", (_title, Handler) => {
  const failureOf = async (hostname: string, port: number) => {
    const handler = new Handler();
    try {
      await handler.handle(new HttpRequest({ protocol: "https:", hostname, port }));
    } catch (failure) {
      return failure;
    } finally {
      handler.destroy();
    }
    throw new Error("there was an answer");
  };

  test("a closed port", async () => {
    // Who binds to any free port never gets this one. (`fetch` refuses to ask port 1.)
    expect(isConnectFailure(await failureOf("127.0.0.1", 2))).toBe(true);
  });

  test("a connection that is cut before TLS is up", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(isConnectFailure(await failureOf("127.0.0.1", port))).toBe(true);
    server.close();
  });
});

test("a name without address is known as such, also when a handler wraps the error", () => {
  const missing = error({ code: "ENOTFOUND", syscall: "getaddrinfo" });
  for (const failure of [missing, new TypeError("fetch failed", { cause: missing })]) {
    expect([isNameMissing(failure), isConnectFailure(failure)]).toEqual([true, true]);
  }
  expect(isNameMissing(refused)).toBe(false);
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
    [
      "an HTTP/2 connection that broke in use",
      error(
        { code: "ERR_HTTP2_STREAM_CANCEL", cause: error({ code: "ECONNRESET", syscall: "read" }) },
        "The pending stream has been canceled (caused by: read ECONNRESET)",
      ),
    ],
    ["no error at all", undefined],
  ])("%s", (_title, failure) => {
    expect(isConnectFailure(failure)).toBe(false);
  });
});
