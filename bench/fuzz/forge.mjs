// An attacker who sees every query and sends forgeries before the true answer, but does not know the
// id, or answers another question, or sends from another port.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import dnsPacket from "dns-packet";
import { observeNames } from "../../packages/egress6/dist/adapter/dns/observe-names.js";
import { controlSections } from "../../test/support/dns/controls.mjs";

const FORGED = { A: "52.94.66.66", AAAA: "2600:1f18:bad::66", NS: "ns.forged.test" };
const TRUE = { A: "52.94.5.1", AAAA: "2600:1f18:a::1" };
const FORGERIES_PER_QUERY = 50;

/** @returns how many packets were forged, and how many outcomes they changed */
export async function forgeAgainstSockets(nameCount, random) {
  const server = createSocket("udp4").bind(0, "127.0.0.1");
  const stranger = createSocket("udp4").bind(0, "127.0.0.1");
  await Promise.all([once(server, "listening"), once(stranger, "listening")]);
  stranger.on("error", () => {});
  let forged = 0;
  server.on("message", (query, { port, address }) => {
    const { id, questions } = dnsPacket.decode(query);
    const [{ name, type }] = questions;
    for (let index = 0; index < FORGERIES_PER_QUERY; index++) {
      forged += 1;
      const isStrange = index % 10 === 0;
      const [forgedId, forgedName] = isStrange ? [id, name] : forge(id, name, random);
      const packet = respond(forgedId, name, type, forgedName, FORGED[type]);
      (isStrange ? stranger : server).send(packet, port, address);
    }
    const control = controlSections(name, type);
    const truth =
      control === null
        ? respond(id, name, type, name, TRUE[type])
        : encode(id, name, type, control);
    server.send(truth, port, address);
  });
  const names = Array.from({ length: nameCount }, (_, index) => `name-${index}.test`);
  const resolvers = [{ host: "127.0.0.1", port: server.address().port }];
  const result = { names: nameCount, forged: 0, accepted: 0, wrong: 0 };
  await observeNames(names, { resolvers, rate: 1000 }, ({ a, aaaa }) => {
    for (const [outcome, type] of [
      [a, "A"],
      [aaaa, "AAAA"],
    ]) {
      if (outcome.addresses.includes(FORGED[type])) result.accepted += 1;
      else if (outcome.addresses.join() !== TRUE[type]) result.wrong += 1;
    }
  });
  server.close();
  stranger.close();
  return { ...result, forged };
}

/** Another id, or another question: never both right. */
function forge(id, name, random) {
  const otherId = (id + 1 + Math.floor(random() * 65_534)) & 0xffff;
  const otherName = `${name.slice(0, -5)}x.test`;
  return random() < 0.5 ? [otherId, name] : [id, otherName];
}

function respond(id, owner, type, asked, data) {
  const answers = [owner, asked].map((name) => ({ type, name, ttl: 60, data }));
  return encode(id, asked, type, { rcode: 0, answers, authorities: [] });
}

function encode(id, name, type, { rcode, answers, authorities }) {
  const flags = 0x0180 | rcode;
  const questions = [{ name, type }];
  return dnsPacket.encode({ type: "response", id, flags, questions, answers, authorities });
}
