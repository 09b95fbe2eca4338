import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../packages/egress6/src/adapter/host/connect.js";
import { type Authority, createAuthority } from "../support/certificates.js";

const HOST = "host.test";
const servers: Server[] = [];
let authority: Authority;

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
const tryPort = (port: number, timeoutMs = 20_000) =>
  connect({ address: "127.0.0.1", port, hostname: HOST }, { timeoutMs });
const tlsPort = (hostnames: readonly string[]) =>
  portOf(createTlsServer(authority.certificateFor(hostnames)));

// `node` trusts no authority of a test's own unless it is started so: verified is what doctor.test.ts sees.
describe("a connection", () => {
  beforeAll(() => {
    authority = createAuthority();
  });
  afterAll(() => {
    for (const server of servers) server.close();
    authority.remove();
  });

  test("to a port where nobody listens is refused", async () => {
    // Who binds to any free port never gets this one.
    expect(await tryPort(1)).toMatchObject({
      tcp: { kind: "refused", code: "ECONNREFUSED" },
      tls: null,
    });
  });

  test("names the authority that is not trusted", async () => {
    const { tcp, tls } = await tryPort(await tlsPort([HOST]));
    expect(tcp.kind).toBe("connected");
    expect(tls).toMatchObject({
      kind: "untrusted",
      detail: expect.stringContaining("egress6 tests"),
    });
  });

  test("that is closed without a word of TLS has failed", async () => {
    const port = await portOf(createServer((socket) => socket.destroy()));
    expect((await tryPort(port)).tls).toMatchObject({ kind: "failed" });
  });

  test("that answers in something else than TLS has failed, and says how", async () => {
    const port = await portOf(createServer((socket) => socket.end("HTTP/1.1 400 Bad\r\n\r\n")));
    expect((await tryPort(port)).tls).toMatchObject({
      kind: "failed",
      detail: expect.stringContaining("SSL"),
    });
  });

  test("that never answers in TLS ends at its time-out", async () => {
    const port = await portOf(createServer(() => {}));
    expect((await tryPort(port, 2000)).tls).toMatchObject({ kind: "timeout" });
  });

  test("ends when it is no longer wanted, without waiting for its time-out", async () => {
    const stop = new AbortController();
    const port = await portOf(createServer(() => stop.abort()));
    const target = { address: "127.0.0.1", port, hostname: HOST };
    // Longer than the test may take.
    await connect(target, { timeoutMs: 3_600_000, signal: stop.signal });
    expect(stop.signal.aborted).toBe(true);
  });
});
