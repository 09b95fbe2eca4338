// Run inside a network namespace: opens the sockets that the parent asks for, and hands them over.
// A socket stays in the namespace it was opened in, whichever process holds it.
import { createSocket } from "node:dgram";
import { createServer } from "node:net";

process.on("message", ({ id, kind, host, port }) => {
  const fail = (error) => process.send({ id, error: error.message });
  if (kind === "tcp") {
    const server = createServer();
    server.once("error", fail);
    server.listen({ host, port }, () => process.send({ id }, server, () => server.close()));
  } else {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    socket.once("error", fail);
    socket.bind({ address: host, port }, () => process.send({ id }, socket, () => socket.close()));
  }
});
