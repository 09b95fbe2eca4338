import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../packages/egress6/src/probe/connect.js";
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
    const server = createServer();
    const port = await portOf(server);
    server.close();
    await once(server, "close");
    expect(await tryPort(port)).toMatchObject({
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
    expect((await tryPort(port, 300)).tls).toMatchObject({ kind: "timeout" });
  });

  test("ends at once when it is no longer wanted", async () => {
    const port = await portOf(createServer(() => {}));
    const stop = new AbortController();
    const target = { address: "127.0.0.1", port, hostname: HOST };
    const attempt = connect(target, { timeoutMs: 20_000, signal: stop.signal });
    setTimeout(() => stop.abort(), 200);
    const startedAt = performance.now();
    await attempt;
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
