import { createSocket } from "node:dgram";
import { once } from "node:events";
import dnsPacket from "dns-packet";
import { controlSections } from "../../test/support/dns/controls.mjs";

/** Whether the name has the type: invented, but the same at each asking. */
export function hasRecord(name, type) {
  let hash = 0;
  for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) | 0;
  return type === "A" ? hash % 5 !== 0 : hash % 3 === 0;
}

/**
 * A resolver on loopback where every name exists, but for those that resolvers are vetted by.
 * @param isThere whether a name has records of a type, `A` or `AAAA`
 */
export async function startTruthfulResolver(isThere = hasRecord) {
  const socket = createSocket("udp4");
  socket.on("message", (packet, from) => {
    const { id, questions } = dnsPacket.decode(packet);
    const [{ name, type }] = questions;
    const { rcode, answers, authorities } =
      controlSections(name, type) ?? truth(name, type, isThere);
    const flags = dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | rcode;
    const answer = { type: "response", id, flags, questions, answers, authorities };
    socket.send(dnsPacket.encode(answer), from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () => socket.close(),
  };
}

function truth(name, type, isThere) {
  const data = type === "A" ? "52.94.5.1" : "2600:1f18:a::1";
  const soa = { mname: "ns.example", rname: "hostmaster.example", serial: 1, minimum: 60 };
  return isThere(name, type)
    ? { rcode: 0, answers: [{ name, type, ttl: 60, data }], authorities: [] }
    : { rcode: 0, answers: [], authorities: [{ name, type: "SOA", ttl: 60, data: soa }] };
}
