import { createSocket } from "node:dgram";
import { once } from "node:events";
import dnsPacket from "dns-packet";
import { expect, it } from "vitest";
import { observeNames } from "../../packages/egress6/src/adapter/dns/observe-names.js";
import { controlSections } from "../support/dns/controls.mjs";

const NAME = "swf.eu-central-1.amazonaws.com";
const MADE_UP = "64:ff9b::345e:501";
const CHECKING_DISABLED = 0x10;

/** A resolver whose DNS64 makes nothing up for who asks it not to, as one that validates. */
async function startValidatingDns64() {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  socket.on("message", (packet, { port, address }) => {
    const { id, questions = [], flags = 0 } = dnsPacket.decode(packet);
    const [question] = questions;
    if (question === undefined) return;
    const isSynthesized = question.type === "AAAA" && (flags & CHECKING_DISABLED) === 0;
    const of = (data: string) => [{ name: question.name, type: question.type, ttl: 60, data }];
    const soa = { mname: "ns.test", rname: "admin.test", serial: 1, minimum: 60 };
    const zone = { name: "amazonaws.com", type: "SOA", ttl: 60, data: soa };
    const [rcode, answers, authorities] =
      question.name === "ipv4only.arpa" && isSynthesized
        ? [0, of("64:ff9b::c000:aa"), []]
        : question.name !== NAME
          ? sections(question.name, question.type)
          : question.type === "A"
            ? [0, of("52.94.5.1"), []]
            : isSynthesized
              ? [0, of(MADE_UP), []]
              : [0, [], [zone]];
    const header = { id, type: "response", flags: 0x180 | rcode, questions } as const;
    const reply = dnsPacket.encode({ ...header, answers, authorities } as dnsPacket.Packet);
    socket.send(reply, port, address);
  });
  return socket;
}

function sections(name: string, type: string) {
  const { rcode, answers, authorities } = controlSections(name, type) ?? NOTHING;
  return [rcode, answers, authorities] as const;
}

const NOTHING = { rcode: 3, answers: [], authorities: [] };

it("a proven absence of AAAA keeps what DNS64 had made up, for who wants to try it", async ({
  onTestFinished,
}) => {
  const socket = await startValidatingDns64();
  onTestFinished(() => void socket.close());
  const found: unknown[] = [];
  const resolvers = [{ host: "127.0.0.1", port: socket.address().port }];
  await observeNames([NAME], { resolvers, rate: Number.POSITIVE_INFINITY }, ({ aaaa }) =>
    found.push(aaaa),
  );
  expect(found).toMatchObject([{ kind: "nodata", addresses: [], synthesized: [MADE_UP] }]);
});
